#include "platform/http/request_intake.h"

#include <fmt/format.h>

namespace jatigi::http {

// The parser sets memory aside for a body as soon as it is announced, and on a locked node malloc
// writes over all memory that it gives (app/ready.cpp): ten heads alone would take 640 MiB.
Result<void> RequestIntake::begin(const RequestHead& head) {
    if (head.has_body() && rules_.lock != nullptr && rules_.lock->is_locked())
        return refuse(ErrorKind::unavailable, "vault.locked", "a body was announced");
    token_ = head.session_token;
    const bool live = !token_.empty() && rules_.is_live(token_);
    on_session_(live);
    if (head.length.value_or(0) > free_bytes_max && !live)
        return refuse(ErrorKind::unauthenticated, "session.required");
    return {};
}

// A request sent before the answer to the one before it (pipelined; no browser does) counts with
// that one, and both need a session then.
Result<void> RequestIntake::take() {
    if (taken_ == 0 && !rules_.is_live(token_))
        return refuse(ErrorKind::unauthenticated, "session.required");
    const std::size_t more = received_ - taken_;
    if (!rules_.budget.take(more))
        return refuse(ErrorKind::unavailable, "request.busy",
                      fmt::format("{} bytes of bodies are in memory", rules_.budget.held()));
    taken_ = received_;
    return {};
}

}  // namespace jatigi::http

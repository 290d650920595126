#include "platform/http/request_intake.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/session_routes.h"

namespace jatigi::http {
namespace {

constexpr std::size_t token_length = 32;  // access/session.h

}  // namespace

// Not parsed as headers: whoever can write down a live token anywhere could have sent it as a
// cookie, and the route asks for the session again. A request sent before the answer to the one
// before it (pipelined; no browser does) may have its cookie overlooked, and is refused.
void RequestIntake::look_for_token(std::string_view bytes) {
    const std::string cookie = fmt::format("{}=", session_cookie);
    const std::size_t length = cookie.size() + token_length;
    tail_.append(bytes);
    const std::size_t start = tail_.find(cookie);
    if (start != std::string::npos && start + length <= tail_.size()) {
        token_ = tail_.substr(start + cookie.size(), token_length);
        tail_.clear();
    } else {
        keep_end(length - 1);
    }
}

// The parser sets memory aside for a body as soon as it is announced, and on a locked node malloc
// writes over all memory that it gives (app/ready.cpp): ten headers alone would take 640 MiB.
Result<void> RequestIntake::refuse_body(std::string_view bytes) {
    constexpr std::string_view announcement = "content-length";
    tail_.append(bytes);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (!std::ranges::search(tail_, announcement, {}, lower).empty())
        return refuse(ErrorKind::unavailable, "vault.locked", "a body was announced");
    keep_end(announcement.size() - 1);
    return {};
}

void RequestIntake::keep_end(std::size_t length) {
    if (tail_.size() > length) tail_.erase(0, tail_.size() - length);
}

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

// What one connection has sent since its last answer, and whether it may send on. Route and session
// of a request are known only once its whole body is in memory; until then this stands guard.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "platform/base/result.h"
#include "platform/http/body_budget.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::http {

// Bytes of a request, headers included, that anybody may send, and that no budget counts. The
// routes that need no session take 64 KiB.
constexpr std::size_t free_bytes_max = 128UL * 1024;

struct IntakeRules {
    BodyBudget& budget;
    std::function<bool(std::string_view token)> is_live;  // Is it the token of a live session?
    const vault::LockSwitch* lock = nullptr;
};

class RequestIntake {
public:
    // `rules` outlive it.
    explicit RequestIntake(const IntakeRules& rules) : rules_(rules) {}
    RequestIntake(const RequestIntake&) = delete;
    RequestIntake& operator=(const RequestIntake&) = delete;
    ~RequestIntake() { answered(); }

    // Before each read into `buffer`, which still holds what the last one brought: that is looked
    // at only here, so that a request that comes in one piece costs nothing.
    void read_on(const char* buffer) {
        if (last_read_ != 0 && received_ <= watched_bytes_max && token_.empty() && !is_locked())
            look_for_token({buffer, last_read_});
    }
    // After each read, with what it brought. Refuses with session.required or request.busy what is
    // over free_bytes_max, and with vault.locked any body for a locked node; the connection is to
    // be closed then, before the parser sees these bytes.
    Result<void> received(std::string_view bytes) {
        last_read_ = bytes.size();
        received_ += bytes.size();
        if (is_locked()) TRY(refuse_body(bytes));
        if (received_ <= free_bytes_max) return {};
        return take();
    }
    // The answer is under way: what comes next is another request.
    void answered() {
        if (taken_ != 0) rules_.budget.give_back(taken_);
        taken_ = received_ = last_read_ = 0;
        token_.clear();
        tail_.clear();
    }
    bool is_empty() const { return received_ == 0; }

private:
    // http_parser takes no longer headers (HTTP_MAX_HEADER_SIZE).
    static constexpr std::size_t watched_bytes_max = 80UL * 1024;

    bool is_locked() const { return rules_.lock != nullptr && rules_.lock->is_locked(); }
    void look_for_token(std::string_view bytes);
    Result<void> take();
    Result<void> refuse_body(std::string_view bytes);
    void keep_end(std::size_t length);

    const IntakeRules& rules_;
    std::size_t received_ = 0;  // Since the last answer.
    std::size_t taken_ = 0;     // Of the budget.
    std::size_t last_read_ = 0;
    std::string token_;  // Of the session, as the client claims it.
    std::string tail_;   // Of the read before: what is looked for may begin there.
};

}  // namespace jatigi::http

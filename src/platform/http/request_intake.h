// What one connection has sent since its last answer, and whether it may send on. Route and session
// of a request are known to its handler only once its whole body is in memory; until then this
// stands guard.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "platform/base/result.h"
#include "platform/http/body_budget.h"
#include "platform/http/request_guard.h"
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
    // Hears with each head whether it shows a live session.
    using OnSession = std::function<void(bool live)>;

    // `rules` outlive it.
    explicit RequestIntake(
        const IntakeRules& rules, OnSession on_session = [](bool) {})
        : rules_(rules),
          guard_([this](const RequestHead& head) { return begin(head); }),
          on_session_(std::move(on_session)) {}
    RequestIntake(const RequestIntake&) = delete;
    RequestIntake& operator=(const RequestIntake&) = delete;
    ~RequestIntake() { answered(); }

    // After each read, with what it brought. Refuses as RequestGuard does, with session.required or
    // request.busy what is over free_bytes_max, and with vault.locked any body for a locked node;
    // the connection is to be closed then, before the parser sees these bytes.
    Result<void> received(std::string_view bytes) {
        received_ += bytes.size();
        TRY(guard_.take(bytes));
        if (received_ <= free_bytes_max) return {};
        return take();
    }
    // The answer is under way: what comes next is another request.
    void answered() {
        if (taken_ != 0) rules_.budget.give_back(taken_);
        taken_ = received_ = 0;
    }
    bool is_empty() const { return received_ == 0; }
    // All of a request has come, and nothing of the next one.
    bool is_whole() const { return guard_.is_between(); }

private:
    Result<void> begin(const RequestHead& head);
    Result<void> take();

    const IntakeRules& rules_;
    RequestGuard guard_;
    const OnSession on_session_;
    std::size_t received_ = 0;  // Since the last answer.
    std::size_t taken_ = 0;     // Of the budget.
    std::string token_;         // Of the session, as the client claims it.
};

}  // namespace jatigi::http

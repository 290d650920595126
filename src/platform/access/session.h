// Sessions: a random token in a cookie; the table keeps a digest, so that a copy of the database
// signs nobody in. They survive a restart, because a power cut must not stop a breakfast.
#pragma once
#include <mutex>
#include <unordered_map>

#include "platform/access/account.h"
#include "platform/base/string_map.h"

namespace jatigi::access {

constexpr std::chrono::minutes session_idle_max{15};
constexpr std::chrono::hours session_length_max{10};

class Sessions {
public:
    Result<void> load(store::Connection& db, Instant now);
    // In the writer; gives the token, 32 hex digits. It counts once remember() is called, after the
    // commit.
    static Result<std::string> begin(log::WriteTx& tx, const Account& account);
    void remember(std::string_view token, const Account& account, Instant now);
    static Result<void> end(log::WriteTx& tx, std::string_view token);
    void forget(std::string_view token);
    // The account behind a token that has neither idled nor aged out. Touches it.
    std::optional<Account> find(std::string_view token, Instant now);
    // The account changed (a password was set): sessions see it at once.
    void refresh(const Account& account);

private:
    struct Session {
        Account account;
        Instant began_at, seen_at;
    };
    std::mutex mutex_;
    StringMap<Session> sessions_;  // By token: a digest for each request costs more than the rest.
    StringMap<Session> resting_;   // By hex digest of the token, read at start.
};

// Slows down guessing: five failures for a name, then a growing pause (up to a minute). A name that
// is being guessed can still sign in with a one-time link.
class Throttle {
public:
    // Seconds to wait; zero when an attempt may be made now.
    std::int64_t wait_seconds(const std::string& name, Instant now);
    void failed(const std::string& name, Instant now);
    void succeeded(const std::string& name);

private:
    struct Failures {
        int count = 0;
        Instant last{};
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Failures> failures_;
};

}  // namespace jatigi::access

// Sessions: a random token in a cookie; the table keeps a digest, so that a copy of the database
// signs nobody in. They survive a restart, because a power cut must not stop a breakfast.
#pragma once
#include <array>
#include <mutex>

#include "platform/access/account.h"
#include "platform/access/throttle.h"
#include "platform/base/string_map.h"

namespace jatigi::access {

constexpr std::chrono::minutes session_idle_max{15};
constexpr std::chrono::hours session_length_max{10};

// Sessions of a round and of the gate last as long as a session may: nobody types a password
// between two people of a breakfast. Everybody else has session_idle_max.
struct IdleLimit {
    Role role;
    std::chrono::minutes idle_max;
};
constexpr std::array<IdleLimit, 2> idle_limits{{
    {Role::gate_officer, session_length_max},
    {Role::food_distributor, session_length_max},
}};
constexpr std::chrono::minutes session_idle_max_of(Role role) {
    for (const IdleLimit& limit : idle_limits)
        if (limit.role == role) return limit.idle_max;
    return session_idle_max;
}

class Sessions {
public:
    Result<void> load(store::Connection& db, Instant now);
    // In the writer; gives the token, 32 hex digits. It counts once remember() is called, after the
    // commit.
    static Result<std::string> begin(log::WriteTx& tx, const Account& account);
    void remember(std::string_view token, const Account& account, Instant now);
    static Result<void> end(log::WriteTx& tx, std::string_view token);
    void forget(std::string_view token);
    // Every session ends and no sign-in link is left: the node is locked. In a server, forget_all()
    // follows the commit.
    static Result<void> end_all(store::Connection& tx, Instant now);
    void forget_all();
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

}  // namespace jatigi::access

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

enum class Began { by_password, by_link };

class Sessions {
public:
    Result<void> load(store::Connection& db, Instant now);
    // In the writer; gives the token, 32 hex digits. It counts once remember() is called, after the
    // commit.
    static Result<std::string> begin(log::WriteTx& tx, const Account& account);
    void remember(std::string_view token, const Account& account, Instant now,
                  Began began = Began::by_password);
    // Whoever came by a one-time link may have lost the password. Forgotten at a restart.
    bool began_by_link(std::string_view token);
    static Result<void> end(log::WriteTx& tx, std::string_view token);
    void forget(std::string_view token);
    // A new password: the account's other sessions end and its sign-in links are void. forget_others()
    // follows the commit; the session of `token` then counts as begun by password.
    static Result<void> end_others(log::WriteTx& tx, std::int64_t account, std::string_view token);
    void forget_others(const Account& account, std::string_view token);
    // Every session ends and no sign-in link is left: the node is locked. In a server, forget_all()
    // follows the commit.
    static Result<void> end_all(store::Connection& tx, Instant now);
    void forget_all();
    // The account behind a token that has neither idled nor aged out. Touches it.
    std::optional<Account> find(std::string_view token, Instant now);
private:
    struct Session {
        Account account;
        Instant began_at, seen_at;
        Began began = Began::by_password;
    };
    std::mutex mutex_;
    StringMap<Session> sessions_;  // By token: a digest for each request costs more than the rest.
    StringMap<Session> resting_;   // By hex digest of the token, read at start.
};

}  // namespace jatigi::access

// Sessions: a random token in a cookie; the table keeps a digest and a seal, so that neither a copy
// of the database nor a planted row signs anybody in. They survive a restart, because a power cut
// must not stop a breakfast; how long nobody touched them survives, too.
#pragma once
#include <array>
#include <map>
#include <mutex>

#include "platform/access/account.h"
#include "platform/access/second_factor.h"
#include "platform/access/throttle.h"
#include "platform/base/enum_text.h"
#include "platform/base/string_map.h"

namespace jatigi::access {

constexpr std::chrono::minutes session_idle_max{15};
constexpr std::chrono::hours session_length_max{10};
// For a device that has to learn that its round was closed, and to bring in what waited there.
constexpr std::chrono::minutes pin_rest{15};
// How long after a password was typed its bearer counts as the person who typed it: for what takes
// two.
constexpr std::chrono::minutes fresh_max{10};
// How long a secret that an app should take waits for the first code.
constexpr std::chrono::minutes proposal_life{15};
// The table learns no oftener that a session was touched: a power cut makes it older by as much.
constexpr std::chrono::minutes touch_saved_every{1};

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

using RoundBytes = ByteArray<16>;  // Its id.

// By PIN (round_pin.h): for what is done at the gate and at meals, until its round is closed, and
// no longer than this process lives.
enum class Began : std::uint8_t { by_password, by_link, by_pin };
constexpr auto enum_texts(Began) {
    return texts_in_order<Began>("password", "link", "pin");
}
// Whether somebody did something: what a page asks by itself, nobody did.
enum class Touch { yes, no };

class Sessions {
public:
    // A row whose seal is wrong, or whose account was changed by hand, is nobody's.
    Result<void> load(store::Connection& db, const log::Node& node, Instant now);

    // In the writer; the session counts once remember() is called, after the commit. What ended the
    // account's sessions in between ends this one as well.
    struct Ticket {
        std::string token;  // 32 hex digits.
        std::uint64_t turn = 0;
        RoundBytes round{};  // By PIN.
    };
    Result<Ticket> begin(log::WriteTx& tx, const Account& account);
    // By PIN: no row, so that a restart ends it.
    Ticket begin_by_pin(std::int64_t account, const RoundBytes& round);
    void remember(const Ticket& ticket, const Account& account, Instant now,
                  Began began = Began::by_password, std::optional<Instant> factor_at = {});

    // Whoever came by a one-time link may have lost the password. Forgotten at a restart.
    bool began_by_link(std::string_view token);
    // Its bearer typed the account's password, or chose it, within fresh_max and not before
    // `since`. Refuses with session.not_fresh (params: max_min).
    Result<void> check_fresh(std::string_view token, Instant now, Instant since = {});

    // Its bearer showed the second factor. Forgotten at a restart: it is asked for again.
    void factor_shown(std::string_view token, Instant now);
    // Since when, in a live session of this account: one that begins in the same browser takes it
    // over, so that a password typed once more asks for no other code.
    std::optional<Instant> factor_of(std::string_view token, std::int64_t account, Instant now);
    // A secret that was shown in this session and waits for its first code.
    struct Proposal {
        FactorSecret secret{};
        FactorClock clock{};
        Instant at;
    };
    void propose_factor(std::string_view token, const Proposal& proposal);
    // Nothing when it is older than proposal_life.
    std::optional<Proposal> proposed_factor(std::string_view token, Instant now);
    // After the commit: the account's other sessions are asked for it, too.
    void factor_enrolled(std::int64_t account, std::string_view token, Instant now);

    static Result<void> end(log::WriteTx& tx, std::string_view token);
    void forget(std::string_view token);
    // A new password: the account's other sessions end, its sign-in links and PINs are void.
    // forget_others() follows the commit; the session of `token` then counts as begun by password,
    // now.
    static Result<void> end_others(log::WriteTx& tx, std::int64_t account, std::string_view token);
    void forget_others(const Account& account, std::string_view token, Instant now);
    // Every session of an account, and its PINs. forget_account() follows the commit.
    static Result<void> end_all_of(log::WriteTx& tx, std::int64_t account);
    void forget_account(std::int64_t account);
    // After the commit: sessions by PIN of the round end pin_rest later.
    void round_closed(const RoundBytes& round, Instant now);
    // They go on, as those that begin now: its PINs are good again.
    void round_reopened(const RoundBytes& round);
    // Every session ends and no sign-in link is left: the node is locked. In a server, forget_all()
    // follows the commit.
    static Result<void> end_all(store::Connection& tx, Instant now);
    void forget_all();

    // The account behind a token that has neither idled nor aged out.
    struct Found {
        Account account;
        std::chrono::seconds left{};  // Until it ends if nobody touches it.
        bool save_touch = false;      // save_touch() is due.
        bool factor_shown = false;
        bool by_pin = false;
    };
    std::optional<Found> find(std::string_view token, Instant now, Touch touch);
    std::optional<Account> find(std::string_view token, Instant now) {
        auto found = find(token, now, Touch::yes);
        if (!found) return std::nullopt;
        return std::move(found->account);
    }
    static Result<void> save_touch(log::WriteTx& tx, std::string_view token);

    // The live sessions of an account, the latest first.
    struct Shown {
        std::string id;  // Says nothing about the token.
        Instant began_at, seen_at;
        Began began = Began::by_password;
        bool asking = false;  // The session that asks.
    };
    std::vector<Shown> shown(std::int64_t account, std::string_view asking, Instant now);
    // Ends those of the account that `ends` picks; how many.
    Result<std::int64_t> end_some(log::WriteTx& tx, std::int64_t account, std::string_view asking,
                                  const std::function<bool(const Shown&)>& ends);

private:
    struct Session {
        Account account;
        Instant began_at, seen_at, saved_at;
        Began began = Began::by_password;
        RoundBytes round{};
        std::optional<Instant> ends_at{};  // Its round was closed.
        std::optional<Instant> proved_at{};
        std::optional<Instant> factor_at{};
        std::optional<Proposal> proposal{};
    };
    static bool is_over(const Session& session, Instant now);
    template <class Work>
    void each_of(std::int64_t account, Work&& work);

    std::mutex mutex_;
    StringMap<Session> sessions_;  // By token: a digest for each request costs more than the rest.
    StringMap<Session> resting_;   // By hex digest of the token, read at start.
    std::map<std::int64_t, std::uint64_t> turns_;  // How often an account's sessions were ended.
    std::map<RoundBytes, Instant> closed_rounds_;
    std::uint64_t all_turns_ = 0;
};

}  // namespace jatigi::access

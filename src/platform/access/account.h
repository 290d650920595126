// Accounts. A password is argon2id; a new account has none, only a one-time link. Each account is
// also an actor: a small number that facts name, declared once by an open fact.
// An account made over the API whose role needs_confirmation() (policy.h) signs nobody in until
// somebody else confirmed it, so that no administrator alone can be both of two people.
#pragma once
#include <optional>
#include <string>

#include "platform/access/may.h"
#include "platform/access/role.h"
#include "platform/base/day.h"
#include "platform/log/write_tx.h"

namespace jatigi::access {

struct Account {
    std::int64_t id = 0;  // Also its actor number in facts.
    std::string name;
    Role role = Role::gate_officer;
    std::optional<log::LocalId> site{};
    bool has_password = false;
};

struct NewAccount {
    std::string name;  // 2 to 64 letters, digits, '.', '-', '_', '@': not shown to outsiders.
    Role role;
    std::optional<log::LocalId> site{};
    std::optional<std::int64_t> made_by{};  // Who asked over the API; nothing: at the machine.
};

// Declares the actor in the log, too. Refuses with account.name_invalid, account.name_taken.
Result<Account> create_account(log::WriteTx& tx, const NewAccount& wanted, const log::Cause& cause);

// Refuses with account.unconfirmed while the account waits for somebody to confirm it.
Result<void> check_confirmed(store::Connection& db, std::int64_t account);

struct Confirmation {
    std::string name;
    // An account that may confirm (may::confirm_account); nothing: whoever has the machine.
    std::optional<Account> confirmed_by{};
};
// An open fact says so. Refuses with account.not_found (also when it belongs to another site than the
// one who confirms), account.already_confirmed, account.own_creation.
Result<Account> confirm_account(log::WriteTx& tx, const Confirmation& wanted,
                                const log::Cause& cause);

struct UnconfirmedAccount {
    Account account;
    std::string made_by;  // The name of who made it.
    Instant made_at;
};
constexpr std::int64_t unconfirmed_shown_max = 100;
struct UnconfirmedAccounts {
    std::vector<UnconfirmedAccount> accounts;
    bool more = false;  // Others wait, too.
};
// Those that wait, of this site and of the whole node, the oldest unconfirmed_shown_max.
Result<UnconfirmedAccounts> list_unconfirmed(store::Connection& db,
                                             std::optional<log::LocalId> site);

Result<std::optional<Account>> find_account(store::Connection& db, std::int64_t id);

Result<std::vector<Account>> list_accounts(store::Connection& db);
// Empty for nobody, and for an account that is not among them.
std::string name_in(const std::vector<Account>& accounts, std::optional<std::int64_t> account);

// 12 to 256 letters, and not one of the passwords everybody tries: account.password_weak.
Result<void> check_password_strength(std::string_view password, std::string_view name);

// Slow on purpose (t=3, 64 MiB: about 0.2 s); never on the network's or the writer's thread.
Result<std::string> hash_password(std::string_view password);
bool password_matches(const std::string& stored, std::string_view password);

// What sign-in needs before the slow part; an unknown name gets a stored hash that nothing matches,
// so that it takes as long as a known one.
struct PasswordCheck {
    std::optional<Account> account;
    std::string stored;
};
Result<PasswordCheck> password_check(store::Connection& db, std::string_view name);
// Nobody set another one since `stored` was read.
Result<bool> password_is_still(log::WriteTx& tx, std::int64_t account, const std::string& stored);
Result<void> set_password(log::WriteTx& tx, std::int64_t account, const std::string& hash);

// A token that signs its bearer in, once. 32 hex digits; the table keeps a digest.
Result<std::string> make_link(store::Connection& tx, std::int64_t account, Instant expires_at);
// Whether use_link() would find it now: asked first, so that guesses do not come to the writer.
Result<bool> link_is_open(store::Connection& db, std::string_view token, Instant now);
// Takes the link away. Refuses with session.link_invalid (unknown, used, too old: not told apart).
Result<Account> use_link(log::WriteTx& tx, std::string_view token);

}  // namespace jatigi::access

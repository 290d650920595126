// Accounts: who signs in as what. Each is also an actor: a small number that facts name.
// A new account has no password, only a one-time link (sign_in_link.h). One made over the API whose
// role needs_confirmation() (role.h) signs nobody in until somebody else confirmed it
// (confirmation.h). Every change is a fact, and the row is sealed with it (account_proof.h).
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
    std::optional<Instant> ends_at{};  // An emergency account: nobody signs in from then on.
    bool has_factor = false;           // second_factor.h
    bool is_emergency() const { return ends_at.has_value(); }
};

struct NewAccount {
    std::string name;  // 2 to 64 letters, digits, '.', '-', '_', '@': not shown to outsiders.
    Role role;
    std::optional<log::LocalId> site{};
    std::optional<std::int64_t> made_by{};  // Who asked over the API; nothing: at the machine.
    // An emergency account: confirmed by made_by, who answers for it, until then.
    std::optional<Instant> ends_at{};
    std::string reason{};  // Why now; names nobody who is received. Kept in the fact.
};

// Refuses with account.name_invalid, account.name_taken (also a closed account's), account.name_alike
// (params: name): one reads like the other.
Result<Account> create_account(log::WriteTx& tx, const NewAccount& wanted, const log::Cause& cause);

// Its sessions and links end with it. Refuses with account.not_found, account.already_closed,
// account.last_of_its_role (params: role): nobody else is an administrator, or guards the data.
Result<void> close_account(log::WriteTx& tx, const Account& account, const log::Cause& cause);
// The account of that name, closed or not. Refuses with account.not_found.
Result<Account> account_named(store::Connection& db, std::string_view name);

// What the account was is void: password, second factor, links, sessions. Over the API (`by`
// somebody), an account whose role needs_confirmation() waits for one again: whoever gives links
// could else be anybody.
// Refuses as close_account() does.
Result<void> renew_account(log::WriteTx& tx, const Account& account, std::optional<std::int64_t> by,
                           const log::Cause& cause);

Result<std::optional<Account>> find_account(store::Connection& db, std::int64_t id);

Result<std::vector<Account>> list_accounts(store::Connection& db);
// Empty for nobody, and for an account that is not among them.
std::string name_in(const std::vector<Account>& accounts, std::optional<std::int64_t> account);

// An account as whoever looks after accounts sees it. Names of accounts are empty where nobody did
// it.
struct AccountShown {
    Account account;
    std::string made_by, confirmed_by, closed_by;
    std::string
        confirmed_how;  // "machine", "colleague", "code", "emergency"; empty: waits, or older.
    Instant made_at;
    std::optional<Instant> confirmed_at{}, closed_at{}, used_at{};
    bool altered = false;  // Somebody changed it by hand (account_proof.h).
};
constexpr std::int64_t accounts_shown_max = 500;
struct AccountsShown {
    std::vector<AccountShown> accounts;  // Those in use, then the closed ones; by number.
    bool more = false;
};
// Of this site and of the whole node.
Result<AccountsShown> show_accounts(store::Connection& db, const log::Node& node,
                                    std::optional<log::LocalId> site);

}  // namespace jatigi::access

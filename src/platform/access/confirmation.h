// A second person says that an account of a role that sees people may be used.
#pragma once
#include "platform/access/account.h"
#include "platform/access/confirmation.h"

namespace jatigi::access {

// Refuses with account.unconfirmed while the account waits for somebody to confirm it.
Result<void> check_confirmed(store::Connection& db, std::int64_t account);

enum class ConfirmedHow : std::uint8_t { machine, colleague, code };
constexpr auto enum_texts(ConfirmedHow) {
    return texts_in_order<ConfirmedHow>("machine", "colleague", "code");
}

struct Confirmation {
    std::string name;
    // An account that may confirm (may::confirm_account); nothing: whoever has the machine.
    std::optional<Account> confirmed_by{};
    // Both signed in on one device: allowed, and told in the fact.
    bool same_device = false;
    ConfirmedHow how = ConfirmedHow::colleague;
};
// An open fact says so. Refuses with account.not_found (also when it belongs to another site than
// the one who confirms), account.already_confirmed, account.own_creation,
// account.emergency_may_not, account.altered.
Result<Account> confirm_account(log::WriteTx& tx, const Confirmation& wanted,
                                const log::Cause& cause);

struct Origin {
    Instant made_at{};
    std::optional<std::int64_t> made_by{};  // An account; nothing: at the machine.
};
// Refuses with account.not_found.
Result<Origin> origin_of(store::Connection& db, std::string_view name);

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

}  // namespace jatigi::access

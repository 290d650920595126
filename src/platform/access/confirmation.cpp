#include "platform/access/confirmation.h"

#include "platform/access/account_proof.h"
#include "platform/access/account_row.h"

namespace jatigi::access {
namespace {

constexpr std::size_t made_by_at = account_columns_count, confirmed_at_at = made_by_at + 1;

}  // namespace

Result<void> check_confirmed(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(
        const auto row,
        db.first("select id from account where id = ? and confirmed_at is not null", account));
    if (!row) return refuse(ErrorKind::not_allowed, "account.unconfirmed");
    return {};
}

Result<Account> confirm_account(log::WriteTx& tx, const Confirmation& wanted,
                                const log::Cause& cause) {
    TRY_ASSIGN(const auto row, tx.db().first("select " + std::string(account_columns) +
                                                 ", a.made_by, a.confirmed_at from account a "
                                                 "where a.name = ? and a.active = 1",
                                             wanted.name));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    Account account = account_of(*row);
    const auto& by = wanted.confirmed_by;
    if (by && by->site && account.site && by->site != account.site)
        return refuse(ErrorKind::not_found, "account.not_found");
    if (!row->is_null(confirmed_at_at))
        return refuse(ErrorKind::conflict, "account.already_confirmed");
    if (by && row->integer_or_null(made_by_at) == by->id)
        return refuse(ErrorKind::not_allowed, "account.own_creation");
    if (by && by->is_emergency())
        return refuse(ErrorKind::not_allowed, "account.emergency_may_not");
    TRY(check_unaltered(tx.db(), tx.node(), account.id));
    const std::string_view how = enum_text(by ? wanted.how : ConfirmedHow::machine);
    TRY(
        tx.db().run("update account set confirmed_by = ?, confirmed_at = ?, confirmed_how = ? "
                    "where id = ?",
                    by ? std::optional(by->id) : std::nullopt, tx.now(), how, account.id));
    json::object data{{"how", how}};
    if (by) data["by"] = by->id;
    if (wanted.same_device) data["same_device"] = true;
    TRY(seal_change(tx, account.id, "actor.confirmed", std::move(data), cause));
    return account;
}

Result<Origin> origin_of(store::Connection& db, std::string_view name) {
    TRY_ASSIGN(const auto row,
               db.first("select made_at, made_by from account where name = ?", name));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    return Origin{row->instant(0), row->integer_or_null(1)};
}

Result<UnconfirmedAccounts> list_unconfirmed(store::Connection& db,
                                             std::optional<log::LocalId> site) {
    // Local numbers begin at 1, so 0 stands for every site.
    TRY_ASSIGN(const auto rows,
               db.rows("select " + std::string(account_columns) +
                           ", m.name, a.made_at from account a join account m on m.id = a.made_by "
                           "where a.active = 1 and a.confirmed_at is null "
                           "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                           "order by a.id limit ?",
                       site.value_or(0), site.value_or(0), unconfirmed_shown_max + 1));
    UnconfirmedAccounts waiting;
    for (const store::Row& row : rows)
        waiting.accounts.push_back({account_of(row), row.text(account_columns_count),
                                    row.instant(account_columns_count + 1)});
    waiting.more = std::ssize(waiting.accounts) > unconfirmed_shown_max;
    if (waiting.more) waiting.accounts.pop_back();
    return waiting;
}

}  // namespace jatigi::access

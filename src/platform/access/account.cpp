#include "platform/access/account.h"

#include <algorithm>
#include <cctype>

#include "platform/access/account_proof.h"
#include "platform/access/account_row.h"
#include "platform/access/second_factor.h"
#include "platform/access/session.h"
#include "platform/base/text.h"

namespace jatigi::access {
namespace {

bool valid_name(std::string_view name) {
    return name.size() >= 2 && name.size() <= 64 &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == '@';
           });
}

// What two names have in common that the eye takes for one another: big and small letters, points and
// dashes, i, l, 1 and I, o and 0, rn and m, vv and w.
std::string looks_of(std::string_view name) {
    std::string looks;
    for (const char c : name) {
        if (c == '.' || c == '-' || c == '_') continue;
        if (c == '1' || c == 'I' || c == 'i')
            looks += 'l';
        else if (c == '0')
            looks += 'o';
        else
            looks += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    for (const auto& [two, one] : {std::pair<std::string_view, char>{"rn", 'm'}, {"vv", 'w'}})
        for (std::size_t at = looks.find(two); at != std::string::npos; at = looks.find(two))
            looks.replace(at, 2, 1, one);
    return looks;
}

Result<void> check_name_is_free(store::Connection& db, const std::string& wanted) {
    TRY_ASSIGN(const auto names, db.column<std::string>("select name from account order by id"));
    if (std::ranges::find(names, wanted) != names.end())
        return refuse(ErrorKind::conflict, "account.name_taken");
    const std::string looks = looks_of(wanted);
    for (const std::string& name : names)
        if (looks_of(name) == looks)
            return refuse(ErrorKind::conflict, "account.name_alike", {},
                          boost::json::serialize(json::object{{"name", name}}));
    return {};
}

std::string role_params(Role role) {
    return boost::json::serialize(json::object{{"role", enum_text(role)}});
}

// Without one of these nobody could make accounts, or confirm the ones that are made.
bool is_needed(Role role) {
    return role == Role::administrator || role == Role::data_protection_officer;
}

Result<void> check_not_the_last(store::Connection& db, const Account& account) {
    if (!is_needed(account.role)) return {};
    TRY_ASSIGN(const auto other,
               db.first("select id from account where role = ? and id <> ? and active = 1 "
                        "and site is null and confirmed_at is not null limit 1",
                        enum_text(account.role), account.id));
    if (other || account.site) return {};
    return refuse(ErrorKind::conflict, "account.last_of_its_role", {}, role_params(account.role));
}

Result<void> check_open(store::Connection& db, const Account& account) {
    TRY_ASSIGN(const auto open, find_account(db, account.id));
    if (!open) return refuse(ErrorKind::conflict, "account.already_closed");
    return {};
}

Result<void> end_all_of(log::WriteTx& tx, std::int64_t account) {
    TRY(Sessions::end_all_of(tx, account));
    TRY(tx.db().run("delete from sign_in_link where account = ?", account));
    TRY(tx.db().run("delete from spoken_code where owner = ?", account));
    return {};
}

}  // namespace

Result<Account> create_account(log::WriteTx& tx, const NewAccount& wanted,
                               const log::Cause& cause) {
    if (!valid_name(wanted.name)) return refuse(ErrorKind::invalid, "account.name_invalid");
    TRY(check_name_is_free(tx.db(), wanted.name));
    TRY_ASSIGN(const auto highest, tx.db().first("select coalesce(max(id), 0) from account"));
    Account made{.id = highest->integer(0) + 1,
                 .name = wanted.name,
                 .role = wanted.role,
                 .site = wanted.site,
                 .ends_at = wanted.ends_at};
    const std::int64_t now = tx.now().time_since_epoch().count();
    const bool waits = wanted.made_by && !wanted.ends_at && needs_confirmation(wanted.role);
    std::optional<std::int64_t> confirmed_at, vouched_by;
    std::optional<std::string> how;
    if (!waits) confirmed_at = now;
    if (wanted.ends_at) {
        vouched_by = wanted.made_by;
        how = "emergency";
    } else if (!wanted.made_by) {
        how = "machine";
    }
    TRY(
        tx.db().run("insert into account(id, name, role, site, password, active, made_at, made_by, "
                    "confirmed_by, confirmed_at, confirmed_how, vouched_by, ends_at) "
                    "values (?, ?, ?, ?, null, 1, ?, ?, ?, ?, ?, ?, ?)",
                    made.id, made.name, enum_text(made.role), made.site, now, wanted.made_by,
                    vouched_by, confirmed_at, how, vouched_by, wanted.ends_at));
    json::object data{{"role", enum_text(made.role)}};
    if (wanted.ends_at) data["ends_at"] = instant_text(*wanted.ends_at);
    if (!wanted.reason.empty()) data["reason"] = wanted.reason;
    TRY(seal_change(tx, made.id, "actor.declared", std::move(data), cause));
    return made;
}

Result<void> close_account(log::WriteTx& tx, const Account& account, const log::Cause& cause) {
    TRY(check_open(tx.db(), account));
    TRY(check_not_the_last(tx.db(), account));
    // Also one that was changed by hand: that is what closing is for, and nothing of it is made
    // good.
    TRY(tx.db().run("update account set active = 0, closed_at = ?, closed_by = ? where id = ?",
                    tx.now(), cause.account, account.id));
    TRY(end_all_of(tx, account.id));
    return seal_change(tx, account.id, "actor.closed", {}, cause);
}

Result<Account> account_named(store::Connection& db, std::string_view name) {
    TRY_ASSIGN(const auto row, db.first(select_accounts("where a.name = ?"), name));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    return account_of(*row);
}

Result<void> renew_account(log::WriteTx& tx, const Account& account, std::optional<std::int64_t> by,
                           const log::Cause& cause) {
    TRY(check_open(tx.db(), account));
    TRY(check_unaltered(tx.db(), tx.node(), account.id));
    TRY(tx.db().run("update account set password = null where id = ?", account.id));
    TRY(drop_factor(tx.db(), account.id));
    if (by && needs_confirmation(account.role)) {
        TRY(check_not_the_last(tx.db(), account));
        // Whoever asked for the link counts as having made the account.
        TRY(
            tx.db().run("update account set made_by = ?, confirmed_by = null, confirmed_at = null, "
                        "confirmed_how = null where id = ?",
                        *by, account.id));
    }
    TRY(end_all_of(tx, account.id));
    return seal_change(tx, account.id, "actor.renewed", {}, cause);
}

Result<std::optional<Account>> find_account(store::Connection& db, std::int64_t id) {
    TRY_ASSIGN(const auto row, db.first(select_accounts("where a.id = ? and a.active = 1"), id));
    if (!row) return std::optional<Account>{};
    return std::optional<Account>{account_of(*row)};
}

Result<std::vector<Account>> list_accounts(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows(select_accounts("where a.active = 1 order by a.id")));
    std::vector<Account> accounts;
    for (const store::Row& row : rows) accounts.push_back(account_of(row));
    return accounts;
}

std::string name_in(const std::vector<Account>& accounts, std::optional<std::int64_t> account) {
    const auto found = std::ranges::find(accounts, account,
                                         [](const Account& one) { return std::optional(one.id); });
    return found == accounts.end() ? std::string{} : found->name;
}

Result<AccountsShown> show_accounts(store::Connection& db, const log::Node& node,
                                    std::optional<log::LocalId> site) {
    constexpr std::size_t first = account_columns_count;
    // Local numbers begin at 1, so 0 stands for every site.
    TRY_ASSIGN(const auto rows,
               db.rows("select " + std::string(account_columns) +
                           ", m.name, c.name, l.name, a.confirmed_how, a.made_at, a.confirmed_at, "
                           "a.closed_at, (select max(coalesce(s.seen_at, s.began_at)) "
                           "from session s where s.account = a.id) "
                           "from account a left join account m on m.id = a.made_by "
                           "left join account c on c.id = a.confirmed_by "
                           "left join account l on l.id = a.closed_by "
                           "where (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                           "order by a.active desc, a.id limit ?",
                       site.value_or(0), site.value_or(0), accounts_shown_max + 1));
    AccountsShown shown;
    for (const store::Row& row : rows) {
        AccountShown one{.account = account_of(row),
                         .made_by = row.text_or_null(first).value_or(""),
                         .confirmed_by = row.text_or_null(first + 1).value_or(""),
                         .closed_by = row.text_or_null(first + 2).value_or(""),
                         .confirmed_how = row.text_or_null(first + 3).value_or(""),
                         .made_at = row.instant(first + 4),
                         .confirmed_at = row.instant_or_null(first + 5),
                         .closed_at = row.instant_or_null(first + 6),
                         .used_at = row.instant_or_null(first + 7)};
        one.altered = !check_unaltered(db, node, one.account.id).has_value();
        shown.accounts.push_back(std::move(one));
    }
    shown.more = std::ssize(shown.accounts) > accounts_shown_max;
    if (shown.more) shown.accounts.pop_back();
    return shown;
}

}  // namespace jatigi::access

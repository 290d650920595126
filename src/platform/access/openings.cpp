#include "platform/access/openings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "platform/vault/no_opening.h"
#include "platform/vault/opener.h"
#include "platform/vault/watch.h"

namespace jatigi::access {
namespace {

constexpr std::int64_t hour_us = std::chrono::microseconds{std::chrono::hours{1}}.count();

// Local numbers begin at 1, so 0 stands for every site.
std::int64_t site_or_all(std::optional<log::LocalId> site) {
    return site.value_or(0);
}

// Closed ones, too.
struct NamedAccount {
    std::int64_t id = 0;
    std::string name, role;
    std::optional<log::LocalId> site{};
};
Result<std::vector<NamedAccount>> all_accounts(store::Connection& db) {
    return db.list(
        [](const store::Row& row) {
            return NamedAccount{row.integer(0), row.text(1), row.text(2), row.integer_or_null(3)};
        },
        "select id, name, role, site from account");
}

// A row with whose it is: nobody's when the account is gone, or the program's.
struct ToldRow {
    Instant at;
    FactClass cls = FactClass::open;
    vault::OpeningTold told;
    const NamedAccount* by = nullptr;
};

// Who asks sees accounts of their site, and of none.
bool is_of_site(const NamedAccount* account, std::optional<log::LocalId> site) {
    return !site || account == nullptr || !account->site || *account->site == *site;
}

class Openings {
public:
    static Result<Openings> read(store::Connection& db, const vault::NodeSecrets& secrets,
                                 const Period& period, std::optional<log::LocalId> site) {
        Openings all;
        TRY_ASSIGN(all.accounts_, all_accounts(db));
        TRY_ASSIGN(const auto rows,
                   db.rows("select at, class, account, kind, person, filter, count from opening "
                           "where at >= ? and at < ? order by at desc",
                           period.from, period.to));
        for (const store::Row& row : rows) {
            // One that somebody changed by hand hides no other.
            auto told = vault::opening_told(secrets, row, 2)
                            .value_or(vault::OpeningTold{.kind = "unreadable"});
            if (told.kind == vault::no_opening_kind) continue;
            const auto by = std::ranges::find(all.accounts_, told.account, &NamedAccount::id);
            const NamedAccount* const account = by == all.accounts_.end() ? nullptr : &*by;
            if (!is_of_site(account, site)) continue;
            all.rows_.push_back({row.instant(0), static_cast<FactClass>(row.integer(1)),
                                 std::move(told), account});
        }
        std::ranges::stable_sort(all.rows_, {}, [](const ToldRow& row) {
            return std::tuple(-row.at.time_since_epoch().count(), row.told.account, row.told.kind,
                              row.told.person);
        });
        return all;
    }
    const std::vector<ToldRow>& rows() const { return rows_; }

private:
    std::vector<NamedAccount> accounts_;  // Rows point into it; moving keeps its elements.
    std::vector<ToldRow> rows_;
};

OpeningRow opening_of(const ToldRow& row) {
    return {.at = row.at,
            .account = row.by == nullptr ? "program" : row.by->name,
            .role = row.by == nullptr ? "" : row.by->role,
            .kind = row.told.kind,
            .cls = row.cls,
            .person = row.told.person,
            .filter = row.told.filter,
            .count = row.told.count};
}

// Accounts with an alarm that nobody has answered for.
Result<std::set<std::int64_t>> alarming(store::Connection& db, const Period& period) {
    TRY_ASSIGN(const auto rows,
               db.rows("select distinct l.account from opening_alarm l where l.at >= ? "
                       "and l.at < ? and not exists (select 1 from opening_release r "
                       "where r.account = l.account and r.at >= l.at)",
                       period.from, period.to));
    std::set<std::int64_t> accounts;
    for (const store::Row& row : rows) accounts.insert(row.integer(0));
    return accounts;
}

}  // namespace

Result<std::vector<OpeningRow>> list_openings(store::Connection& db,
                                              const vault::NodeSecrets& secrets,
                                              const OpeningsAsked& asked) {
    TRY_ASSIGN(const Openings all, Openings::read(db, secrets, asked.period, asked.site));
    std::vector<OpeningRow> openings;
    std::int64_t passed = 0;
    for (const ToldRow& row : all.rows()) {
        if (!asked.account.empty() && (row.by == nullptr || row.by->name != asked.account))
            continue;
        if (passed++ < asked.offset) continue;
        openings.push_back(opening_of(row));
        if (std::ssize(openings) > openings_shown_max) break;
    }
    return openings;
}

Result<std::vector<OpeningAlarm>> list_alarms(store::Connection& db, const Period& period,
                                              std::optional<log::LocalId> site) {
    TRY_ASSIGN(const auto rows,
               db.rows("select l.at, a.name, l.kind, l.files, min(r.at) from opening_alarm l "
                       "join account a on a.id = l.account "
                       "left join opening_release r on r.account = l.account and r.at >= l.at "
                       "where l.at >= ? and l.at < ? "
                       "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                       "group by l.at, a.name, l.kind, l.files order by l.at desc, a.name limit ?",
                       period.from, period.to, site_or_all(site), site_or_all(site),
                       openings_shown_max + 1));
    std::vector<OpeningAlarm> alarms;
    for (const store::Row& row : rows) {
        OpeningAlarm alarm{row.instant(0), row.text(1), row.text(2), row.integer(3)};
        alarm.released_at = row.instant_or_null(4);
        alarms.push_back(std::move(alarm));
    }
    return alarms;
}

Result<std::vector<AccountOpenings>> sum_openings(store::Connection& db,
                                                  const vault::NodeSecrets& secrets,
                                                  const Period& period,
                                                  std::optional<log::LocalId> site) {
    TRY_ASSIGN(const Openings all, Openings::read(db, secrets, period, site));
    TRY_ASSIGN(const auto with_alarm, alarming(db, period));
    struct Count {
        AccountOpenings sum;
        std::map<std::int64_t, std::set<std::int64_t>> files_by_hour{};
    };
    std::map<std::int64_t, Count> counts;
    for (const ToldRow& row : all.rows()) {
        Count& count = counts[row.told.account];
        const OpeningRow shown = opening_of(row);
        count.sum.account = shown.account;
        count.sum.role = shown.role;
        ++(row.told.kind == "file" ? count.sum.files : count.sum.lists);
        if (row.told.kind == "file" && row.told.person)
            count.files_by_hour[row.at.time_since_epoch().count() / hour_us].insert(
                *row.told.person);
    }
    std::vector<AccountOpenings> sums;
    for (auto& [account, count] : counts) {
        for (const auto& [hour, files] : count.files_by_hour)
            count.sum.most_in_an_hour = std::max(count.sum.most_in_an_hour, std::ssize(files));
        count.sum.alarm = with_alarm.contains(account);
        sums.push_back(std::move(count.sum));
    }
    std::ranges::sort(sums, {}, &AccountOpenings::account);
    return sums;
}

Result<void> release_openings(log::WriteTx& tx, std::string_view name,
                              std::optional<log::LocalId> site, std::int64_t released_by) {
    TRY_ASSIGN(const auto row,
               tx.db().first("select id from account where name = ? "
                             "and (cast(? as bigint) = 0 or site is null or site = ?)",
                             name, site_or_all(site), site_or_all(site)));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    TRY_ASSIGN(const bool released,
               tx.db().any("select at from opening_release where account = ? and at = ?",
                           row->integer(0), tx.now()));
    if (released) return {};
    return vault::put_watched(tx.db(), vault::Watched::opening_release, row->integer(0), tx.now(),
                              released_by);
}

}  // namespace jatigi::access

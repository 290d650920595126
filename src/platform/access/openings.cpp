#include "platform/access/openings.h"

#include <map>
#include <set>

#include "platform/vault/watch.h"

namespace jatigi::access {
namespace {

constexpr std::int64_t hour_us = std::chrono::microseconds{std::chrono::hours{1}}.count();

// Local numbers begin at 1, so 0 stands for every site.
std::int64_t site_or_all(std::optional<log::LocalId> site) {
    return site.value_or(0);
}

OpeningRow opening_of(const store::Row& row) {
    return {.at = row.instant(0),
            .account = row.text_or_null(1).value_or("program"),
            .role = row.text_or_null(2).value_or(""),
            .kind = row.text(3),
            .cls = static_cast<FactClass>(row.integer(4)),
            .person = row.integer_or_null(5),
            .filter = row.text_or_null(6),
            .count = row.integer(7)};
}

// Files of the busiest clock hour, by account.
Result<std::map<std::int64_t, std::int64_t>> busiest_hours(store::Connection& db,
                                                           const Period& period) {
    TRY_ASSIGN(const auto rows,
               db.rows("select hour.account, max(hour.files) from (select account, "
                       "count(distinct person) as files from opening where kind = 'file' "
                       "and at >= ? and at < ? group by account, at / ?) as hour "
                       "group by hour.account",
                       period.from, period.to, hour_us));
    std::map<std::int64_t, std::int64_t> busiest;
    for (const store::Row& row : rows) busiest[row.integer(0)] = row.integer(1);
    return busiest;
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

Result<std::vector<OpeningRow>> list_openings(store::Connection& db, const OpeningsAsked& asked) {
    TRY_ASSIGN(const auto rows,
               db.rows("select o.at, a.name, a.role, o.kind, o.class, o.person, o.filter, o.count "
                       "from opening o left join account a on a.id = o.account "
                       "where o.at >= ? and o.at < ? and (? = '' or a.name = ?) "
                       "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                       "order by o.at desc, o.account, o.kind, o.person limit ? offset ?",
                       asked.period.from, asked.period.to, asked.account, asked.account,
                       site_or_all(asked.site), site_or_all(asked.site), openings_shown_max + 1,
                       asked.offset));
    std::vector<OpeningRow> openings;
    for (const store::Row& row : rows) openings.push_back(opening_of(row));
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

Result<std::vector<AccountOpenings>> sum_openings(store::Connection& db, const Period& period,
                                                  std::optional<log::LocalId> site) {
    TRY_ASSIGN(const auto busiest, busiest_hours(db, period));
    TRY_ASSIGN(const auto with_alarm, alarming(db, period));
    TRY_ASSIGN(const auto rows,
               db.rows("select o.account, a.name, a.role, "
                       "count(case when o.kind = 'file' then 1 end), "
                       "count(case when o.kind <> 'file' then 1 end) "
                       "from opening o left join account a on a.id = o.account "
                       "where o.at >= ? and o.at < ? "
                       "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                       "group by o.account, a.name, a.role order by a.name",
                       period.from, period.to, site_or_all(site), site_or_all(site)));
    std::vector<AccountOpenings> sums;
    for (const store::Row& row : rows) {
        AccountOpenings sum{row.text_or_null(1).value_or("program"),
                            row.text_or_null(2).value_or(""), row.integer(3), row.integer(4)};
        const auto most = busiest.find(row.integer(0));
        if (most != busiest.end()) sum.most_in_an_hour = most->second;
        sum.alarm = with_alarm.contains(row.integer(0));
        sums.push_back(std::move(sum));
    }
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

#include "centre/sites/stay_view.h"

#include <array>

#include "centre/sites/stay_codec.h"
#include "platform/base/overloaded.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE stay(
    stay {KEY},
    person {INT} NOT NULL,
    site {INT} NOT NULL,
    from_day {INT} NOT NULL,
    to_day {INT},
    reason TEXT
);
CREATE INDEX stay_site ON stay(site, from_day);
CREATE INDEX stay_person ON stay(person);
CREATE TABLE presence(
    person {KEY},
    stay {INT} NOT NULL,
    site {INT} NOT NULL
);
CREATE INDEX presence_site ON presence(site);
)";
constexpr std::array<std::string_view, 2> tables{"stay", "presence"};
constexpr std::array<std::string_view, 1> kinds{stay_kind};
constexpr std::array<std::string_view, 2> dumps{
    "select s.id, p.id, x.id, t.from_day, t.to_day, t.reason from stay t "
    "join stream s on s.local = t.stay join stream p on p.local = t.person "
    "join stream x on x.local = t.site",
    "select p.id, s.id, x.id from presence t join stream p on p.local = t.person "
    "join stream s on s.local = t.stay join stream x on x.local = t.site"};

Result<void> add_check_in(log::ViewTx& tx, log::LocalId stay, const PersonCheckedIn& e) {
    TRY_ASSIGN(const auto person,
               tx.local(registry::person_kind, fixed_bytes<16>(id_bytes(e.person))));
    TRY_ASSIGN(const auto site, tx.local(site_kind, fixed_bytes<16>(id_bytes(e.site))));
    TRY(tx.db().run("insert into stay(stay, person, site, from_day, to_day, reason) "
                    "values (?, ?, ?, ?, null, null) on conflict do nothing",
                    stay, person, site, day_number(e.day)));
    TRY(tx.db().run("insert into presence(person, stay, site) values (?, ?, ?) "
                    "on conflict (person) do update set stay = excluded.stay, site = excluded.site",
                    person, stay, site));
    return {};
}

Result<void> add_end(log::ViewTx& tx, log::LocalId stay, const StayEnded& e) {
    TRY(tx.db().run("update stay set to_day = ?, reason = ? where stay = ?", day_number(e.day),
                    stay_end_text(e.reason), stay));
    TRY(tx.db().run("delete from presence where person = (select person from stay where stay = ?) "
                    "and stay = ?",
                    stay, stay));
    return {};
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = decode_stay(fact.body.type, fact.body.version, fact.body.data);
    if (!event) return {};
    return std::visit(
        Overloaded{
            [&](const PersonCheckedIn& e) { return add_check_in(tx, fact.stream, e); },
            [&](const StayEnded& e) { return add_end(tx, fact.stream, e); },
        },
        *event);
}

}  // namespace

const log::View stay_view{"stay", schema, tables, kinds, apply, dumps};

Result<std::optional<PresenceRow>> presence_of(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row,
               db.first("select stay, site from presence where person = ?", person));
    if (!row) return std::optional<PresenceRow>{};
    return std::optional<PresenceRow>{PresenceRow{row->integer(0), row->integer(1)}};
}

Result<Day> stay_began(store::Connection& db, log::LocalId stay) {
    TRY_ASSIGN(const auto row, db.first("select from_day from stay where stay = ?", stay));
    if (!row) return refuse(ErrorKind::not_found, "stay.not_found");
    return day_of_number(row->integer(0));
}

Result<StayId> stay_id(store::Connection& db, log::LocalId stay) {
    TRY_ASSIGN(const auto row, db.first("select id from stream where local = ?", stay));
    if (!row) return refuse(ErrorKind::not_found, "stay.not_found");
    return id_of<StayEntity>(row->bytes(0));
}

Result<std::optional<Day>> stay_on(store::Connection& db, log::LocalId person, Day day) {
    TRY_ASSIGN(const auto row, db.first("select max(from_day) from stay where person = ? "
                                        "and from_day <= ? and (to_day is null or to_day >= ?)",
                                        person, day_number(day), day_number(day)));
    const auto from = row->integer_or_null(0);
    return from ? std::optional(day_of_number(*from)) : std::optional<Day>{};
}

Result<bool> stayed_at(store::Connection& db, log::LocalId person, log::LocalId site) {
    TRY_ASSIGN(const auto row,
               db.first("select stay from stay where person = ? and site = ? limit 1", person,
                        site));
    return row.has_value();
}

Result<std::optional<Day>> left_on(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row, db.first("select max(to_day) from stay where person = ?", person));
    const auto day = row->integer_or_null(0);
    if (!day) return std::optional<Day>{};
    return std::optional<Day>{day_of_number(*day)};
}

Result<std::vector<log::LocalId>> people_present(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto rows,
               db.rows("select person from presence where site = ? order by stay", site));
    std::vector<log::LocalId> people;
    people.reserve(rows.size());
    for (const store::Row& row : rows) people.push_back(row.integer(0));
    return people;
}

Result<Persons> present_at(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto row, db.first("select count(*) from presence where site = ?", site));
    return Persons{row->integer(0)};
}

Result<std::vector<StayRow>> stays_between(store::Connection& db, log::LocalId site, Day first,
                                           Day last) {
    TRY_ASSIGN(const auto rows,
               db.rows("select person, from_day, to_day, reason from stay where site = ? "
                       "and from_day <= ? and (to_day is null or to_day >= ?) order by stay",
                       site, day_number(last), day_number(first)));
    std::vector<StayRow> stays;
    stays.reserve(rows.size());
    for (const store::Row& row : rows) {
        StayRow stay{row.integer(0), day_of_number(row.integer(1)), std::nullopt,
                     row.text_or_null(3)};
        if (const auto to = row.integer_or_null(2)) stay.to = day_of_number(*to);
        stays.push_back(std::move(stay));
    }
    return stays;
}

}  // namespace jatigi::sites

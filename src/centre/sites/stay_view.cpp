#include "centre/sites/stay_view.h"

#include <algorithm>

#include "centre/sites/stay_codec.h"
#include "platform/base/overloaded.h"
#include "platform/log/read.h"
#include "platform/log/write_tx.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE stay(
    stay {KEY},
    person {INT} NOT NULL,
    site {INT} NOT NULL,
    from_day {INT} NOT NULL,
    came_at {INT} NOT NULL,
    to_day {INT},
    left_at {INT},
    reason TEXT
);
CREATE INDEX stay_site ON stay(site, from_day);
CREATE INDEX stay_person ON stay(person);
CREATE TABLE presence(
    person {KEY},
    stay {INT} NOT NULL,
    site {INT} NOT NULL,
    unit {INT}
);
CREATE INDEX presence_site ON presence(site);
CREATE TABLE housing(
    stay {INT} NOT NULL,
    day {INT} NOT NULL,
    unit {INT},
    PRIMARY KEY(stay, day)
);
)";

Result<void> add_check_in(log::ViewTx& tx, const log::FactRecord& fact, const PersonCheckedIn& e) {
    TRY_ASSIGN(const auto person, tx.local(registry::person_kind, e.person));
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    TRY(
        tx.run("insert into stay(stay, person, site, from_day, came_at) values (?, ?, ?, ?, ?) "
               "on conflict do nothing",
               fact.stream, person, site, e.day, fact.at()));
    return tx.run(
        "insert into presence(person, stay, site, unit) values (?, ?, ?, null) "
        "on conflict (person) do update set stay = excluded.stay, site = excluded.site, "
        "unit = excluded.unit",
        person, fact.stream, site);
}

Result<void> add_housed(log::ViewTx& tx, const log::FactRecord& fact, const PersonHoused& e) {
    std::optional<log::LocalId> unit;
    if (e.unit) {
        TRY_ASSIGN(unit, tx.local(unit_kind, *e.unit));
    }
    TRY(
        tx.run("insert into housing(stay, day, unit) values (?, ?, ?) "
               "on conflict (stay, day) do update set unit = excluded.unit",
               fact.stream, e.day, unit));
    return tx.run("update presence set unit = ? where stay = ?", unit, fact.stream);
}

Result<void> add_end(log::ViewTx& tx, const log::FactRecord& fact, const StayEnded& e) {
    TRY(tx.run("update stay set to_day = ?, left_at = ?, reason = ? where stay = ?", e.day,
               fact.at(), e.reason, fact.stream));
    return tx.run(
        "delete from presence where person = (select person from stay where stay = ?) "
        "and stay = ?",
        fact.stream, fact.stream);
}

// A stay as the tables have it.
struct StayAsListed {
    log::LocalId stay = 0, site = 0;
    StayId id;
    registry::PersonId person;
    SiteId at;
    Day from;
    bool ended = false;
    bool operator==(const StayAsListed&) const = default;
};
// Of one person, the latest first, and the one they are in.
struct ListedStays {
    std::vector<StayAsListed> stays;
    std::optional<StayAsListed> present;
};

void fold_in(StayAsListed& stay, const StayEvent& event) {
    std::visit(Overloaded{[&](const PersonCheckedIn& e) {
                              stay.person = e.person;
                              stay.at = e.site;
                              stay.from = e.day;
                          },
                          [&](const StayEnded&) { stay.ended = true; }, [](const PersonHoused&) {}},
               event);
}

// What its facts say; nothing where the disk damaged one, which is told elsewhere. Those that a
// table calls unproven count, too.
Result<std::optional<StayAsListed>> stay_by_facts(store::Connection& db, const log::Node& node,
                                                  const StayAsListed& listed) {
    TRY_ASSIGN(const auto history, log::read_open_stream(db, node, listed.stay,
                                                         log::stream_name(stay_kind, listed.id)));
    std::vector<log::FactBody> bodies;
    for (const log::FactRecord& fact : history.facts) bodies.push_back(fact.body);
    if (!history.whole) {
        bodies.clear();
        TRY_ASSIGN(const auto stored, log::read_stream(db, listed.stay));
        for (const log::StoredFact& fact : stored) {
            auto body = log::decode_body(fact.body);
            if (!body) return std::optional<StayAsListed>{};
            bodies.push_back(*std::move(body));
        }
    }
    StayAsListed stay{listed.stay, listed.site, listed.id, {}, {}, {}, false};
    for (const log::FactBody& body : bodies)
        if (const auto event = StayStream::decode(body)) fold_in(stay, *event);
    return std::optional(stay);
}

std::unexpected<Error> stay_altered(const log::Node& node) {
    node.known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "a stay is not what its facts say");
}

Result<std::vector<StayAsListed>> listed_stays(store::Connection& db, log::LocalId person) {
    return db.list(
        [](const store::Row& row) {
            return StayAsListed{row.integer(0),        row.integer(1),
                                row.id<StayEntity>(2), row.id<registry::PersonEntity>(3),
                                row.id<SiteEntity>(4), row.day(5),
                                row.integer(6) != 0};
        },
        "select t.stay, t.site, s.id, p.id, x.id, t.from_day, "
        "case when t.to_day is null then 0 else 1 end from stay t "
        "join stream s on s.local = t.stay join stream p on p.local = t.person "
        "join stream x on x.local = t.site where t.person = ? order by t.from_day desc, t.stay "
        "desc",
        person);
}

// All of somebody's stays, and where they are: as their facts say, and no other, since a running
// node remembers whose stays it saw. Refuses with log.altered.
Result<ListedStays> proven_stays(store::Connection& db, const log::Node& node,
                                 log::LocalId person) {
    const store::Moment since = db.reading_since();
    TRY_ASSIGN(const auto id, log::stream_of(db, person));
    ListedStays listed;
    TRY_ASSIGN(listed.stays, listed_stays(db, person));
    std::vector<ByteArray<16>> ids;
    for (const StayAsListed& stay : listed.stays) {
        ids.push_back(fixed_bytes<16>(id_bytes(stay.id)));
        TRY_ASSIGN(const auto by_facts, stay_by_facts(db, node, stay));
        if (by_facts && *by_facts != stay) return stay_altered(node);
    }
    if (id && !node.known->are_all_of(stay_kind, id->id, since, ids)) return stay_altered(node);
    TRY_ASSIGN(const auto presence,
               db.first("select stay, site from presence where person = ?", person));
    if (presence) {
        const auto found =
            std::ranges::find(listed.stays, presence->integer(0), &StayAsListed::stay);
        if (found == listed.stays.end() || found->ended || found->site != presence->integer(1))
            return stay_altered(node);
        listed.present = *found;
    } else if (!std::ranges::all_of(listed.stays, &StayAsListed::ended)) {
        return stay_altered(node);
    }
    return listed;
}

}  // namespace

const log::View stay_view{
    .name = "stay",
    .schema = schema,
    .tables = {"stay", "presence", "housing"},
    .kinds = {stay_kind},
    .apply = log::apply_events<StayStream, add_check_in, add_end, add_housed>,
    .dumps = {"select s.id, p.id, x.id, t.from_day, t.came_at, t.to_day, t.left_at, t.reason "
              "from stay t join stream s on s.local = t.stay "
              "join stream p on p.local = t.person join stream x on x.local = t.site",
              "select p.id, s.id, x.id, u.id from presence t join stream p on p.local = t.person "
              "join stream s on s.local = t.stay join stream x on x.local = t.site "
              "left join stream u on u.local = t.unit",
              "select s.id, t.day, u.id from housing t join stream s on s.local = t.stay "
              "left join stream u on u.local = t.unit"}};

Result<std::optional<PresenceRow>> presence_of(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row, db.first("select t.stay, t.site, s.id, y.from_day from presence t "
                                        "join stream s on s.local = t.stay "
                                        "join stay y on y.stay = t.stay where t.person = ?",
                                        person));
    if (!row) return std::optional<PresenceRow>{};
    return PresenceRow{row->integer(0), row->integer(1), row->id<StayEntity>(2), row->day(3)};
}

Result<std::optional<StaySpan>> stay_on(store::Connection& db, log::LocalId person, Day day) {
    TRY_ASSIGN(const auto row,
               db.first("select from_day, to_day from stay where person = ? and from_day <= ? "
                        "and (to_day is null or to_day >= ?) order by from_day desc limit 1",
                        person, day, day));
    if (!row) return std::optional<StaySpan>{};
    return std::optional{StaySpan{row->day(0), row->day_or_null(1)}};
}

Result<std::vector<log::LocalId>> people_on(store::Connection& db, log::LocalId site, Day day) {
    return db.list([](const store::Row& row) { return log::LocalId{row.integer(0)}; },
                   "select distinct person from stay where site = ? and from_day <= ? "
                   "and (to_day is null or to_day >= ?)",
                   site, day, day);
}

Result<bool> stayed_on(store::Connection& db, log::LocalId person, log::LocalId site, Day day) {
    return db.any(
        "select stay from stay where person = ? and site = ? and from_day <= ? "
        "and (to_day is null or to_day >= ?) limit 1",
        person, site, day, day);
}

Result<bool> stayed_at(store::Connection& db, log::LocalId person, log::LocalId site) {
    return db.any("select stay from stay where person = ? and site = ? limit 1", person, site);
}

Result<Whereabouts> where_is(store::Connection& db, const log::Node& node, log::LocalId person) {
    TRY_ASSIGN(const ListedStays listed, proven_stays(db, node, person));
    if (listed.present) return Whereabouts{listed.present->site, listed.present->site};
    if (listed.stays.empty()) return Whereabouts{};
    return Whereabouts{{}, listed.stays.front().site};
}

Result<std::optional<PresenceRow>> proven_presence_of(store::Connection& db, const log::Node& node,
                                                      log::LocalId person) {
    TRY_ASSIGN(const ListedStays listed, proven_stays(db, node, person));
    if (!listed.present) return std::optional<PresenceRow>{};
    const StayAsListed& stay = *listed.present;
    return PresenceRow{stay.stay, stay.site, stay.id, stay.from};
}

Result<std::vector<OwnStay>> stays_of(store::Connection& db, log::LocalId person) {
    return db.list(
        [](const store::Row& row) {
            return OwnStay{row.integer(0), row.day(1), row.day_or_null(2), row.text_or_null(3)};
        },
        "select site, from_day, to_day, reason from stay where person = ? "
        "order by from_day desc, stay desc",
        person);
}

Result<std::optional<Day>> left_on(store::Connection& db, log::LocalId person) {
    return db.value<Day>("select max(to_day) from stay where person = ?", person);
}

Result<std::vector<log::LocalId>> people_present(store::Connection& db, log::LocalId site) {
    return db.column<log::LocalId>("select person from presence where site = ? order by stay",
                                   site);
}

Result<std::vector<std::pair<log::LocalId, Day>>> present_since(store::Connection& db,
                                                                log::LocalId site, Day first,
                                                                Day last) {
    return db.list([](const store::Row& row) { return std::pair{row.integer(0), row.day(1)}; },
                   "select t.person, s.from_day from presence t join stay s on s.stay = t.stay "
                   "where t.site = ? and s.from_day >= ? and s.from_day <= ? "
                   "order by s.from_day desc, t.stay desc",
                   site, first, last);
}

Result<std::vector<StayRow>> stays_between(store::Connection& db, log::LocalId site, Day first,
                                           Day last) {
    return db.list(
        [](const store::Row& row) {
            return StayRow{row.integer(0), row.day(1), row.day_or_null(2), row.text_or_null(3)};
        },
        "select person, from_day, to_day, reason from stay where site = ? "
        "and from_day <= ? and (to_day is null or to_day >= ?) order by stay",
        site, last, first);
}

Result<std::optional<log::LocalId>> unit_of(store::Connection& db, log::LocalId person) {
    return db.value<log::LocalId>("select unit from presence where person = ? and unit is not null",
                                  person);
}

Result<std::vector<HousedRow>> housed_present(store::Connection& db, log::LocalId site) {
    return db.list(
        [](const store::Row& row) { return HousedRow{row.integer(0), row.integer_or_null(1)}; },
        "select person, unit from presence where site = ? order by stay", site);
}

Result<std::vector<CountedStay>> counted_stays(store::Connection& db, log::LocalId site, Day day,
                                               Instant morning) {
    return db.list(
        [](const store::Row& row) {
            return CountedStay{.person = row.integer(0),
                               .unit = row.integer_or_null(1).value_or(0),
                               .from = row.day(2),
                               .to = row.day_or_null(3),
                               .came_at = row.instant(4),
                               .left_at = row.instant_or_null(5)};
        },
        "select s.person, (select h.unit from housing h where h.stay = s.stay and h.day <= ? "
        "order by h.day desc limit 1), s.from_day, s.to_day, s.came_at, s.left_at from stay s "
        "where s.site = ? and s.from_day <= ? "
        "and (s.to_day is null or s.to_day >= ? or s.left_at > ?) order by s.stay",
        day, site, day, day, morning);
}

}  // namespace jatigi::sites

#include "centre/sites/arrival_view.h"

#include <fmt/format.h>

#include "centre/sites/arrival_codec.h"
#include "centre/sites/wristband_view.h"

namespace jatigi::sites {
namespace {

// Facts come in any order: a tally may come before its arrival.
constexpr std::string_view schema = R"(
CREATE TABLE arrival(
    arrival {KEY},
    site {INT},
    day {INT},
    place TEXT,
    gone_on {INT} NOT NULL,
    gone_back {INT} NOT NULL,
    hospital {INT} NOT NULL,
    died {INT} NOT NULL,
    bodies {INT} NOT NULL,
    missing {INT} NOT NULL,
    closed {INT} NOT NULL,
    explanation TEXT NOT NULL
);
CREATE INDEX arrival_site ON arrival(site, day);
CREATE TABLE tally(
    arrival {INT} NOT NULL,
    tally {BYTES} NOT NULL,
    men {INT} NOT NULL,
    women {INT} NOT NULL,
    boys {INT} NOT NULL,
    girls {INT} NOT NULL,
    under_five {INT} NOT NULL,
    injured {INT} NOT NULL,
    estimated {INT} NOT NULL,
    taps {INT} NOT NULL,
    first_at {INT},
    last_at {INT},
    set_aside {INT} NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY(arrival, tally)
);
)";

Result<void> ensure_arrival(log::ViewTx& tx, const log::FactRecord& fact) {
    return tx.run(
        "insert into arrival(arrival, gone_on, gone_back, hospital, died, bodies, missing, closed, "
        "explanation) values (?, 0, 0, 0, 0, 0, 0, 0, '') on conflict do nothing",
        fact.stream);
}
Result<void> ensure_tally(log::ViewTx& tx, const log::FactRecord& fact, const TallyId& tally) {
    return tx.run(
        "insert into tally(arrival, tally, men, women, boys, girls, under_five, injured, "
        "estimated, "
        "taps, set_aside, reason) values (?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, '') "
        "on conflict do nothing",
        fact.stream, tally);
}

Result<void> add_opened(log::ViewTx& tx, const log::FactRecord& fact, const ArrivalOpened& e) {
    TRY(ensure_arrival(tx, fact));
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    return tx.run("update arrival set site = ?, day = ?, place = ? where arrival = ?", site, e.day,
                  e.place, fact.stream);
}
Result<void> add_counted(log::ViewTx& tx, const log::FactRecord& fact, const ArrivalCounted& e) {
    TRY(ensure_tally(tx, fact, e.tally));
    const TallyCounts& more = e.counts;
    return tx.run(
        "update tally set men = men + ?, women = women + ?, boys = boys + ?, girls = girls + ?, "
        "under_five = under_five + ?, injured = injured + ?, "
        "estimated = case when ? = 1 then 1 else estimated end, taps = taps + 1, "
        "first_at = case when first_at is null or first_at > ? then ? else first_at end, "
        "last_at = case when last_at is null or last_at < ? then ? else last_at end "
        "where arrival = ? and tally = ?",
        more.men.count(), more.women.count(), more.boys.count(), more.girls.count(),
        more.under_five.count(), more.injured.count(), std::int64_t{e.how == CountedHow::estimated},
        e.at, e.at, e.at, e.at, fact.stream, e.tally);
}
Result<void> add_set_aside(log::ViewTx& tx, const log::FactRecord& fact, const TallySetAside& e) {
    TRY(ensure_tally(tx, fact, e.tally));
    return tx.run("update tally set set_aside = 1, reason = ? where arrival = ? and tally = ?",
                  e.reason, fact.stream, e.tally);
}
Result<void> add_taken_up(log::ViewTx& tx, const log::FactRecord& fact, const TallyTakenUp& e) {
    TRY(ensure_tally(tx, fact, e.tally));
    return tx.run("update tally set set_aside = 0, reason = '' where arrival = ? and tally = ?",
                  fact.stream, e.tally);
}
Result<void> add_outcomes(log::ViewTx& tx, const log::FactRecord& fact, const OutcomesSaid& e) {
    TRY(ensure_arrival(tx, fact));
    return tx.run(
        "update arrival set gone_on = ?, gone_back = ?, hospital = ?, died = ?, bodies = ?, "
        "missing = ? where arrival = ?",
        e.left.count(), e.went_back.count(), e.hospital.count(), e.died.count(), e.bodies.count(),
        e.missing.count(), fact.stream);
}
Result<void> add_closed(log::ViewTx& tx, const log::FactRecord& fact, const ArrivalClosed& e) {
    TRY(ensure_arrival(tx, fact));
    return tx.run("update arrival set closed = 1, explanation = ? where arrival = ?", e.explanation,
                  fact.stream);
}
Result<void> add_reopened(log::ViewTx& tx, const log::FactRecord& fact, const ArrivalReopened&) {
    TRY(ensure_arrival(tx, fact));
    return tx.run("update arrival set closed = 0, explanation = '' where arrival = ?", fact.stream);
}

ArrivalRow arrival_in(const store::Row& row) {
    return {.arrival = row.integer(0),
            .site = row.integer(1),
            .id = row.id<ArrivalEntity>(2),
            .day = row.day(3),
            .place = row.text(4),
            .outcomes = {.left = Persons{row.integer(5)},
                         .went_back = Persons{row.integer(6)},
                         .hospital = Persons{row.integer(7)},
                         .died = Persons{row.integer(8)},
                         .bodies = Persons{row.integer(9)},
                         .missing = Persons{row.integer(10)}},
            .closed = row.integer(11) != 0,
            .explanation = row.text(12)};
}
constexpr std::string_view columns =
    "select t.arrival, t.site, s.id, t.day, t.place, t.gone_on, t.gone_back, t.hospital, t.died, "
    "t.bodies, t.missing, t.closed, t.explanation from arrival t "
    "join stream s on s.local = t.arrival where t.site is not null ";

TallyRow tally_in(const store::Row& row) {
    return {.id = row.id<TallyEntity>(0),
            .tally = {.counts = {.men = Persons{row.integer(1)},
                                 .women = Persons{row.integer(2)},
                                 .boys = Persons{row.integer(3)},
                                 .girls = Persons{row.integer(4)},
                                 .under_five = Persons{row.integer(5)},
                                 .injured = Persons{row.integer(6)}},
                      .estimated = row.integer(7) != 0,
                      .taps = row.integer(8),
                      .first_at = row.instant_or_null(9),
                      .last_at = row.instant_or_null(10),
                      .rows = {},
                      .set_aside = row.integer(11) != 0,
                      .reason = row.text(12)}};
}

}  // namespace

const log::View arrival_view{
    .name = "arrival",
    .schema = schema,
    .tables = {"arrival", "tally"},
    .kinds = {arrival_kind},
    .apply = log::apply_events<ArrivalStream, add_opened, add_counted, add_set_aside, add_taken_up,
                               add_outcomes, add_closed, add_reopened>,
    .dumps = {"select s.id, x.id, t.day, t.place, t.gone_on, t.gone_back, t.hospital, t.died, "
              "t.bodies, t.missing, t.closed, t.explanation from arrival t "
              "join stream s on s.local = t.arrival left join stream x on x.local = t.site",
              "select s.id, t.tally, t.men, t.women, t.boys, t.girls, t.under_five, t.injured, "
              "t.estimated, t.taps, t.first_at, t.last_at, t.set_aside, t.reason from tally t "
              "join stream s on s.local = t.arrival"}};

Result<ArrivalRow> find_arrival(store::Connection& db, ArrivalId id) {
    TRY_ASSIGN(const auto row,
               db.first(fmt::format("{}and s.kind = ? and s.id = ?", columns), arrival_kind, id));
    if (!row) return refuse(ErrorKind::not_found, "arrival.not_found");
    return arrival_in(*row);
}

Result<std::vector<ArrivalRow>> list_arrivals(store::Connection& db, log::LocalId site,
                                              std::int64_t limit, std::int64_t offset) {
    return db.list(arrival_in,
                   fmt::format("{}and t.site = ? order by t.day desc, t.arrival desc limit ? "
                               "offset ?",
                               columns),
                   site, limit, offset);
}

Result<std::vector<TallyRow>> list_tallies(store::Connection& db, log::LocalId arrival) {
    return db.list(tally_in,
                   "select tally, men, women, boys, girls, under_five, injured, estimated, taps, "
                   "first_at, last_at, set_aside, reason from tally where arrival = ? and taps > 0 "
                   "order by first_at, tally",
                   arrival);
}

Arrival state_of(const ArrivalRow& row, const std::vector<TallyRow>& tallies) {
    Arrival state{.opened = std::nullopt, .tallies = {}, .outcomes = row.outcomes};
    for (const TallyRow& tally : tallies) state.tallies[tally.id] = tally.tally;
    return state;
}

Result<Persons> awaiting_names(store::Connection& db, log::LocalId site, const CountPeople& count) {
    TRY_ASSIGN(const auto rows,
               db.list(arrival_in, fmt::format("{}and t.site = ? and t.closed = 0", columns), site));
    Persons awaiting;
    for (const ArrivalRow& row : rows) {
        TRY_ASSIGN(const auto tallies, list_tallies(db, row.arrival));
        TRY_ASSIGN(const auto files, files_bound_in(db, row.arrival));
        const Persons unaccounted = balance_of(state_of(row, tallies), count(files)).unaccounted;
        awaiting = awaiting + std::max(Persons{}, unaccounted);
    }
    return awaiting;
}

}  // namespace jatigi::sites

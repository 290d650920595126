#include "centre/assistance/round_view.h"

#include <algorithm>
#include <array>

#include "centre/assistance/round_codec.h"
#include "platform/base/overloaded.h"

namespace jatigi::assistance {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE round(
    round {KEY},
    site {INT} NOT NULL,
    service TEXT NOT NULL,
    kind TEXT NOT NULL,
    day {INT} NOT NULL,
    count_mode TEXT NOT NULL,
    reason TEXT NOT NULL,
    open {INT} NOT NULL,
    closed_us {INT},
    expected {INT} NOT NULL,
    cooked {INT},
    left_over {INT},
    thrown_away {INT},
    refused {INT},
    head_count {INT},
    explanation TEXT
);
CREATE INDEX round_open ON round(open, day);
CREATE INDEX round_service ON round(service, day);
CREATE TABLE serving(
    day {INT} NOT NULL,
    service TEXT NOT NULL,
    person {INT} NOT NULL,
    rank {INT} NOT NULL,
    round {INT} NOT NULL,
    state {INT} NOT NULL,
    hlc_us {INT} NOT NULL,
    pos {INT} NOT NULL,
    command {BYTES} NOT NULL,
    late {INT} NOT NULL,
    made_us {INT},
    PRIMARY KEY(day, service, person, rank)
) {CLUSTERED};
CREATE TABLE serving_exception(
    round {INT} NOT NULL,
    person {INT} NOT NULL,
    pos {INT} NOT NULL,
    reason TEXT NOT NULL,
    allowed_by {INT} NOT NULL,
    used {INT} NOT NULL,
    PRIMARY KEY(round, person, pos)
) {CLUSTERED};
CREATE TABLE plate_count(
    round {INT} NOT NULL,
    command {BYTES} NOT NULL,
    line TEXT NOT NULL,
    men {INT} NOT NULL,
    women {INT} NOT NULL,
    boys {INT} NOT NULL,
    girls {INT} NOT NULL,
    unsorted {INT} NOT NULL,
    plates {INT} NOT NULL,
    dishes {INT} NOT NULL,
    hlc_us {INT} NOT NULL,
    made_us {INT},
    late {INT} NOT NULL,
    undone {INT} NOT NULL,
    PRIMARY KEY(round, command)
) {CLUSTERED};
)";
// rank, hlc and pos are local order: another node keeps other numbers for the same truth.

constexpr std::int64_t counted_rank = 0;

struct ServingKey {
    Day day;
    std::string service;
    log::LocalId person = 0;
};

// False when a counted serving already has the key.
Result<bool> insert_serving(store::Connection& db, const ServingKey& key,
                            const log::FactRecord& fact, ServingState state,
                            const PersonServed& e) {
    TRY_ASSIGN(const auto rows,
               db.run("insert into serving(day, service, person, rank, round, state, hlc_us, pos, "
                      "command, late, made_us) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                      "on conflict do nothing",
                      key.day, key.service, key.person,
                      state == ServingState::counted ? counted_rank : fact.pos, fact.stream,
                      static_cast<std::int64_t>(state), fact.at(), fact.pos,
                      id_bytes(fact.body.command), std::int64_t{e.late}, e.scanned_at));
    return rows > 0;
}

// The counted serving gives way: an earlier one has come in.
Result<void> demote_counted(store::Connection& db, const ServingKey& key) {
    TRY(
        db.run("update serving set rank = pos, state = ? where day = ? and service = ? "
               "and person = ? and rank = 0",
               static_cast<std::int64_t>(ServingState::doubled), key.day, key.service, key.person));
    return {};
}

// Two devices, or two nodes, served the same person: the lower in fold order counts.
Result<void> add_second(store::Connection& db, const ServingKey& key, const log::FactRecord& fact,
                        const PersonServed& e) {
    TRY_ASSIGN(const auto counted,
               db.first("select hlc_us from serving where day = ? and service = ? "
                        "and person = ? and rank = 0",
                        key.day, key.service, key.person));
    const bool earlier =
        counted && static_cast<std::int64_t>(fact.header.hlc_us) < counted->integer(0);
    if (earlier) TRY(demote_counted(db, key));
    TRY(insert_serving(db, key, fact, earlier ? ServingState::counted : ServingState::doubled,
                       e));
    return {};
}

Result<ServingKey> key_of(log::ViewTx& tx, registry::PersonId person, const std::string& service,
                          Day day) {
    TRY_ASSIGN(const auto local, tx.local(registry::person_kind, person));
    return ServingKey{day, service, local};
}

Result<void> add_exception(log::ViewTx& tx, const log::FactRecord& fact,
                           const ExceptionAllowed& e) {
    TRY_ASSIGN(const ServingKey key, key_of(tx, e.person, e.service, e.day));
    return tx.run(
        "insert into serving_exception(round, person, pos, reason, allowed_by, used) "
        "values (?, ?, ?, ?, ?, 0) on conflict do nothing",
        fact.stream, key.person, fact.pos, enum_text(e.reason), fact.body.actor);
}

// The oldest goes first.
Result<void> use_exception(store::Connection& db, log::LocalId round, log::LocalId person) {
    TRY(
        db.run("update serving_exception set used = 1 where round = ? and person = ? and pos = "
               "(select min(pos) from serving_exception where round = ? and person = ? "
               "and used = 0)",
               round, person, round, person));
    return {};
}

Result<void> add_served(log::ViewTx& tx, const log::FactRecord& fact, const PersonServed& e) {
    TRY_ASSIGN(const ServingKey key, key_of(tx, e.person, e.service, e.day));
    if (e.reason || e.second) {
        TRY(insert_serving(tx.db(), key, fact,
                           e.reason ? ServingState::extra : ServingState::doubled, e));
        return e.reason && is_for_goods(*e.reason) ? use_exception(tx.db(), fact.stream, key.person)
                                                   : Result<void>{};
    }
    TRY_ASSIGN(const bool first, insert_serving(tx.db(), key, fact, ServingState::counted, e));
    if (first) return {};
    return add_second(tx.db(), key, fact, e);
}

// After an undo the earliest double becomes the counted one.
Result<void> promote_double(store::Connection& db, const ServingKey& key) {
    TRY_ASSIGN(const auto next,
               db.first("select rank from serving where day = ? and service = ? and person = ? "
                        "and state = ? order by hlc_us limit 1",
                        key.day, key.service, key.person,
                        static_cast<std::int64_t>(ServingState::doubled)));
    if (!next) return {};
    TRY(
        db.run("update serving set rank = 0, state = 0 where day = ? and service = ? "
               "and person = ? and rank = ?",
               key.day, key.service, key.person, next->integer(0)));
    return {};
}

Result<void> add_undone(log::ViewTx& tx, const ServingUndone& e) {
    TRY_ASSIGN(const ServingKey key, key_of(tx, e.person, e.service, e.day));
    TRY_ASSIGN(const auto serving,
               tx.db().first("select rank from serving where day = ? and service = ? "
                             "and person = ? and command = ? and state <> 3",
                             key.day, key.service, key.person, e.serving));
    if (!serving) return {};
    TRY(
        tx.run("update serving set rank = pos, state = 3 where day = ? and service = ? "
               "and person = ? and rank = ?",
               key.day, key.service, key.person, serving->integer(0)));
    if (serving->integer(0) == counted_rank) return promote_double(tx.db(), key);
    return {};
}

Result<void> add_opened(log::ViewTx& tx, const log::FactRecord& fact, const RoundOpened& e) {
    TRY_ASSIGN(const auto site, tx.local(sites::site_kind, e.site));
    return tx.run(
        "insert into round(round, site, service, kind, day, count_mode, reason, open, expected) "
        "values (?, ?, ?, ?, ?, ?, ?, 1, ?) on conflict do nothing",
        fact.stream, site, e.service, enum_text(e.kind), e.day, enum_text(e.count_mode), e.reason,
        e.expected.count());
}

Result<void> add_plates(log::ViewTx& tx, const log::FactRecord& fact, const PlatesCounted& e) {
    const PlateHeads& heads = e.heads;
    return tx.run(
        "insert into plate_count(round, command, line, men, women, boys, girls, unsorted, plates, "
        "dishes, hlc_us, made_us, late, undone) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) "
        "on conflict do nothing",
        fact.stream, id_bytes(fact.body.command), enum_text(e.line), heads.men.count(),
        heads.women.count(), heads.boys.count(), heads.girls.count(), heads.unsorted.count(),
        heads.plates().count(), e.dishes, fact.at(), e.counted_at, std::int64_t{e.late});
}
Result<void> take_plates_back(log::ViewTx& tx, const log::FactRecord& fact,
                              const PlatesUncounted& e) {
    return tx.run("update plate_count set undone = 1 where round = ? and command = ?", fact.stream,
                  e.count);
}

template <class Count>
std::optional<std::int64_t> number(const std::optional<Count>& count) {
    if (!count) return std::nullopt;
    return count->count();
}

Result<void> add_closed(log::ViewTx& tx, const log::FactRecord& fact, const RoundClosed& e) {
    return tx.run(
        "update round set open = 0, closed_us = ?, cooked = ?, left_over = ?, thrown_away = ?, "
        "refused = ?, head_count = ?, explanation = ? where round = ?",
        fact.at(), number(e.cooked), number(e.left_over), number(e.thrown_away), number(e.refused),
        number(e.head_count), e.explanation, fact.stream);
}

// What the kitchen counted is counted anew at the next closing.
Result<void> add_reopened(log::ViewTx& tx, const log::FactRecord& fact) {
    return tx.run(
        "update round set open = 1, closed_us = null, cooked = null, left_over = null, "
        "thrown_away = null, refused = null, head_count = null, explanation = null "
        "where round = ?",
        fact.stream);
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = RoundStream::decode(fact.body);
    if (!event) return {};
    return std::visit(Overloaded{
                          [&](const RoundOpened& e) { return add_opened(tx, fact, e); },
                          [&](const PersonServed& e) { return add_served(tx, fact, e); },
                          [&](const ExceptionAllowed& e) { return add_exception(tx, fact, e); },
                          [&](const ServingUndone& e) { return add_undone(tx, e); },
                          [&](const PlatesCounted& e) { return add_plates(tx, fact, e); },
                          [&](const PlatesUncounted& e) { return take_plates_back(tx, fact, e); },
                          [&](const RoundClosed& e) { return add_closed(tx, fact, e); },
                          [&](const RoundReopened&) { return add_reopened(tx, fact); },
                      },
                      *event);
}

constexpr std::string_view round_columns =
    "select t.round, t.site, s.id, t.service, t.kind, t.day, t.open, t.expected, t.closed_us, "
    "t.count_mode, t.cooked, t.left_over, t.thrown_away, t.refused, t.reason "
    "from round t join stream s on s.local = t.round ";

// Without what is counted of it, which is dear.
RoundRow round_of(const store::Row& row) {
    return {.round = row.integer(0),
            .site = row.integer(1),
            .id = row.id<RoundEntity>(2),
            .service = row.text(3),
            .kind = row.text(4),
            .day = row.day(5),
            .open = row.integer(6) != 0,
            .closed_at = row.instant_or_null(8),
            .expected = row.integer(7),
            .count_mode = parse_enum<CountMode>(row.text(9)).value_or(CountMode::scan),
            .cooked = row.integer_or_null(10),
            .left_over = row.integer_or_null(11),
            .thrown_away = row.integer_or_null(12),
            .refused = row.integer_or_null(13),
            .reason = row.text(14)};
}

// Once over its servings: a large centre has millions of them.
Result<RoundRow> with_counts(store::Connection& db, RoundRow round) {
    TRY_ASSIGN(const auto served,
               db.first("select count(*), coalesce(sum(late), 0), "
                        "coalesce(sum(case when state = 2 then 1 else 0 end), 0) from serving "
                        "where day = ? and service = ? and round = ? and state <> 3",
                        round.day, round.service, round.round));
    TRY_ASSIGN(const auto counted,
               db.first("select coalesce(sum(plates), 0), "
                        "coalesce(sum(case when late = 1 then plates else 0 end), 0) "
                        "from plate_count where round = ? and undone = 0",
                        round.round));
    round.served = served->integer(0);
    round.late = served->integer(1) + counted->integer(1);
    round.doubled = served->integer(2);
    round.counted = counted->integer(0);
    return round;
}

}  // namespace

const log::View round_view{
    .name = "round",
    .schema = schema,
    .tables = {"round", "serving", "serving_exception", "plate_count"},
    .kinds = {round_kind},
    .apply = apply,
    .dumps = {
        "select s.id, x.id, t.service, t.kind, t.day, t.count_mode, t.reason, t.open, "
        "t.closed_us, t.expected, t.cooked, t.left_over, t.thrown_away, t.refused, t.head_count, "
        "t.explanation from round t join stream s on s.local = t.round "
        "join stream x on x.local = t.site",
        "select t.day, t.service, p.id, s.id, t.state, t.hlc_us, t.command, t.late, t.made_us "
        "from serving t join stream p on p.local = t.person "
        "join stream s on s.local = t.round",
        "select s.id, p.id, t.reason, t.allowed_by, t.used from serving_exception t "
        "join stream p on p.local = t.person join stream s on s.local = t.round",
        "select s.id, t.command, t.line, t.men, t.women, t.boys, t.girls, t.unsorted, t.plates, "
        "t.dishes, t.hlc_us, t.made_us, t.late, t.undone from plate_count t "
        "join stream s on s.local = t.round"}};

Result<RoundRow> round_by_id(store::Connection& db, RoundId id) {
    std::string sql(round_columns);
    sql.append("where s.id = ? and s.kind = 'round'");
    TRY_ASSIGN(const auto row, db.first(sql, id_bytes(id)));
    if (!row) return refuse(ErrorKind::not_found, "round.not_found");
    return with_counts(db, round_of(*row));
}

Result<std::vector<RoundRow>> list_rounds(store::Connection& db, const RoundsAsked& asked,
                                          const std::function<bool(log::LocalId site)>& may_read,
                                          std::size_t limit) {
    std::string sql(round_columns);
    sql.append("where t.open >= ? and t.day >= ? order by t.day desc, t.round desc");
    TRY_ASSIGN(const auto all, db.list(round_of, sql, std::int64_t{asked.open}, asked.from));
    std::vector<RoundRow> rounds;
    for (const RoundRow& round : all) {
        if (rounds.size() == limit) break;
        if (!may_read(round.site)) continue;
        TRY_ASSIGN(auto counted, with_counts(db, round));
        rounds.push_back(std::move(counted));
    }
    return rounds;
}

Result<std::vector<RoundRow>> last_served(store::Connection& db, log::LocalId site,
                                          std::string_view service) {
    std::string sql(round_columns);
    sql.append(
        "where t.service = ? and t.site = ? and t.day = (select max(day) from round "
        "where service = ? and site = ? and open = 0) order by t.round");
    TRY_ASSIGN(auto rounds, db.list(round_of, sql, service, site, service, site));
    for (RoundRow& round : rounds) {
        TRY_ASSIGN(round, with_counts(db, round));
    }
    return rounds;
}

Result<std::optional<RoundId>> same_round_before(store::Connection& db, log::LocalId site,
                                                 std::string_view service, Day day) {
    TRY_ASSIGN(const auto row,
               db.first("select s.id from round t join stream s on s.local = t.round "
                        "where t.service = ? and t.day = ? and t.site = ? "
                        "order by t.round desc limit 1",
                        service, day, site));
    if (!row) return std::optional<RoundId>{};
    return std::optional{row->id<RoundEntity>(0)};
}

Result<std::optional<EarlierServing>> serving_in(store::Connection& db, const Period& period,
                                                 std::string_view service, log::LocalId person) {
    // By the rounds of the service: few days have one, and servings lead with the day.
    TRY_ASSIGN(const auto row,
               db.first("select v.day, v.hlc_us from (select distinct day from round "
                        "where service = ? and day >= ? and day <= ?) d join serving v "
                        "on v.day = d.day and v.service = ? and v.person = ? and v.state <= 1 "
                        "order by v.day, v.hlc_us limit 1",
                        service, period.first, period.last, service, person));
    if (!row) return std::optional<EarlierServing>{};
    return std::optional<EarlierServing>{EarlierServing{row->day(0), row->instant(1)}};
}

Result<std::optional<LastMeal>> last_meal(store::Connection& db, const Period& period,
                                          log::LocalId person, std::optional<log::LocalId> site) {
    const bool anywhere = !site;
    TRY_ASSIGN(const auto row,
               db.first("select v.service, v.day, v.hlc_us from (select distinct day, service "
                        "from round where kind = ? and day >= ? and day <= ?) d join serving v "
                        "on v.day = d.day and v.service = d.service and v.person = ? "
                        "and v.state <= 1 join round r on r.round = v.round "
                        "where ? = 1 or r.site = ? "
                        "order by v.day desc, v.hlc_us desc, v.pos desc limit 1",
                        enum_text(ServiceKind::food), period.first, period.last, person,
                        static_cast<std::int64_t>(anywhere), site.value_or(0)));
    if (!row) return std::optional<LastMeal>{};
    return std::optional<LastMeal>{LastMeal{row->text(0), row->day(1), row->instant(2)}};
}

Result<std::optional<OpenException>> open_exception(store::Connection& db, log::LocalId round,
                                                    log::LocalId person, std::int64_t account) {
    TRY_ASSIGN(const auto row,
               db.first("select reason, allowed_by from serving_exception where round = ? "
                        "and person = ? and used = 0 "
                        "order by case when allowed_by = ? then 1 else 0 end, pos limit 1",
                        round, person, account));
    if (!row) return std::optional<OpenException>{};
    return std::optional<OpenException>{OpenException{
        parse_enum<ServingReason>(row->text(0)).value_or(ServingReason::theft), row->integer(1)}};
}

Result<bool> same_round_open(store::Connection& db, log::LocalId site, std::string_view service,
                             Day day) {
    return db.any(
        "select round from round where open = 1 and day = ? and site = ? "
        "and service = ? limit 1",
        day, site, service);
}

Result<std::optional<CountedServing>> counted_serving(store::Connection& db, Day day,
                                                      std::string_view service,
                                                      log::LocalId person) {
    TRY_ASSIGN(const auto row, db.first("select hlc_us, pos from serving where day = ? "
                                        "and service = ? and person = ? and state in (0, 2) "
                                        "order by rank limit 1",
                                        day, service, person));
    if (!row) return std::optional<CountedServing>{};
    return std::optional<CountedServing>{CountedServing{row->instant(0), row->integer(1)}};
}

Result<std::optional<KeptServing>> find_serving(store::Connection& db, const RoundRow& round,
                                                log::LocalId person, const ByteArray<16>& command) {
    TRY_ASSIGN(const auto row,
               db.first("select state, hlc_us, made_us from serving where day = ? and service = ? "
                        "and person = ? and command = ? and round = ?",
                        round.day, round.service, person, command, round.round));
    if (!row) return std::optional<KeptServing>{};
    return std::optional{KeptServing{static_cast<ServingState>(row->integer(0)), row->instant(1),
                                     row->instant_or_null(2)}};
}

Result<std::vector<LineTotal>> plates_by_line(store::Connection& db, log::LocalId round) {
    TRY_ASSIGN(auto lines,
               db.list(
                   [](const store::Row& row) {
                       return LineTotal{
                           parse_enum<PlateLine>(row.text(0)).value_or(PlateLine::present),
                           Meals{row.integer(1)}, row.integer(2)};
                   },
                   "select line, sum(plates), sum(dishes) from plate_count "
                   "where round = ? and undone = 0 group by line",
                   round));
    std::ranges::sort(lines, {}, &LineTotal::line);
    return lines;
}

Result<std::optional<KeptPlates>> find_plates(store::Connection& db, RoundId round,
                                              const ByteArray<16>& command) {
    TRY_ASSIGN(const auto row,
               db.first("select c.plates, c.hlc_us, c.undone, c.made_us from plate_count c "
                        "join stream s on s.local = c.round "
                        "where s.id = ? and s.kind = 'round' and c.command = ?",
                        id_bytes(round), command));
    if (!row) return std::optional<KeptPlates>{};
    return std::optional{
        KeptPlates{Meals{row->integer(0)}, row->instant(1), row->instant_or_null(3),
                   row->integer(2) != 0}};
}

Result<std::vector<CountedPlates>> counted_plates(store::Connection& db, Day last) {
    return db.list(
        [](const store::Row& row) {
            return CountedPlates{
                row.integer(0), row.text(1), row.day(2),
                parse_enum<PlateLine>(row.text(3)).value_or(PlateLine::present),
                Meals{row.integer(4)}};
        },
        "select t.site, t.service, t.day, c.line, c.plates "
        "from plate_count c join round t on t.round = c.round "
        "where t.day <= ? and c.undone = 0 order by t.day, c.round, c.hlc_us",
        last);
}

Result<std::vector<HandedOut>> handed_out(store::Connection& db, Day last) {
    TRY_ASSIGN(const auto rows,
               db.rows("select v.person, t.site, v.service, v.day, v.state, v.late, t.count_mode "
                       "from serving v "
                       "join round t on t.round = v.round where v.day <= ? and v.state <> 3 "
                       "order by v.day, v.pos",
                       last));
    std::vector<HandedOut> servings;
    servings.reserve(rows.size());
    for (const store::Row& row : rows)
        servings.push_back({row.integer(0), row.integer(1), row.text(2), row.day(3),
                            static_cast<ServingState>(row.integer(4)), row.integer(5) != 0,
                            row.text(6) == enum_text(CountMode::list)});
    return servings;
}

}  // namespace jatigi::assistance

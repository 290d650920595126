#include "centre/sites/wristband_view.h"

#include <fmt/format.h>

#include "centre/sites/wristband_codec.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE wristband(
    band {KEY},
    site {INT} NOT NULL,
    number TEXT NOT NULL,
    arrival {INT},
    sex TEXT NOT NULL,
    age TEXT NOT NULL,
    alone {INT} NOT NULL,
    urgent {INT} NOT NULL,
    nationality TEXT NOT NULL,
    put_on_at {INT},
    person {INT},
    void {INT} NOT NULL
);
CREATE INDEX wristband_arrival ON wristband(arrival);
CREATE INDEX wristband_number ON wristband(site, number);
CREATE TABLE pad(
    pad {KEY},
    site {INT} NOT NULL,
    first_number TEXT NOT NULL,
    last_number TEXT NOT NULL,
    issued_at {INT} NOT NULL
);
CREATE INDEX pad_site ON pad(site);
)";

template <class Event>
Result<void> ensure(log::ViewTx& tx, const log::FactRecord& fact, const Event& e) {
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    return tx.run(
        "insert into wristband(band, site, number, sex, age, alone, urgent, nationality, void) "
        "values (?, ?, ?, 'U', 'adult', 0, 0, '', 0) on conflict do nothing",
        fact.stream, site, e.number);
}

// The first word holds, as it does in evolve().
Result<void> add_put_on(log::ViewTx& tx, const log::FactRecord& fact, const WristbandPutOn& e) {
    TRY(ensure(tx, fact, e));
    TRY_ASSIGN(const auto arrival, tx.local(arrival_kind, e.arrival));
    return tx.run(
        "update wristband set arrival = ?, sex = ?, age = ?, alone = ?, urgent = ?, "
        "nationality = ?, put_on_at = ? where band = ? and arrival is null",
        arrival, enum_text(e.sex), enum_text(e.age), std::int64_t{e.alone}, std::int64_t{e.urgent},
        e.nationality, e.at, fact.stream);
}
Result<void> add_bound(log::ViewTx& tx, const log::FactRecord& fact, const WristbandBound& e) {
    TRY(ensure(tx, fact, e));
    TRY_ASSIGN(const auto person, tx.local(registry::person_kind, e.person));
    return tx.run("update wristband set person = ? where band = ? and person is null", person,
                  fact.stream);
}
Result<void> add_unbound(log::ViewTx& tx, const log::FactRecord& fact, const WristbandUnbound& e) {
    TRY(ensure(tx, fact, e));
    return tx.run("update wristband set person = null where band = ?", fact.stream);
}
Result<void> add_voided(log::ViewTx& tx, const log::FactRecord& fact, const WristbandVoided& e) {
    TRY(ensure(tx, fact, e));
    return tx.run("update wristband set void = 1 where band = ?", fact.stream);
}

Result<void> add_issued(log::ViewTx& tx, const log::FactRecord& fact, const PadIssued& e) {
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    return tx.run(
        "insert into pad(pad, site, first_number, last_number, issued_at) values (?, ?, ?, ?, ?) "
        "on conflict do nothing",
        fact.stream, site, e.first, e.last, fact.at());
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    TRY((log::apply_events<WristbandStream, add_put_on, add_bound, add_unbound, add_voided>(tx,
                                                                                            fact)));
    return log::apply_events<PadStream, add_issued>(tx, fact);
}

WristbandRow band_in(const store::Row& row) {
    return {.site = row.integer(0),
            .number = row.text(1),
            .arrival = row.integer_or_null(2),
            .sex = parse_enum<SeenSex>(row.text(3)).value_or(SeenSex::not_said),
            .age = parse_enum<SeenAge>(row.text(4)).value_or(SeenAge::adult),
            .alone = row.integer(5) != 0,
            .urgent = row.integer(6) != 0,
            .nationality = row.text(7),
            .at = row.instant_or_null(8),
            .person = row.integer_or_null(9),
            .is_void = row.integer(10) != 0};
}
constexpr std::string_view columns =
    "select site, number, arrival, sex, age, alone, urgent, nationality, put_on_at, person, void "
    "from wristband ";

}  // namespace

const log::View wristband_view{
    .name = "wristband",
    .schema = schema,
    .tables = {"wristband", "pad"},
    .kinds = {wristband_kind, pad_kind},
    .apply = apply,
    .dumps = {"select s.id, x.id, t.number, a.id, t.sex, t.age, t.alone, t.urgent, t.nationality, "
              "t.put_on_at, p.id, t.void from wristband t join stream s on s.local = t.band "
              "join stream x on x.local = t.site left join stream a on a.local = t.arrival "
              "left join stream p on p.local = t.person",
              "select s.id, x.id, t.first_number, t.last_number, t.issued_at from pad t "
              "join stream s on s.local = t.pad join stream x on x.local = t.site"}};

Result<std::optional<WristbandRow>> find_wristband(store::Connection& db, log::LocalId site,
                                                   std::string_view number) {
    TRY_ASSIGN(const auto row,
               db.first(fmt::format("{}where site = ? and number = ?", columns), site, number));
    if (!row) return std::optional<WristbandRow>{};
    return std::optional(band_in(*row));
}

Result<std::vector<WristbandRow>> wristbands_of(store::Connection& db, log::LocalId arrival) {
    return db.list(
        band_in, fmt::format("{}where arrival = ? and void = 0 order by number", columns), arrival);
}

Result<std::int64_t> count_wristbands(store::Connection& db, log::LocalId arrival) {
    TRY_ASSIGN(const auto row,
               db.first("select count(*) from wristband where arrival = ? and void = 0", arrival));
    return row->integer(0);
}

Result<std::vector<log::LocalId>> files_bound_in(store::Connection& db, log::LocalId arrival) {
    return db.column<log::LocalId>(
        "select person from wristband where arrival = ? and void = 0 and person is not null",
        arrival);
}

Result<std::vector<PadRow>> list_pads(store::Connection& db, log::LocalId site) {
    return db.list(
        [](const store::Row& row) { return PadRow{row.text(0), row.text(1), row.instant(2)}; },
        "select first_number, last_number, issued_at from pad where site = ? order by pad desc",
        site);
}

// As is_of_pad().
Result<PadUse> use_of_pad(store::Connection& db, log::LocalId site, std::string_view first,
                          std::string_view last) {
    TRY_ASSIGN(
        const auto row,
        db.first("select coalesce(sum(case when arrival is not null then 1 else 0 end), 0), "
                 "coalesce(sum(case when arrival is null and void = 1 then 1 else 0 end), 0) "
                 "from wristband where site = ? and number >= ? and number <= ? "
                 "and length(number) = ?",
                 site, first, last, static_cast<std::int64_t>(first.size())));
    return PadUse{row->integer(0), row->integer(1)};
}

}  // namespace jatigi::sites

#include "centre/sites/unit_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "centre/sites/unit_codec.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE unit(
    unit {KEY},
    site {INT} NOT NULL,
    name TEXT NOT NULL,
    for_whom TEXT NOT NULL,
    capacity {INT} NOT NULL,
    blocked {INT} NOT NULL,
    transitory {INT} NOT NULL,
    closed {INT} NOT NULL
);
CREATE INDEX unit_site ON unit(site);
)";

Result<void> add_opened(log::ViewTx& tx, const log::FactRecord& fact, const UnitOpened& e) {
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    return tx.run(
        "insert into unit(unit, site, name, for_whom, capacity, blocked, transitory, closed) "
        "values (?, ?, ?, ?, ?, ?, ?, 0) on conflict do nothing",
        fact.stream, site, e.unit.name, enum_text(e.unit.for_whom), e.unit.capacity.count(),
        e.unit.blocked.count(), std::int64_t{e.unit.transitory});
}
Result<void> add_changed(log::ViewTx& tx, const log::FactRecord& fact, const UnitChanged& e) {
    return tx.run(
        "update unit set name = ?, for_whom = ?, capacity = ?, blocked = ?, transitory = ? "
        "where unit = ?",
        e.unit.name, enum_text(e.unit.for_whom), e.unit.capacity.count(), e.unit.blocked.count(),
        std::int64_t{e.unit.transitory}, fact.stream);
}
Result<void> add_closed(log::ViewTx& tx, const log::FactRecord& fact, const UnitClosed&) {
    return tx.run("update unit set closed = 1 where unit = ?", fact.stream);
}
Result<void> add_reopened(log::ViewTx& tx, const log::FactRecord& fact, const UnitReopened&) {
    return tx.run("update unit set closed = 0 where unit = ?", fact.stream);
}

UnitRow unit_in(const store::Row& row) {
    return {.unit = row.integer(0),
            .site = row.integer(1),
            .id = row.id<UnitEntity>(2),
            .description = {.name = row.text(3),
                            .for_whom = parse_enum<UnitFor>(row.text(4)).value_or(UnitFor::anybody),
                            .capacity = Places{row.integer(5)},
                            .blocked = Places{row.integer(6)},
                            .transitory = row.integer(7) != 0},
            .closed = row.integer(8) != 0};
}

constexpr std::string_view columns =
    "select t.unit, t.site, s.id, t.name, t.for_whom, t.capacity, t.blocked, t.transitory, "
    "t.closed from unit t join stream s on s.local = t.unit ";

}  // namespace

const log::View unit_view{
    .name = "unit",
    .schema = schema,
    .tables = {"unit"},
    .kinds = {unit_kind},
    .apply = log::apply_events<UnitStream, add_opened, add_changed, add_closed, add_reopened>,
    .dumps = {"select s.id, x.id, t.name, t.for_whom, t.capacity, t.blocked, t.transitory, "
              "t.closed from unit t join stream s on s.local = t.unit "
              "join stream x on x.local = t.site"}};

Result<std::vector<UnitRow>> list_units(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(auto units, db.list(unit_in, fmt::format("{}where t.site = ?", columns), site));
    std::ranges::sort(units, {}, [](const UnitRow& row) {
        return std::pair(fold(row.description.name), row.unit);
    });
    return units;
}

Result<UnitRow> find_unit(store::Connection& db, UnitId id) {
    TRY_ASSIGN(const auto row,
               db.first(fmt::format("{}where s.kind = ? and s.id = ?", columns), unit_kind, id));
    if (!row) return refuse(ErrorKind::not_found, "unit.not_found");
    return unit_in(*row);
}

Result<std::optional<UnitRow>> unit_by_local(store::Connection& db, log::LocalId unit) {
    TRY_ASSIGN(const auto row, db.first(fmt::format("{}where t.unit = ?", columns), unit));
    if (!row) return std::optional<UnitRow>{};
    return std::optional(unit_in(*row));
}

}  // namespace jatigi::sites

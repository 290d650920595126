#include "money/funding/unit_cost_view.h"

#include <array>

#include "money/funding/unit_cost_codec.h"

namespace jatigi::funding {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE unit_cost(
    unit_cost {KEY},
    site {INT} NOT NULL,
    service TEXT NOT NULL,
    currency TEXT NOT NULL,
    price {INT} NOT NULL,
    first_day {INT} NOT NULL,
    last_day {INT} NOT NULL
);
)";

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = UnitCostStream::decode(fact.body);
    if (!event) return {};
    const auto& e = std::get<UnitCostSet>(*event);
    TRY_ASSIGN(const auto site, tx.local(sites::site_kind, e.site));
    return tx.run(
        "insert into unit_cost(unit_cost, site, service, currency, price, first_day, "
        "last_day) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, site, e.service, enum_text(e.price.currency()), e.price.minor_units(),
        e.first_day, e.last_day);
}

}  // namespace

const log::View unit_cost_view{
    .name = "unit_cost",
    .schema = schema,
    .tables = {"unit_cost"},
    .kinds = {unit_cost_kind},
    .apply = apply,
    .dumps = {"select s.id, x.id, t.service, t.currency, t.price, t.first_day, t.last_day from "
              "unit_cost t "
              "join stream s on s.local = t.unit_cost join stream x on x.local = t.site"}};

Result<std::vector<UnitCostSet>> list_unit_costs(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select x.id, t.service, t.currency, t.price, t.first_day, t.last_day "
                       "from unit_cost t join stream x on x.local = t.site "
                       "order by t.first_day, t.unit_cost"));
    std::vector<UnitCostSet> costs;
    for (const store::Row& row : rows)
        costs.push_back(
            {row.id<sites::SiteEntity>(0), row.text(1),
             Money::of_minor_units(row.integer(3),
                                   parse_enum<Currency>(row.text(2)).value_or(Currency::XOF)),
             row.day(4), row.day(5)});
    return costs;
}

}  // namespace jatigi::funding

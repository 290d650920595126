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
constexpr std::array<std::string_view, 1> tables{"unit_cost"};
constexpr std::array<std::string_view, 1> kinds{unit_cost_kind};
constexpr std::array<std::string_view, 1> dumps{
    "select s.id, x.id, t.service, t.currency, t.price, t.first_day, t.last_day from unit_cost t "
    "join stream s on s.local = t.unit_cost join stream x on x.local = t.site"};

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = decode_unit_cost(fact.body.type, fact.body.version, fact.body.data);
    if (!event) return {};
    const auto& e = std::get<UnitCostSet>(*event);
    TRY_ASSIGN(const auto site, tx.local(sites::site_kind, fixed_bytes<16>(id_bytes(e.site))));
    TRY(tx.db().run("insert into unit_cost(unit_cost, site, service, currency, price, first_day, "
                    "last_day) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    fact.stream, site, e.service, currency_code(e.price.currency()),
                    e.price.minor_units(), day_number(e.first_day), day_number(e.last_day)));
    return {};
}

}  // namespace

const log::View unit_cost_view{"unit_cost", schema, tables, kinds, apply, dumps};

Result<std::vector<UnitCostSet>> list_unit_costs(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select x.id, t.service, t.currency, t.price, t.first_day, t.last_day "
                       "from unit_cost t join stream x on x.local = t.site "
                       "order by t.first_day, t.unit_cost"));
    std::vector<UnitCostSet> costs;
    for (const store::Row& row : rows)
        costs.push_back({id_of<sites::SiteEntity>(row.bytes(0)), row.text(1),
                         Money::of_minor_units(row.integer(3),
                                               parse_currency(row.text(2)).value_or(Currency::XOF)),
                         day_of_number(row.integer(4)), day_of_number(row.integer(5))});
    return costs;
}

}  // namespace jatigi::funding

#include "money/funding/unit_cost_api.h"

#include <algorithm>

#include "centre/sites/site_view.h"
#include "money/funding/agreement_view.h"
#include "money/funding/may.h"
#include "money/funding/statement_gaps_api.h"
#include "money/funding/unit_cost_codec.h"
#include "money/funding/unit_cost_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::funding {
namespace {

Result<json::array> warnings_about(store::Connection& db, const UnitCostSet& cost) {
    TRY_ASSIGN(const auto rows, list_agreements(db));
    std::vector<AgreementSigned> agreements;
    for (const AgreementRow& row : rows) agreements.push_back(row.terms);
    json::array warnings;
    if (currency_differs(cost, agreements))
        warnings.push_back(json::object{{"code", "unit_cost.currency_differs"}});  // error code
    return warnings;
}

// POST /api/v1/unit-costs {command, site, service, currency, price, first_day, last_day}
Result<http::Answer> post_unit_cost(const http::Command& command, const BudgetLines& lines) {
    const json::object& body = command.body;
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
    TRY_ASSIGN(const auto service, http::required_text(body, "service"));
    TRY_ASSIGN(const Money price, required_money(body, "price"));
    TRY_ASSIGN(const Day first, http::required_day(body, "first_day"));
    TRY_ASSIGN(const Day last, http::required_day(body, "last_day"));
    TRY_ASSIGN(const auto site, sites::find_site(db, site_code));
    TRY(command.allow(access::about_site(site.site)));
    TRY(require_services(lines, {service}));
    const UnitCostSet cost{site.id, service, price, first, last};
    TRY(set_unit_cost(command.tx, command.cause, cost));
    TRY_ASSIGN(json::array warnings, warnings_about(db, cost));
    return json::object{
        {"site", site.code}, {"service", service}, {"warnings", std::move(warnings)}};
}

// GET /api/v1/unit-costs: of the sites that this account may see.
Result<http::Answer> get_unit_costs(const http::Read& read) {
    TRY_ASSIGN(const auto costs, list_unit_costs(read.db));
    TRY_ASSIGN(const auto sites, sites::list_sites(read.db));
    json::array list;
    for (const UnitCostSet& cost : costs) {
        const auto site = std::ranges::find(sites, cost.site, &sites::SiteRow::id);
        if (site == sites.end() ||
            !access::Gatekeeper::allow(read.account, may::read_statement, FactClass::open,
                                       access::about_site(site->site)))
            continue;
        list.push_back(json::object{{"site", site->code},
                                    {"service", cost.service},
                                    {"currency", enum_text(cost.price.currency())},
                                    {"price", amount_json(cost.price)},
                                    {"first_day", day_text(cost.first_day)},
                                    {"last_day", day_text(cost.last_day)}});
    }
    return json::object{{"unit_costs", std::move(list)}};
}

}  // namespace

Result<UnitCostId> set_unit_cost(log::WriteTx& tx, const log::Cause& cause,
                                 const UnitCostSet& cost) {
    TRY_ASSIGN(const auto known, list_unit_costs(tx.db()));
    SetUnitCost command{.cost = cost};
    command.overlaps = std::any_of(known.begin(), known.end(), [&](const UnitCostSet& other) {
        return other.site == cost.site && other.service == cost.service &&
               other.first_day <= cost.last_day && cost.first_day <= other.last_day;
    });
    const UnitCostId id = id_v4<UnitCostEntity>(random_bytes<16>());
    TRY(log::execute<UnitCostStream>(tx, cause, id, command));
    return id;
}

std::vector<http::Route> unit_cost_routes(const http::Services& services,
                                          const BudgetLines& lines) {
    return {
        http::read_route(services, "GET /api/v1/unit-costs", {may::read_statement}, get_unit_costs),
        http::command_route(
            services, "POST /api/v1/unit-costs", {may::set_unit_cost}, 201,
            [lines](const http::Command& command) { return post_unit_cost(command, lines); })};
}

}  // namespace jatigi::funding

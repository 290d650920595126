#include "money/funding/statement_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "centre/assistance/round_view.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "money/funding/agreement_codec.h"
#include "money/funding/agreement_view.h"
#include "money/funding/statement_gaps_api.h"
#include "money/funding/unit_cost_codec.h"
#include "money/funding/unit_cost_view.h"
#include "people/registry/person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/print/csv.h"

namespace jatigi::funding {
namespace {

using access::Action;
using access::Gatekeeper;

// How it was counted, in the words that stand on the paper.
constexpr std::string_view method_fr =
    "Repas scannés, comptés une fois par personne, service et jour; les portions supplémentaires "
    "motivées sont comptées à part entière. Coût standard unitaire du site. Chaque repas est imputé "
    "à une seule convention: affectation la plus étroite d'abord, puis échéance la plus proche. "
    "Nuitées: personnes présentes à 24 h, heure locale.";
constexpr std::string_view method_en =
    "Scanned meals, counted once per person, service and day; further portions given for a stated "
    "reason count as well. Standard unit cost of the site. Each meal is charged to one agreement "
    "only: tightest earmark first, then the one that ends first. Person-nights: present at 24:00 "
    "local time.";

struct People {
    std::unordered_map<log::LocalId, std::optional<std::string>> nationality;
    std::optional<std::string> of(log::LocalId person) const {
        const auto found = nationality.find(person);
        return found == nationality.end() ? std::nullopt : found->second;
    }
};

Result<std::vector<ChargeableServing>> chargeable_servings(
    store::Connection& db, const People& people, const std::vector<sites::SiteRow>& sites,
    Day last) {
    TRY_ASSIGN(const auto rows, assistance::handed_out(db, last));
    std::unordered_map<log::LocalId, sites::SiteId> site_ids;
    for (const sites::SiteRow& site : sites) site_ids.emplace(site.site, site.id);
    std::vector<ChargeableServing> servings;
    servings.reserve(rows.size());
    for (const assistance::HandedOut& row : rows)
        servings.push_back({row.person, site_ids[row.site], row.service, people.of(row.person),
                            row.day, row.late, row.state == assistance::ServingState::doubled});
    return servings;
}

Result<std::vector<StayPeriod>> stay_periods(store::Connection& db, const People& people,
                                             const std::vector<sites::SiteRow>& sites,
                                             const StatementRequest& request) {
    std::vector<StayPeriod> periods;
    for (const sites::SiteRow& site : sites) {
        TRY_ASSIGN(const auto stays,
                   sites::stays_between(db, site.site, request.from, request.to));
        for (const sites::StayRow& stay : stays)
            periods.push_back({people.of(stay.person), site.id, stay.from, stay.to,
                               stay.reason.value_or("")});
    }
    return periods;
}

json::object amount_json(Money money) {
    return {{"minor_units", money.minor_units()}, {"text", money_text(money)}};
}

json::object caseload_json(const Caseload& caseload) {
    return {{"at_start", caseload.at_start.count()},
            {"arrivals", caseload.arrivals.count()},
            {"returned", caseload.departures_return.count()},
            {"left_by_own_choice", caseload.departures_own_choice.count()},
            {"other_departures", caseload.departures_other.count()},
            {"deaths", caseload.deaths.count()},
            {"at_end", caseload.at_end.count()},
            {"person_nights", caseload.nights.count()}};
}

json::array lines_json(const Statement& statement) {
    json::array lines;
    for (const BudgetLine& line : statement.lines)
        lines.push_back(json::object{{"line", line.line},
                                     {"servings_period", line.servings_period.count()},
                                     {"period", amount_json(line.period)},
                                     {"servings_cumulative", line.servings_cumulative.count()},
                                     {"cumulative", amount_json(line.cumulative)}});
    return lines;
}

std::unexpected<Error> earmark_invalid(std::string_view member) {
    return refuse(ErrorKind::invalid, "agreement.earmark_invalid", {},
                  fmt::format(R"({{"name":"{}"}})", member));
}

Result<std::vector<std::string>> services_of(const json::value& value) {
    if (!value.is_array()) return earmark_invalid("services");
    std::vector<std::string> services;
    for (const json::value& item : value.get_array()) {
        if (!item.is_string()) return earmark_invalid("services");
        services.emplace_back(item.get_string());
    }
    std::sort(services.begin(), services.end());
    return services;
}

// The earmark of a request body; the site by code. What is not understood is refused: an earmark that
// lost a member would pay for people whom the donor did not mean.
Result<Earmark> earmark_of(store::Connection& db, const json::object& body) {
    Earmark earmark;
    for (const auto& [key, value] : body) {
        const std::string_view name{key.data(), key.size()};
        if (value.is_null()) continue;
        if (name == "services") {
            TRY_ASSIGN(earmark.services, services_of(value));
        } else if (name == "persons_max" && value.is_int64()) {
            earmark.persons_max = Persons{value.get_int64()};
        } else if (name == "nationality" && value.is_string()) {
            earmark.nationality = std::string(value.get_string());
        } else if (name == "site" && value.is_string()) {
            TRY_ASSIGN(const auto site, sites::find_site(db, std::string(value.get_string())));
            earmark.site = site.id;
        } else {
            return earmark_invalid(name == "site" || name == "nationality" || name == "persons_max"
                                       ? name
                                       : "earmark");
        }
    }
    return earmark;
}

// Nothing and null: no earmark.
Result<Earmark> earmark_in(store::Connection& db, const json::object& body) {
    const json::value* value = body.if_contains("earmark");
    if (value == nullptr || value->is_null()) return Earmark{};
    if (!value->is_object()) return earmark_invalid("earmark");
    return earmark_of(db, value->get_object());
}

Result<Money> money_of(const json::object& body, std::string_view member) {
    const auto currency = parse_currency(json::text_at(body, "currency").value_or(""));
    if (!currency) return http::member_missing("currency");
    TRY_ASSIGN(const auto amount, http::required_integer(body, member));
    return Money::of_minor_units(amount, *currency);
}

Result<void> require_services(const BudgetLines& lines, const std::vector<std::string>& codes) {
    for (const std::string& code : codes)
        if (!lines.contains(code)) return refuse(ErrorKind::not_found, "service.unknown");
    return {};
}

Result<json::array> warnings_about(store::Connection& db, const AgreementSigned& terms,
                                   const BudgetLines& lines) {
    TRY_ASSIGN(const auto costs, list_unit_costs(db));
    std::vector<std::string> services;
    for (const auto& [service, line] : lines) services.push_back(service);
    return agreement_warnings_json(cost_gaps(terms, costs, services));
}

Result<json::array> warnings_about(store::Connection& db, const UnitCostSet& cost) {
    TRY_ASSIGN(const auto rows, list_agreements(db));
    std::vector<AgreementSigned> agreements;
    for (const AgreementRow& row : rows) agreements.push_back(row.terms);
    json::array warnings;
    if (currency_differs(cost, agreements))
        warnings.push_back(json::object{{"code", "unit_cost.currency_differs"}});  // error code
    return warnings;
}

Result<std::string> post_agreement(log::WriteTx& tx, const log::Cause& cause,
                                   const access::Account&, const json::object& body,
                                   const BudgetLines& lines) {
    TRY_ASSIGN(const auto code, http::required_text(body, "code"));
    TRY_ASSIGN(const auto donor, http::required_text(body, "donor"));
    TRY_ASSIGN(const auto title, http::required_text(body, "title"));
    TRY_ASSIGN(const Money amount, money_of(body, "amount"));
    TRY_ASSIGN(const Day first, http::required_day(body, "first_day"));
    TRY_ASSIGN(const Day last, http::required_day(body, "last_day"));
    TRY_ASSIGN(const Earmark earmark, earmark_in(tx.db(), body));
    TRY(require_services(lines, earmark.services));
    const AgreementSigned terms{code, donor, title, amount, first, last, earmark};
    TRY(sign_agreement(tx, cause, terms));
    TRY_ASSIGN(json::array warnings, warnings_about(tx.db(), terms, lines));
    return boost::json::serialize(
        json::object{{"agreement", code}, {"warnings", std::move(warnings)}});
}

Result<std::string> post_unit_cost(log::WriteTx& tx, const log::Cause& cause,
                                   const access::Account& account, const json::object& body,
                                   const BudgetLines& lines) {
    TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
    TRY_ASSIGN(const auto service, http::required_text(body, "service"));
    TRY_ASSIGN(const Money price, money_of(body, "price"));
    TRY_ASSIGN(const Day first, http::required_day(body, "first_day"));
    TRY_ASSIGN(const Day last, http::required_day(body, "last_day"));
    TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
    TRY(Gatekeeper::allow(account, Action::set_unit_cost, FactClass::open, {.site = site.site}));
    TRY(require_services(lines, {service}));
    const UnitCostSet cost{site.id, service, price, first, last};
    TRY(set_unit_cost(tx, cause, cost));
    TRY_ASSIGN(json::array warnings, warnings_about(tx.db(), cost));
    return boost::json::serialize(json::object{
        {"site", site.code}, {"service", service}, {"warnings", std::move(warnings)}});
}

json::object agreement_json(const AgreementSigned& terms) {
    return {{"code", terms.code},
            {"donor", terms.donor},
            {"title", terms.title},
            {"currency", currency_code(terms.amount.currency())},
            {"amount", amount_json(terms.amount)},
            {"first_day", day_text(terms.first_day)},
            {"last_day", day_text(terms.last_day)}};
}

class FundingApi {
public:
    FundingApi(const http::Services& services, BudgetLines lines)
        : services_(services), lines_(std::move(lines)) {}

    using Post = Result<std::string> (*)(log::WriteTx&, const log::Cause&, const access::Account&,
                                         const json::object&, const BudgetLines&);
    void post(const http::RequestPtr& request, const http::Reply& reply, Action action,
              Post work) const {
        const auto allowed = Gatekeeper::allow(*request->account, action, FactClass::open);
        if (!allowed) return reply(http::problem(allowed.error()));
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        http::answer_command(services_, *request, reply, 201, *body,
                             [this, work, request, body = *body](log::WriteTx& tx,
                                                                 const log::Cause& cause) {
                                 return work(tx, cause, *request->account, body, lines_);
                             });
    }

    void list(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto allowed =
            Gatekeeper::allow(*request->account, Action::read_statement, FactClass::open);
        if (!allowed) return reply(http::problem(allowed.error()));
        http::answer_read(
            services_, request, reply,
            [](store::Connection& db, const http::Request&) -> Result<std::string> {
                TRY_ASSIGN(const auto agreements, list_agreements(db));
                json::array list;
                for (const AgreementRow& row : agreements)
                    list.push_back(agreement_json(row.terms));
                return boost::json::serialize(json::object{{"agreements", std::move(list)}});
            });
    }

    // GET /api/v1/agreements/{code}/statement?from=…&to=…&format=json|csv, on a worker.
    void statement(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto allowed =
            Gatekeeper::allow(*request->account, Action::read_statement, FactClass::open);
        if (!allowed) return reply(http::problem(allowed.error()));
        const auto from = parse_day(request->query_text("from").value_or(""));
        const auto to = parse_day(request->query_text("to").value_or(""));
        if (!from || !to)
            return reply(http::problem(http::member_missing(from ? "to" : "from").error()));
        const StatementRequest wanted{request->args.at(0), *from, *to};
        const bool csv = request->query_text("format") == "csv";
        http::answer_on_worker(services_, http::Work::statement, reply, [this, wanted, csv] {
            const auto made = services_.readers.read<Statement>(
                [&](store::Connection& db) { return compute_statement(db, wanted, lines_); });
            if (!made) return http::problem(made.error());
            http::Response response = http::json_response(200, statement_json(*made));
            if (csv) {
                response.content_type = "text/csv; charset=utf-8";
                response.body = statement_csv(*made);
                response.headers.emplace_back("Content-Disposition",
                                              "attachment; filename=\"" + wanted.agreement + "_" +
                                                  day_text(wanted.to) + ".csv\"");
            }
            return response;
        });
    }

private:
    const http::Services& services_;
    BudgetLines lines_;
};

}  // namespace

Result<AgreementId> sign_agreement(log::WriteTx& tx, const log::Cause& cause,
                                   const AgreementSigned& agreement) {
    TRY_ASSIGN(const auto known, list_agreements(tx.db()));
    SignAgreement command{.agreement = agreement};
    command.code_taken = std::any_of(known.begin(), known.end(), [&](const AgreementRow& row) {
        return row.terms.code == agreement.code;
    });
    const AgreementId id = id_v4<AgreementEntity>(random_bytes<16>());
    TRY(log::execute<AgreementStream>(tx, cause, id, command));
    return id;
}

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

Result<Statement> compute_statement(store::Connection& db, const StatementRequest& request,
                                    const BudgetLines& lines) {
    TRY_ASSIGN(const AgreementRow wanted, find_agreement(db, request.agreement));
    TRY_ASSIGN(const auto rows, list_agreements(db));
    std::vector<AgreementSigned> agreements;
    std::size_t index = 0;
    for (const AgreementRow& row : rows) {
        if (row.agreement == wanted.agreement) index = agreements.size();
        agreements.push_back(row.terms);
    }
    TRY_ASSIGN(const auto costs, list_unit_costs(db));
    TRY_ASSIGN(const auto sites, sites::list_sites(db));
    People people;
    TRY_ASSIGN(people.nationality, registry::nationalities(db));
    TRY_ASSIGN(const auto servings, chargeable_servings(db, people, sites, request.to));
    TRY_ASSIGN(const auto stays, stay_periods(db, people, sites, request));
    return make_statement(
        {index, request.from, request.to, agreements, costs, servings, stays, lines});
}

Result<std::vector<std::string>> cost_notices(store::Connection& db, const BudgetLines& lines) {
    TRY_ASSIGN(const auto agreements, list_agreements(db));
    std::vector<std::string> notices;
    for (const AgreementRow& row : agreements) {
        const AgreementSigned& terms = row.terms;
        TRY_ASSIGN(const Statement whole,
                   compute_statement(db, {terms.code, terms.first_day, terms.last_day}, lines));
        for (const StatementWarning& warning : statement_warnings(whole))
            notices.push_back(terms.code + " " + warning_line(warning));
    }
    return notices;
}

std::string statement_json(const Statement& statement) {
    const AgreementSigned& terms = statement.agreement;
    return boost::json::serialize(json::object{
        {"status", "draft, internal"},
        {"agreement", agreement_json(terms)},
        {"from", day_text(statement.from)},
        {"to", day_text(statement.to)},
        {"lines", lines_json(statement)},
        {"period", amount_json(statement.period)},
        {"cumulative", amount_json(statement.cumulative)},
        {"balance", amount_json(statement.balance)},
        {"results", json::object{{"persons_served", statement.persons_served.count()},
                                 {"servings_scanned", statement.servings_scanned.count()},
                                 {"servings_late", statement.servings_late.count()}}},
        {"caseload", caseload_json(statement.caseload)},
        {"not_charged", not_charged_json(statement)},
        {"warnings", warnings_json(statement_warnings(statement))},
        {"method", json::object{{"fr", method_fr}, {"en", method_en}}}});
}

std::string statement_csv(const Statement& statement) {
    const AgreementSigned& terms = statement.agreement;
    const std::string currency(currency_code(terms.amount.currency()));
    print::CsvWriter csv;
    csv.row({"section", "item", "period", "cumulative", "unit"});
    csv.row({"agreement", terms.code, day_text(statement.from), day_text(statement.to), "from-to"});
    csv.row({"agreement", terms.donor, "", money_text(terms.amount), currency});
    for (const BudgetLine& line : statement.lines) {
        csv.row({"line", line.line, money_text(line.period), money_text(line.cumulative),
                 currency});
        csv.row({"servings", line.line, std::to_string(line.servings_period.count()),
                 std::to_string(line.servings_cumulative.count()), "servings"});
    }
    csv.row({"total", "charged", money_text(statement.period), money_text(statement.cumulative),
             currency});
    csv.row({"total", "balance", "", money_text(statement.balance), currency});
    csv.row({"result", "persons_served", std::to_string(statement.persons_served.count()), "",
             "persons"});
    csv.row({"result", "servings_scanned", std::to_string(statement.servings_scanned.count()), "",
             "servings"});
    csv.row({"result", "servings_late", std::to_string(statement.servings_late.count()), "",
             "servings"});
    for (const auto& [name, value] : caseload_json(statement.caseload))
        csv.row({"caseload", std::string(name), std::to_string(value.as_int64()), "",
                 name == "person_nights" ? "person-nights" : "persons"});
    add_not_charged_rows(csv, statement);
    return csv.text();
}

std::vector<http::Route> funding_routes(const http::Services& services, const BudgetLines& lines) {
    const auto api = std::make_shared<const FundingApi>(services, lines);
    using http::Needs;
    using http::Reply;
    using http::RequestPtr;
    return {
        {"GET", "/api/v1/agreements", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->list(request, reply); }},
        {"POST", "/api/v1/agreements", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) {
             api->post(request, reply, Action::sign_agreement, post_agreement);
         }},
        {"POST", "/api/v1/unit-costs", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) {
             api->post(request, reply, Action::set_unit_cost, post_unit_cost);
         }},
        {"GET", "/api/v1/agreements/{code}/statement", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->statement(request, reply); }},
    };
}

}  // namespace jatigi::funding

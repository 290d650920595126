#include "money/funding/statement_api.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "centre/assistance/round_view.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "money/funding/agreement_view.h"
#include "money/funding/counted_share.h"
#include "money/funding/may.h"
#include "money/funding/statement_gaps_api.h"
#include "money/funding/unit_cost_view.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/print/csv.h"

namespace jatigi::funding {
namespace {

// How it was counted, in the words that stand on the paper.
constexpr std::string_view method_fr =
    "Passages scannés ou cochés sur liste, comptés une fois par personne, service et jour ; les "
    "portions supplémentaires motivées sont comptées à part entière. Portions comptées au nombre "
    "(plat commun, comptage de têtes) : réparties entre les nationalités des personnes présentes ce "
    "jour-là et non servies nominativement, au plus fort reste. Coût unitaire standard du site. Chaque "
    "passage est imputé à une seule convention : affectation la plus étroite d’abord, puis échéance "
    "la plus proche. Nuitées : personnes présentes à 24 h, heure locale.";
constexpr std::string_view method_en =
    "Servings scanned, or ticked on a list, counted once per person, service and day; further "
    "portions given for a stated reason count as well. Portions counted by number (shared dish, head "
    "count): shared out among the nationalities of those present that day and not served by name, by "
    "largest remainder. Standard unit cost of the site. Each serving is charged to one agreement "
    "only: tightest earmark first, then the one that ends first. Person-nights: present at 24:00 "
    "local time.";

struct People {
    std::unordered_map<log::LocalId, std::optional<std::string>> nationality;
    registry::Roots roots;  // Of those with several files.
    std::optional<std::string> of(log::LocalId person) const {
        const auto found = nationality.find(person);
        return found == nationality.end() ? std::nullopt : found->second;
    }
};

Plate plate_of(assistance::ServingState state) {
    using assistance::ServingState;
    if (state == ServingState::doubled) return Plate::second;
    return state == ServingState::extra ? Plate::extra : Plate::counted;
}

Result<std::vector<ChargeableServing>> chargeable_servings(
    store::Connection& db, const People& people, const std::vector<sites::SiteRow>& sites,
    Day last) {
    TRY_ASSIGN(const auto rows, assistance::handed_out(db, last));
    std::unordered_map<log::LocalId, sites::SiteId> site_ids;
    for (const sites::SiteRow& site : sites) site_ids.emplace(site.site, site.id);
    std::vector<ChargeableServing> servings;
    servings.reserve(rows.size());
    for (const assistance::HandedOut& row : rows)
        servings.push_back({.person = registry::root_of(people.roots, row.person),
                            .site = site_ids[row.site],
                            .service = row.service,
                            .nationality = people.of(row.person),
                            .day = row.day,
                            .late = row.late,
                            .plate = plate_of(row.state),
                            .several_files = people.roots.contains(row.person),
                            .ticked = row.ticked});
    mark_second_plates(servings);
    return servings;
}

Whose whose(assistance::PlateLine line) {
    using assistance::PlateLine;
    if (line == PlateLine::unregistered) return Whose::unregistered;
    return line == PlateLine::staff ? Whose::staff : Whose::present;
}

// What was counted by number, a meal and line together: a share of each slip would round anew.
Result<std::vector<CountedMeal>> counted_meals(store::Connection& db,
                                               const std::vector<sites::SiteRow>& sites, Day last) {
    TRY_ASSIGN(const auto rows, assistance::counted_plates(db, last));
    std::map<log::LocalId, sites::SiteId> site_ids;
    for (const sites::SiteRow& site : sites) site_ids.emplace(site.site, site.id);
    std::map<std::tuple<Day, sites::SiteId, std::string, Whose>, Meals> sums;
    for (const assistance::CountedPlates& row : rows) {
        Meals& sum = sums[{row.day, site_ids[row.site], row.service, whose(row.line)}];
        sum = sum + row.plates;
    }
    std::vector<CountedMeal> meals;
    for (const auto& [meal, plates] : sums) {
        const auto& [day, site, service, of] = meal;
        meals.push_back({site, service, day, of, plates});
    }
    return meals;
}

Result<std::vector<StayPeriod>> stay_periods(store::Connection& db, const People& people,
                                             const std::vector<sites::SiteRow>& sites, Day from,
                                             Day to) {
    std::vector<StayPeriod> periods, of_several_files;
    for (const sites::SiteRow& site : sites) {
        TRY_ASSIGN(const auto stays,
                   sites::stays_between(db, site.site, from, to));
        for (const sites::StayRow& stay : stays) {
            auto& where = people.roots.contains(stay.person) ? of_several_files : periods;
            where.push_back({registry::root_of(people.roots, stay.person), people.of(stay.person),
                             site.id, stay.from, stay.to, stay.reason.value_or("")});
        }
    }
    std::ranges::copy(join_overlapping(std::move(of_several_files)), std::back_inserter(periods));
    return periods;
}

// Behind those by name, day by day.
Result<void> add_counted(store::Connection& db, const People& people,
                         const std::vector<sites::SiteRow>& sites, Day last,
                         std::vector<ChargeableServing>& servings) {
    TRY_ASSIGN(const auto meals, counted_meals(db, sites, last));
    if (meals.empty()) return {};
    TRY_ASSIGN(const auto stays, stay_periods(db, people, sites, meals.front().day, last));
    std::ranges::copy(share_counted(meals, stays, servings), std::back_inserter(servings));
    std::ranges::stable_sort(servings, {}, [](const ChargeableServing& one) {
        return std::pair(one.day, one.whose != Whose::person);
    });
    return {};
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

// GET /api/v1/agreements/{code}/statement?from=…&to=…&format=json|csv
http::Response get_statement(const http::Services& services, const http::Request& request,
                             const BudgetLines& lines) {
    const auto from = parse_day(request.query_text("from").value_or(""));
    const auto to = parse_day(request.query_text("to").value_or(""));
    if (!from || !to) return http::problem(http::member_missing(from ? "to" : "from").error());
    const StatementRequest wanted{request.args.at(0), *from, *to};
    const auto made =
        services.readers.read<Statement>([&](store::Connection& db) -> Result<Statement> {
            TRY(require_readable(db, *request.account, wanted.agreement));
            return compute_statement(db, wanted, lines);
        });
    if (!made) return http::problem(made.error());
    http::Response response = http::json_response(200, statement_json(*made));
    if (request.query_text("format") == "csv") {
        response.content_type = "text/csv; charset=utf-8";
        response.body = statement_csv(*made);
        response.headers.emplace_back(
            "Content-Disposition",
            "attachment; filename=\"" + wanted.agreement + "_" + day_text(wanted.to) + ".csv\"");
    }
    return response;
}

}  // namespace

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
    TRY_ASSIGN(people.roots, registry::person_roots(db));
    TRY_ASSIGN(auto servings, chargeable_servings(db, people, sites, request.to));
    TRY(add_counted(db, people, sites, request.to, servings));
    TRY_ASSIGN(const auto stays, stay_periods(db, people, sites, request.from, request.to));
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
                                 {"servings_ticked", statement.servings_ticked.count()},
                                 {"servings_counted", statement.servings_counted.count()},
                                 {"servings_late", statement.servings_late.count()}}},
        {"caseload", caseload_json(statement.caseload)},
        {"not_charged", not_charged_json(statement)},
        {"warnings", warnings_json(statement_warnings(statement))},
        {"method", json::object{{"fr", method_fr}, {"en", method_en}}}});
}

std::string statement_csv(const Statement& statement) {
    const AgreementSigned& terms = statement.agreement;
    const std::string currency(enum_text(terms.amount.currency()));
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
    const auto servings = [&csv](std::string_view how, Meals count) {
        csv.row({"result", std::string(how), std::to_string(count.count()), "", "servings"});
    };
    servings("servings_scanned", statement.servings_scanned);
    servings("servings_ticked", statement.servings_ticked);
    servings("servings_counted", statement.servings_counted);
    servings("servings_late", statement.servings_late);
    for (const auto& [name, value] : caseload_json(statement.caseload))
        csv.row({"caseload", std::string(name), std::to_string(value.as_int64()), "",
                 name == "person_nights" ? "person-nights" : "persons"});
    add_not_charged_rows(csv, statement);
    return csv.text();
}

std::vector<http::Route> statement_routes(const http::Services& services,
                                          const BudgetLines& lines) {
    return {http::slow_route(services, "GET /api/v1/agreements/{code}/statement",
                             {may::read_statement}, http::Work::statement,
                             [&services, lines](const http::RequestPtr& request) {
                                 return get_statement(services, *request, lines);
                             })};
}

}  // namespace jatigi::funding

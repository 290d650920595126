#include "money/funding/statement_gaps_api.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace jatigi::funding {
namespace {

json::array text_array(const std::vector<std::string>& texts) {
    json::array array;
    for (const std::string& text : texts) array.emplace_back(text);
    return array;
}

// How many servings another agreement paid is not told here.
bool is_told(const NotCharged& left_out) { return left_out.fate != Fate::charged_elsewhere; }

std::string count_text(const NotCharged& left_out, Meals count) {
    return is_told(left_out) ? std::to_string(count.count()) : std::string{};
}

}  // namespace

json::array not_charged_json(const Statement& statement) {
    json::array list;
    for (const NotCharged& left_out : statement.not_charged) {
        json::object entry{{"reason", enum_text(left_out.fate)}, {"service", left_out.service}};
        if (is_told(left_out)) {
            entry["servings_period"] = left_out.period.count();
            entry["servings_cumulative"] = left_out.cumulative.count();
        }
        list.push_back(std::move(entry));
    }
    return list;
}

void add_not_charged_rows(print::CsvWriter& csv, const Statement& statement) {
    for (const NotCharged& left_out : statement.not_charged)
        csv.row({"not_charged", fmt::format("{}:{}", enum_text(left_out.fate), left_out.service),
                 count_text(left_out, left_out.period), count_text(left_out, left_out.cumulative),
                 "servings"});
}

std::vector<StatementWarning> statement_warnings(const Statement& statement) {
    std::vector<StatementWarning> warnings;
    const auto warn = [&](Fate fate, std::string code) {
        StatementWarning warning{std::move(code), {}, {}};
        for (const NotCharged& left_out : statement.not_charged) {
            if (left_out.fate != fate) continue;
            warning.services.push_back(left_out.service);
            warning.servings = warning.servings + left_out.cumulative;
        }
        if (!warning.services.empty()) warnings.push_back(std::move(warning));
    };
    warn(Fate::no_cost, "statement.no_cost");                // error code
    warn(Fate::other_currency, "statement.other_currency");  // error code
    return warnings;
}

json::array warnings_json(const std::vector<StatementWarning>& warnings) {
    json::array list;
    for (const StatementWarning& warning : warnings)
        list.push_back(json::object{{"code", warning.code},
                                    {"services", text_array(warning.services)},
                                    {"servings", warning.servings.count()}});
    return list;
}

std::string warning_line(const StatementWarning& warning) {
    return fmt::format("{}: {} servings of {}", warning.code, warning.servings.count(),
                       fmt::join(warning.services, ", "));
}

json::array agreement_warnings_json(const CostGaps& gaps) {
    json::array list;
    const auto warn = [&list](std::string_view code, const std::vector<std::string>& services) {
        if (services.empty()) return;
        list.push_back(json::object{{"code", code}, {"services", text_array(services)}});
    };
    warn("agreement.no_costs", gaps.no_costs);                // error code
    warn("agreement.days_without_cost", gaps.some_days);      // error code
    warn("agreement.currency_differs", gaps.other_currency);  // error code
    return list;
}

}  // namespace jatigi::funding

// What a statement leaves out, and why: for its answer, its table, the terminal and `jatigi verify`. A
// statement is never silently empty.
#pragma once
#include "money/funding/cost_coverage.h"
#include "money/funding/statement.h"
#include "platform/base/json.h"
#include "platform/print/csv.h"

namespace jatigi::funding {

// [{"reason":"no_cost","service":"LUNCH","servings_period":3,"servings_cumulative":3}]. Of what
// another agreement paid there is no number: that is another donor's.
json::array not_charged_json(const Statement& statement);
// not_charged,no_cost:LUNCH,3,3,servings
void add_not_charged_rows(print::CsvWriter& csv, const Statement& statement);

// Servings that somebody can still have paid for, by entering a cost or another agreement.
struct StatementWarning {
    std::string code;  // statement.no_cost, statement.other_currency.
    std::vector<std::string> services;
    Meals servings;  // Up to the statement's last day.
};
std::vector<StatementWarning> statement_warnings(const Statement& statement);
json::array warnings_json(const std::vector<StatementWarning>& warnings);
// "statement.no_cost: 3 servings of LUNCH"
std::string warning_line(const StatementWarning& warning);

// [{"code":"agreement.no_costs","services":["LUNCH"]}], agreement.days_without_cost,
// agreement.currency_differs.
json::array agreement_warnings_json(const CostGaps& gaps);

}  // namespace jatigi::funding

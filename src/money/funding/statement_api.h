// Statements over HTTP and for the command line.
#pragma once
#include "money/funding/agreement_api.h"
#include "money/funding/statement.h"

namespace jatigi::funding {

struct StatementRequest {
    std::string agreement;  // Its code.
    Day from, to;
};
// Reads what the statement needs in the caller's snapshot.
Result<Statement> compute_statement(store::Connection& db, const StatementRequest& request,
                                    const BudgetLines& lines);
// Of each agreement, what its statement warns of over all its days: for `jatigi verify`.
Result<std::vector<std::string>> cost_notices(store::Connection& db, const BudgetLines& lines);
std::string statement_json(const Statement& statement);
std::string statement_csv(const Statement& statement);

std::vector<http::Route> statement_routes(const http::Services& services, const BudgetLines& lines);

}  // namespace jatigi::funding

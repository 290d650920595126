// Agreements, unit costs and statements over HTTP and for the command line.
#pragma once
#include "money/funding/statement.h"
#include "platform/http/command.h"

namespace jatigi::funding {

using BudgetLines = std::map<std::string, std::string>;  // Service code → budget line.

Result<AgreementId> sign_agreement(log::WriteTx& tx, const log::Cause& cause,
                                   const AgreementSigned& agreement);
Result<UnitCostId> set_unit_cost(log::WriteTx& tx, const log::Cause& cause,
                                 const UnitCostSet& cost);

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

std::vector<http::Route> funding_routes(const http::Services& services, const BudgetLines& lines);

}  // namespace jatigi::funding

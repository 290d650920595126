// Unit costs over HTTP, and setting one from inside the program.
#pragma once
#include "money/funding/agreement_api.h"
#include "money/funding/unit_cost.h"

namespace jatigi::funding {

// Refuses as decide() does.
Result<UnitCostId> set_unit_cost(log::WriteTx& tx, const log::Cause& cause,
                                 const UnitCostSet& cost);

std::vector<http::Route> unit_cost_routes(const http::Services& services, const BudgetLines& lines);

}  // namespace jatigi::funding

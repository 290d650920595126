// Unit costs by site and service.
#pragma once
#include "money/funding/unit_cost.h"
#include "platform/log/view.h"

namespace jatigi::funding {

extern const log::View unit_cost_view;

Result<std::vector<UnitCostSet>> list_unit_costs(store::Connection& db);

}  // namespace jatigi::funding

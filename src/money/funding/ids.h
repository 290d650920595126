// What other modules may know of agreements and unit costs.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::funding {

using AgreementId = Id<struct AgreementEntity>;
using UnitCostId = Id<struct UnitCostEntity>;
constexpr std::string_view agreement_kind = "agreement";
constexpr std::string_view unit_cost_kind = "unit_cost";

}  // namespace jatigi::funding

// Whether agreements and unit costs fit together, said while they are entered: a serving without a
// cost, or with one in another currency, is charged to nobody. Not a reason to refuse, since either
// may be entered first.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "money/funding/agreement.h"
#include "money/funding/unit_cost.h"

namespace jatigi::funding {

struct CostGaps {
    std::vector<std::string> no_costs;        // Services without a cost on any day.
    std::vector<std::string> some_days;       // Services with costs on some days, and days without.
    std::vector<std::string> other_currency;  // Services whose costs are all in other currencies.
};
// `services`: all that there are, for an earmark that names none.
CostGaps cost_gaps(const AgreementSigned& agreement, std::span<const UnitCostSet> costs,
                   std::span<const std::string> services);

// True when agreements pay for this service there and then, but none in the cost's currency.
bool currency_differs(const UnitCostSet& cost, std::span<const AgreementSigned> agreements);

}  // namespace jatigi::funding

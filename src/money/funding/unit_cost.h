// A unit cost: what one serving of a service costs at a site from a day on (cost basis "standard").
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "money/funding/ids.h"
#include "platform/base/day.h"
#include "platform/base/money.h"
#include "platform/base/result.h"

namespace jatigi::funding {

struct UnitCostSet {
    sites::SiteId site;
    std::string service;
    Money price = Money::of_minor_units(0, Currency::XOF);
    Day first_day, last_day;  // Both included.
    bool operator==(const UnitCostSet&) const = default;
};
using UnitCostEvent = std::variant<UnitCostSet>;

struct SetUnitCost {
    UnitCostSet cost;
    bool overlaps = false;  // Another unit cost of this site and service is valid on one of the days.
};

struct NoUnitCost {};
struct FixedUnitCost {
    UnitCostSet terms;
};
using UnitCost = std::variant<NoUnitCost, FixedUnitCost>;

UnitCost evolve(const UnitCost& state, const UnitCostEvent& event);
// Refuses with unit_cost.already_set, unit_cost.overlaps, unit_cost.period_invalid,
// unit_cost.price_invalid.
Result<std::vector<UnitCostEvent>> decide(const UnitCost& state, const SetUnitCost& command);

}  // namespace jatigi::funding

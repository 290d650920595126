#include "money/funding/unit_cost.h"

namespace jatigi::funding {

UnitCost evolve(const UnitCost&, const UnitCostEvent& event) {
    return FixedUnitCost{std::get<UnitCostSet>(event)};
}

Result<std::vector<UnitCostEvent>> decide(const UnitCost& state, const SetUnitCost& command) {
    if (std::holds_alternative<FixedUnitCost>(state))
        return refuse(ErrorKind::conflict, "unit_cost.already_set");
    if (command.cost.last_day < command.cost.first_day)
        return refuse(ErrorKind::invalid, "unit_cost.period_invalid");
    if (command.cost.price.minor_units() <= 0)
        return refuse(ErrorKind::invalid, "unit_cost.price_invalid");
    if (command.overlaps) return refuse(ErrorKind::conflict, "unit_cost.overlaps");
    return std::vector<UnitCostEvent>{command.cost};
}

}  // namespace jatigi::funding

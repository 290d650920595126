// Frozen facts of the stream "unit_cost:<id>". Prices are minor units.
#pragma once
#include "money/funding/unit_cost.h"
#include "platform/base/fact_shape.h"

namespace jatigi::funding {

struct UnitCostStream : ShapedStream<UnitCostStream, UnitCostEntity, UnitCost, UnitCostEvent> {
    static constexpr std::string_view kind = unit_cost_kind;

    static constexpr std::tuple shapes{
        fact_shape<UnitCostSet>("unit_cost.set", 1, field("site", &UnitCostSet::site),
                                field("service", &UnitCostSet::service),
                                money_field("currency", "price", &UnitCostSet::price),
                                field("first_day", &UnitCostSet::first_day),
                                field("last_day", &UnitCostSet::last_day)),
    };
};

}  // namespace jatigi::funding

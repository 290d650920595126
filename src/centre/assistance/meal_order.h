// What a kitchen or a caterer is asked for tomorrow: a plate for everybody who is there, for those
// whose name nobody has typed, and for the staff. Nobody who may leave is taken off: a plate that
// is left over is better than one that is missing.
#pragma once
#include <span>

#include "centre/assistance/plate_count.h"

namespace jatigi::assistance {

struct MealOrder {
    Meals present, unregistered, staff;
    Meals infant_diet, sick_diet;  // Of those present.

    Meals plates() const { return present + unregistered + staff; }
};

// `before`: the lines of the meal when it was last served, of all its rounds of that day.
MealOrder order_for(Persons present, Persons unregistered, std::span<const LineTotal> before);

}  // namespace jatigi::assistance

#include "centre/assistance/meal_order.h"

#include <algorithm>

namespace jatigi::assistance {
namespace {

Meals plates_of(PlateLine line, std::span<const LineTotal> totals) {
    Meals sum;
    for (const LineTotal& total : totals)
        if (total.line == line) sum = sum + total.plates;
    return sum;
}

}  // namespace

MealOrder order_for(Persons present, Persons unregistered, std::span<const LineTotal> before) {
    MealOrder order{.present = Meals{present.count()},
                    .unregistered = Meals{std::max<std::int64_t>(0, unregistered.count())},
                    .staff = plates_of(PlateLine::staff, before)};
    // Whoever ate a diet may have left.
    order.infant_diet = std::min(plates_of(PlateLine::infant_diet, before), order.present);
    order.sick_diet =
        std::min(plates_of(PlateLine::sick_diet, before), order.present - order.infant_diet);
    return order;
}

}  // namespace jatigi::assistance

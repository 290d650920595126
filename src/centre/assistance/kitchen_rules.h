// What a kitchen goes by, from a reference table (reference/kitchen.csv).
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "platform/base/quantity.h"

namespace jatigi::assistance {

struct KitchenRules {
    std::chrono::minutes order_by{};  // After midnight at the site: when tomorrow's order is given.
    // So many plates at once, and more than so many for each person expected, are looked at again.
    Meals asked_from;
    std::int64_t plates_a_person_max = 0;
};

// Nothing where a rule is missing.
std::optional<KitchenRules> read_kitchen_rules(std::string_view csv);

}  // namespace jatigi::assistance

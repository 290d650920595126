#include "centre/assistance/kitchen_rules.h"

#include "platform/base/named_number.h"

namespace jatigi::assistance {

std::optional<KitchenRules> read_kitchen_rules(std::string_view csv) {
    const auto order_by = number_named(csv, "order_by");
    const auto asked_from = number_named(csv, "asked_from");
    const auto plates = number_named(csv, "plates_a_person_max");
    if (!order_by || !asked_from || !plates) return std::nullopt;
    return KitchenRules{std::chrono::minutes{*order_by}, Meals{*asked_from}, *plates};
}

}  // namespace jatigi::assistance

// Tomorrow's order, as numbers: for the kitchen, or the caterer.
#pragma once
#include <span>

#include "centre/assistance/kitchen_rules.h"
#include "centre/assistance/service.h"
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

// GET /api/v1/meal-order?site=
std::vector<http::Route> meal_order_routes(const http::Services& services,
                                           std::span<const Service> reference,
                                           const KitchenRules& rules);

}  // namespace jatigi::assistance

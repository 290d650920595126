// Plates that are counted by number, over HTTP; meals of paper and of the dark come in so, too.
#pragma once
#include <span>

#include "centre/assistance/kitchen_rules.h"
#include "centre/assistance/service.h"
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

// POST /api/v1/rounds/{id}/plates and /api/v1/rounds/{id}/plate-undos.
std::vector<http::Route> plate_count_routes(const http::Services& services,
                                            std::span<const Service> reference,
                                            const KitchenRules& rules);

}  // namespace jatigi::assistance

// People who go from one site to another, many at once: a bus to the next centre. Each one's stay
// ends there and another begins here; who is not there stops nobody else's seat.
#pragma once
#include "centre/sites/stay_api.h"

namespace jatigi::sites {

// One bus, or a few; more is typed again.
constexpr std::size_t transferred_together_max = 500;

// POST /api/v1/stays/transfer
std::vector<http::Route> transfer_routes(const http::Services& services, const FindTraveller& find);

}  // namespace jatigi::sites

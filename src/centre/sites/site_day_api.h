// The figures of a site's day, as numbers: what a morning meeting, a kitchen and a radio want.
#pragma once
#include "centre/sites/occupancy.h"
#include "centre/sites/unit_choice.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

struct SiteDayRules {
    HousingRules housing;
    std::vector<std::int64_t> age_bands;  // reference/age_bands.csv.
};

// GET /api/v1/sites/{code}/day?day=
std::vector<http::Route> site_day_routes(const http::Services& services, const SiteDayRules& rules);

}  // namespace jatigi::sites

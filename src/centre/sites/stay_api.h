// Check-in and the end of a stay, over HTTP and from inside the program.
#pragma once
#include "centre/sites/site_view.h"
#include "centre/sites/stay.h"
#include "people/registry/person_view.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// Paper is typed within the year; what lies further back is a slip.
constexpr Days typed_back_max{366};

// Refuses as decide() does; with stay.too_long_ago where `earliest` is given.
Result<StayId> check_in(log::WriteTx& tx, const log::Cause& cause,
                        const registry::PersonRow& person, const SiteRow& site, Day day,
                        std::optional<Day> earliest = {});

// Who stands at the gate (registry::find_traveller). `desk`: the site that they check in at, 0 when
// they leave.
using FindTraveller = std::function<Result<registry::PersonRow>(
    log::WriteTx&, const access::Account&, log::LocalId desk, std::string_view code)>;

// POST /api/v1/stays and /api/v1/stays/end.
std::vector<http::Route> stay_routes(const http::Services& services, const FindTraveller& find);

}  // namespace jatigi::sites

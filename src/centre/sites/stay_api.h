// Check-in and the end of a stay, over HTTP and from inside the program.
#pragma once
#include "centre/sites/site_view.h"
#include "centre/sites/stay.h"
#include "people/registry/person_view.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

struct CheckInRequest {
    registry::PersonId person;
    log::LocalId person_local = 0;
    SiteRow site;
    Day day;
};
// Refuses as decide() does.
Result<StayId> check_in(log::WriteTx& tx, const log::Cause& cause, const CheckInRequest& request);

// True when who typed this number must not learn that somebody has it; from the register, whose
// modules stay files may not look into.
using HidesPerson = std::function<Result<bool>(log::WriteTx&, const access::Account&,
                                               const registry::PersonRow&, std::string_view code)>;

std::vector<http::Route> stay_routes(const http::Services& services, const HidesPerson& hides);

}  // namespace jatigi::sites

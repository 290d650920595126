// Numbers on wrists: put on at night, bound to people days later; the pads that they come from.
#pragma once
#include "centre/sites/stay_api.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// GET and POST /api/v1/wristbands, POST …/sheet, …/bind, …/unbind, …/void; GET and POST
// /api/v1/wristband-pads.
std::vector<http::Route> wristband_routes(const http::Services& services,
                                          const FindTraveller& find);

}  // namespace jatigi::sites

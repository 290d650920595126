// The personal PIN of a round over HTTP (access/round_pin.h).
#pragma once
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

std::vector<http::Route> round_pin_routes(const http::Services& services);

}  // namespace jatigi::assistance

// The second factor of whoever is signed in: enrolling an app, codes of paper, showing a code.
#pragma once
#include "platform/http/route.h"
#include "platform/http/services.h"

namespace jatigi::http {

std::vector<Route> factor_routes(const Services& services);

}  // namespace jatigi::http

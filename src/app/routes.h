// Every route, registered in one plain list.
#pragma once
#include "platform/http/route.h"
#include "platform/http/services.h"

namespace jatigi::app {

std::vector<http::Route> all_routes(const http::Services& services);

}  // namespace jatigi::app

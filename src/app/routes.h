// Every route, registered in one plain list.
#pragma once
#include "platform/http/route.h"
#include "platform/http/services.h"

namespace jatigi::app {

// For Services: sites by code or name.
http::SiteNames site_names();

std::vector<http::Route> all_routes(const http::Services& services);

}  // namespace jatigi::app

// A device's own key in the place of a typed code (access/security_key.h), over HTTP.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

std::vector<Route> security_key_routes(const Services& services);

}  // namespace jatigi::http

// Making accounts, and confirming those that could be one of the two people of a nominal list.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

std::vector<Route> account_routes(const Services& services);

}  // namespace jatigi::http

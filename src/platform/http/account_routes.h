// Accounts: made, listed, confirmed, renewed, closed; emergency accounts, spoken codes; sessions
// listed and ended.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

std::vector<Route> account_routes(const Services& services);

}  // namespace jatigi::http

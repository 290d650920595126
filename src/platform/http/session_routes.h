// Signing in and out, passwords, accounts.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

constexpr std::string_view session_cookie = "__Host-jatigi";

std::vector<Route> session_routes(const Services& services);

}  // namespace jatigi::http

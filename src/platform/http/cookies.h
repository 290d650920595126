// The header "Cookie", as a browser writes it.
#pragma once
#include <string_view>

namespace jatigi::http {

// The value of the first cookie of that name; empty when there is none.
std::string_view cookie_value(std::string_view cookies, std::string_view name);

}  // namespace jatigi::http

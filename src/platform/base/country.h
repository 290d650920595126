// Countries and nationalities are written as ISO 3166-1 alpha-3: "MLI".
#pragma once
#include <algorithm>
#include <string_view>

namespace jatigi {

// Of that form; whether there is such a country it does not ask.
inline bool is_country_code(std::string_view code) {
    return code.size() == 3 &&
           std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace jatigi

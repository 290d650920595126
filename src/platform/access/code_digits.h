// Twelve digits on paper: of spoken_code.h and second_factor.h.
#pragma once
#include <sodium.h>

#include <string>

namespace jatigi::access {

constexpr std::size_t printed_digits = 12, group_digits = 4;

inline std::string fresh_digits() {
    std::string digits;
    for (std::size_t i = 0; i < printed_digits; ++i)
        digits += static_cast<char>('0' + randombytes_uniform(10));
    return digits;
}

// "1234 5678 9012"
inline std::string in_groups(const std::string& digits) {
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); i += group_digits) {
        if (i > 0) grouped += ' ';
        grouped += digits.substr(i, group_digits);
    }
    return grouped;
}

}  // namespace jatigi::access

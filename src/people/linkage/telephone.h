// Telephone numbers as people write them.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace jatigi::linkage {

// How a country writes its numbers: the code, and how many digits stand after it.
struct PhonePlan {
    std::string country_code;
    std::size_t digits = 0;
};
using PhonePlans = std::map<std::string, PhonePlan, std::less<>>;  // By ISO 3166-1 alpha-3.

struct PhoneReading {
    std::string e164;      // Empty when nothing is written or it cannot be used.
    bool damaged = false;  // Something is written that is no usable number ("2,23107E+10").
};
struct WrittenPhone {
    std::string_view text;
    std::string_view nationality;  // ISO 3166-1 alpha-3, may be empty.
};
// The first number when there are two. A bare national number gets the country code of the
// nationality.
PhoneReading read_phone(const WrittenPhone& written, const PhonePlans& plans);

}  // namespace jatigi::linkage

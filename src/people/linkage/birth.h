// When somebody was born, as far as it is known.
#pragma once
#include <string_view>

#include "platform/base/day.h"

namespace jatigi::registry {

enum class BirthPrecision { day, month, year, estimated };
std::string_view birth_precision_text(BirthPrecision precision);

// The person was born on one of these days, both ends included.
struct BirthInterval {
    Day min{};
    Day max{};
    BirthPrecision precision = BirthPrecision::day;
    friend bool operator==(const BirthInterval&, const BirthInterval&) = default;
};

// Same day so many years earlier; 29 February becomes the 28th.
Day years_before(Day day, int years);
// Likewise; the 31st becomes the last day of a shorter month.
Day months_before(Day day, int months);

}  // namespace jatigi::registry

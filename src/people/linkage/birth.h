// When somebody was born, as far as it is known.
#pragma once
#include <string_view>

#include "platform/base/day.h"
#include "platform/base/enum_text.h"

namespace jatigi::linkage {

enum class BirthPrecision { day, month, year, estimated };
constexpr auto enum_texts(BirthPrecision) {
    return texts_in_order<BirthPrecision>("day", "month", "year", "estimated");
}

// The person was born on one of these days, both ends included.
struct BirthInterval {
    Day min{};
    Day max{};
    BirthPrecision precision = BirthPrecision::day;
    friend bool operator==(const BirthInterval&, const BirthInterval&) = default;
};

// What was said of a birth, as an interval.
BirthInterval born_on(Day day);  // 1 January and 31 December stand for the whole year: that is how
                                 // offices write an unknown day.
BirthInterval born_in(std::chrono::year_month month);
BirthInterval born_in(std::chrono::year year);
BirthInterval born_about(std::chrono::year year);  // Two years to either side.
// Of that age on that day. Months count small children.
BirthInterval aged(std::chrono::years age, Day on);
BirthInterval aged(std::chrono::months age, Day on);

// Same day so many years earlier; 29 February becomes the 28th.
Day years_before(Day day, int years);
// Likewise; the 31st becomes the last day of a shorter month.
Day months_before(Day day, int months);

}  // namespace jatigi::linkage

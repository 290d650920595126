// Paper for a night without a computer: tally, wristbands, presence, service. Each sheet has a
// number and each row its own, so that what is typed the next day, by somebody else and perhaps
// twice, is one. Holds nobody's name.
#pragma once
#include <string>

#include "platform/base/result.h"

namespace jatigi::jobs {

struct PrintKit {
    std::string first_band;    // "A0001"; empty: the numbers are written by hand.
    std::int64_t bands = 100;  // Rows for wristbands, from 1 to kit_bands_max.
    std::int64_t sheets = 2;   // Of each of the other kinds, from 1 to kit_sheets_max.
};
constexpr std::int64_t kit_bands_max = 5'000, kit_sheets_max = 50;

// A PDF. Refuses with kit.too_large (params: bands, sheets), wristband.number_unreadable,
// pad.numbers_invalid where the numbers do not reach, print.*.
Result<std::string> print_kit(const PrintKit& kit);

}  // namespace jatigi::jobs

// The number by which people speak of a request or a list: "R-2023-0001", "L-2023-0012". It runs
// from 1 in each year (UTC, of the day on which the node wrote it) and is a node's own. What was
// numbered between a backup and its restore is on paper alone, so each restore goes on a thousand
// further; two restores of one backup, used one after the other, number alike.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/day.h"

namespace jatigi::disclosure {

struct RunningNumber {
    std::int64_t year = 0;
    std::int64_t number = 0;  // From 1; four digits, more when needed.
    friend auto operator<=>(const RunningNumber&, const RunningNumber&) = default;
};

std::int64_t year_of(Instant instant);

// The least number that may be given in this epoch of the log, which a restore begins: 1, 1001, …
std::int64_t first_number(std::int64_t log_epoch);

// `letter`: 'R' for a request, 'L' for a list.
std::string number_text(char letter, RunningNumber number);
std::optional<RunningNumber> parse_number(char letter, std::string_view text);

}  // namespace jatigi::disclosure

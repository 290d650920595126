// Days with a time of the day, as machines write them.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "platform/base/day.h"

namespace jatigi::lists {

struct WrittenInstant {
    Day day;
    int minute = 0;  // Of the day.
};
// "2023-01-14T22:40:00.000Z", "2023-01-14 23:59": local when it names its offset. Nothing for other
// texts, days without a time among them.
std::optional<WrittenInstant> read_instant(std::string_view text, std::chrono::minutes utc_offset);

// Whether a clock that shows this minute was meant to show midnight: web libraries write it some
// seconds early, or in a zone one or two hours west of it.
bool may_be_midnight(int minute);

}  // namespace jatigi::lists

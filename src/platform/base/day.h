// Days and instants. A Day is a calendar day of the site, without clock or zone; an Instant is UTC.
// Nothing ever derives one from the other except site_day(), with the site's own offset.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace jatigi {

using Day = std::chrono::sys_days;
using Days = std::chrono::days;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

std::string day_text(Day day);  // ISO 8601, "2023-01-16".
std::optional<Day> parse_day(std::string_view text);  // Exactly YYYY-MM-DD and a real date.
std::string instant_text(Instant instant);  // ISO 8601 with milliseconds, "2023-01-16T07:04:11.250Z".
// "2023-01-16T07:04:11Z", fractions allowed; UTC only.
std::optional<Instant> parse_instant(std::string_view text);

// Days since 1970-01-01, the form in which databases keep a day.
inline std::int64_t day_number(Day day) { return day.time_since_epoch().count(); }
inline Day day_of_number(std::int64_t number) { return Day{Days{number}}; }

// The civil day at a site whose clocks are `utc_offset` ahead of UTC.
inline Day site_day(Instant instant, std::chrono::minutes utc_offset) {
    return std::chrono::floor<Days>(instant + utc_offset);
}

// Full years from one day to a later one. Born on 29 February, somebody is a year older on 1 March.
std::int64_t years_between(Day from, Day to);

}  // namespace jatigi

#include "platform/base/day.h"

#include <fmt/format.h>

#include <charconv>
#include <tuple>

namespace jatigi {
namespace {

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() || text[0] == '-')
        return std::nullopt;
    return value;
}

}  // namespace

std::string day_text(Day day) {
    const std::chrono::year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

std::string instant_text(Instant instant) {
    const Day day = std::chrono::floor<Days>(instant);
    const std::chrono::hh_mm_ss time{
        std::chrono::floor<std::chrono::milliseconds>(instant - day)};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", day_text(day), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 20 || text.back() != 'Z' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':')
        return std::nullopt;
    const auto day = parse_day(text.substr(0, 10));
    const auto hours = number(text.substr(11, 2));
    const auto minutes = number(text.substr(14, 2));
    const auto seconds = number(text.substr(17, 2));
    if (!day || !hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60)
        return std::nullopt;
    Instant instant = *day + std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
                      std::chrono::seconds{*seconds};
    const std::string_view fraction = text.substr(19, text.size() - 20);
    if (fraction.empty()) return instant;
    if (fraction[0] != '.' || fraction.size() < 2 || fraction.size() > 7) return std::nullopt;
    std::string micros{fraction.substr(1)};
    micros.resize(6, '0');
    const auto value = number(micros);
    if (!value) return std::nullopt;
    return instant + std::chrono::microseconds{*value};
}

std::int64_t years_between(Day from, Day to) {
    const std::chrono::year_month_day begin{from}, end{to};
    const bool had_it = std::tuple{end.month(), end.day()} >= std::tuple{begin.month(), begin.day()};
    return static_cast<int>(end.year()) - static_cast<int>(begin.year()) - (had_it ? 0 : 1);
}

}  // namespace jatigi

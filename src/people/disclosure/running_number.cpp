#include "people/disclosure/running_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/base/text.h"

namespace jatigi::disclosure {
namespace {

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage) -- up to `end`
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value < 1) return std::nullopt;
    return value;
}

}  // namespace

std::int64_t year_of(Instant instant) {
    const std::chrono::year_month_day date{std::chrono::floor<Days>(instant)};
    return int{date.year()};
}

std::int64_t first_number(std::int64_t log_epoch) {
    constexpr std::int64_t numbers_between = 1'000;
    return 1 + std::max<std::int64_t>(log_epoch - 1, 0) * numbers_between;
}

std::string number_text(char letter, RunningNumber number) {
    return fmt::format("{}-{:04}-{:04}", letter, number.year, number.number);
}

std::optional<RunningNumber> parse_number(char letter, std::string_view text) {
    const auto parts = split(text, '-');
    if (parts.size() != 3 || parts[0] != std::string(1, letter)) return std::nullopt;
    const auto year = digits(parts[1]);
    const auto number = digits(parts[2]);
    if (!year || !number) return std::nullopt;
    // One spelling each, because the text is also a path.
    if (number_text(letter, {*year, *number}) != text) return std::nullopt;
    return RunningNumber{*year, *number};
}

}  // namespace jatigi::disclosure

#include "people/lists/workbook_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include "platform/base/day.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr double largest_exact = 9007199254740992;  // 2^53
constexpr double serial_end = 2'958'466;            // 31 December 9999 and one.
constexpr int minutes_of_day = 24 * 60;
constexpr int late_minute = 22 * 60;
constexpr double first_inexact = 1e15;  // A spreadsheet keeps fifteen digits.

// What counts in a format: the first section, without texts, colours and escaped characters.
std::string bare_format(std::string_view code) {
    std::string bare;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
            ++i;
        } else if (code[i] == '"' || code[i] == '[') {
            const char closing = code[i] == '"' ? '"' : ']';
            const std::size_t end = code.find(closing, i + 1);
            const std::string_view inside = code.substr(i + 1, end - i - 1);
            // [h] is an hour count; [Red], [$-40C] and [>99] are no part of the number.
            const bool elapsed = closing == ']' && !inside.empty() &&
                                 inside.find_first_not_of("hHmMsS") == std::string_view::npos;
            if (elapsed) bare += inside;
            if (end == std::string_view::npos) break;
            i = end;
        } else {
            bare += code[i];
        }
    }
    std::ranges::transform(bare, bare.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return bare;
}

std::optional<NumberShape> date_shape(std::string_view bare) {
    if (bare == "general" || bare == "standard") return std::nullopt;
    const bool d = bare.contains('d');
    const bool m = bare.contains('m');
    const bool y = bare.contains('y');
    const bool hours = bare.contains('h') || bare.contains('s');
    if (d || (y && hours)) return hours ? NumberShape::day_and_time : NumberShape::day;
    if (hours) return NumberShape::time;
    if (y) return m ? NumberShape::month : NumberShape::year;
    if (m) return NumberShape::day;  // "mmmm" alone: a month of a year that is not shown.
    return std::nullopt;
}

std::optional<NumberShape> built_in_shape(int id) {
    if (id == 17) return NumberShape::month;  // mmm-yy
    if (id == 22) return NumberShape::day_and_time;
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return NumberShape::time;
    // 27 to 36 and 50 to 58 are dates of East Asian editions.
    if ((id >= 14 && id <= 16) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
        return NumberShape::day;
    }
    return std::nullopt;
}

// "0# ## ## ## ##" shows ten digits: from the first nought on all places are filled.
std::size_t least_digits(std::string_view bare) {
    if (bare.find_first_not_of("0#? -./") != std::string_view::npos) return 0;
    // A decimal point is no mark between pairs.
    if (std::ranges::count(bare, '.') == 1 || bare.contains('/')) return 0;
    const auto first = bare.find('0');
    if (first == std::string_view::npos) return 0;
    const std::string_view rest = bare.substr(first);
    return static_cast<std::size_t>(
        std::ranges::count_if(rest, [](char c) { return c == '0' || c == '#' || c == '?'; }));
}

std::string day_shown(int serial, DayCount count) {
    using std::chrono::year;
    if (count == DayCount::from_1904) return day_text(Day{year{1904} / 1 / 1} + Days{serial});
    // The first spreadsheet took 1900 for a leap year and all others have kept that day, which no
    // calendar has, and the day before the first.
    if (serial == 60) return "1900-02-29";
    if (serial == 0) return "1900-01-00";
    return day_text(Day{year{1899} / 12 / (serial < 60 ? 31 : 30)} + Days{serial});
}

ShownNumber date_shown(double value, NumberShape shape, DayCount count) {
    const auto minutes = std::llround(value * minutes_of_day);
    const auto minute = static_cast<int>(minutes % minutes_of_day);
    const auto serial = static_cast<int>(minutes / minutes_of_day);
    const auto time = fmt::format("{:02}:{:02}", minute / 60, minute % 60);
    if (shape == NumberShape::time && serial == 0) return {time};
    const std::string day = day_shown(serial, count);
    if (shape == NumberShape::day_and_time || shape == NumberShape::time)
        return {minute == 0 ? day : day + " " + time};
    const bool first = shape == NumberShape::month ? day.ends_with("-01") : day.ends_with("-01-01");
    if (shape != NumberShape::day) {
        if (!first || minute != 0) return {day, CellNote::month_shown};
        const std::string year = day.substr(0, 4);
        return {shape == NumberShape::year ? year : day.substr(5, 2) + "/" + year,
                CellNote::month_shown};
    }
    if (minute == 0) return {day};
    return {minute >= late_minute ? day + " " + time : day, CellNote::hour_hidden};
}

bool is_whole(std::string_view stored) {
    if (stored.starts_with('-')) stored.remove_prefix(1);
    return !stored.empty() &&
           std::ranges::all_of(stored, [](char c) { return c >= '0' && c <= '9'; });
}

std::string with_noughts(std::string digits, std::size_t least) {
    if (digits.starts_with('-') || digits.size() >= least) return digits;
    return std::string(least - digits.size(), '0') + digits;
}

std::optional<int> hex_value(std::string_view four) {
    int value = 0;
    const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), value, 16);
    if (error != std::errc{} || end != four.data() + four.size()) return std::nullopt;
    return value;
}

}  // namespace

NumberFormat number_format(int id, std::string_view code) {
    if (code.empty()) return {.shape = built_in_shape(id).value_or(NumberShape::plain)};
    const std::string bare = bare_format(code);
    if (const auto shape = date_shape(bare)) return {.shape = *shape};
    return {.shape = NumberShape::plain, .least_digits = least_digits(bare)};
}

ShownNumber shown_number(std::string_view stored, const NumberFormat& format, DayCount count) {
    std::string text = trim(stored);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return {std::move(text)};
    }
    if (format.shape != NumberShape::plain && value >= 0 && value < serial_end) {
        return date_shown(value, format.shape, count);
    }
    const auto lost =
        std::abs(value) >= first_inexact ? std::optional(CellNote::digits_lost) : std::nullopt;
    if (is_whole(text)) return {with_noughts(text, format.least_digits), lost};
    if (std::floor(value) == value && std::abs(value) < largest_exact) {
        return {with_noughts(fmt::format("{:.0f}", value), format.least_digits), lost};
    }
    return {upper(fmt::format("{:.15g}", value)), lost};
}

std::string unescaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        int c = static_cast<unsigned char>(rest[0]);
        if (rest.starts_with("_x") && rest.size() >= 7 && rest[6] == '_') {
            const auto value = hex_value(rest.substr(2, 4));
            // Beyond ASCII nobody needs it: the letter itself is written.
            if (value && *value < 0x80) {
                c = *value;
                at += 6;
            }
        }
        if (c == '\r') continue;
        const bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
        result += control ? ' ' : static_cast<char>(c);
    }
    return result;
}

}  // namespace jatigi::lists

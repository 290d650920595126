#include "platform/access/opening_limits.h"

#include <charconv>

#include "platform/base/text.h"

namespace jatigi::access {
namespace {

constexpr std::int64_t limit_max = 1'000'000;

std::optional<std::int64_t> limit_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < 1 || value > limit_max) return std::nullopt;
    return value;
}

// The latest that is valid; where none is yet, as when a clock lost its years, the first that will
// be.
bool is_nearer(Day from, Day chosen, Day today) {
    if (from <= today) return chosen > today || from >= chosen;
    return chosen > today && from < chosen;
}

Result<std::int64_t> find_limit(std::string_view csv, std::string_view name, Day today) {
    std::optional<Day> latest;
    std::optional<std::int64_t> value;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() != 6 || cells[0] != name) continue;
        const auto from = parse_day(cells[5]);
        if (!from || (latest && !is_nearer(*from, *latest, today))) continue;
        latest = from;
        value = limit_of(cells[1]);
    }
    if (!value)
        return refuse(ErrorKind::unavailable, "access.limits_unreadable", std::string(name));
    return *value;
}

}  // namespace

Result<vault::OpeningLimits> read_opening_limits(std::string_view csv, Day today) {
    vault::OpeningLimits limits;
    TRY_ASSIGN(limits.files_per_hour_max, find_limit(csv, "files_per_hour_max", today));
    TRY_ASSIGN(limits.own_hour_factor, find_limit(csv, "own_hour_factor", today));
    TRY_ASSIGN(limits.own_hour_floor, find_limit(csv, "own_hour_floor", today));
    TRY_ASSIGN(const std::int64_t days, find_limit(csv, "own_window_days", today));
    limits.own_window = std::chrono::days{days};
    TRY_ASSIGN(limits.names_alarm, find_limit(csv, "names_alarm", today));
    TRY_ASSIGN(limits.names_per_hour_max, find_limit(csv, "names_per_hour_max", today));
    return limits;
}

Result<std::int64_t> read_list_names_max(std::string_view csv, Day today) {
    return find_limit(csv, "list_names_max", today);
}

}  // namespace jatigi::access

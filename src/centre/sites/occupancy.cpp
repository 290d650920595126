#include "centre/sites/occupancy.h"

#include <algorithm>
#include <charconv>

#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

bool is_there_at_night(const CountedStay& stay, Day day) {
    return stay.from <= day && (!stay.to || *stay.to > day);
}
bool was_there_in_the_morning(const CountedStay& stay, Day day, Instant morning) {
    return stay.came_at <= morning && stay.from <= day &&
           !(stay.left_at && *stay.left_at <= morning);
}

// What became of one person between the two figures.
struct Passage {
    bool morning = false, night = false;
    bool came_after = false;      // A stay of theirs was written down since the morning.
    std::optional<Day> from, to;  // Of the latest stays that speak for it.
};

void look_at(Passage& one, const CountedStay& stay, Day day, Instant morning) {
    const bool there = is_there_at_night(stay, day);
    one.morning |= was_there_in_the_morning(stay, day, morning);
    one.night |= there;
    one.came_after |= stay.came_at > morning;
    if (there) one.from = std::max(one.from.value_or(stay.from), stay.from);
    if (stay.to && *stay.to <= day) one.to = std::max(one.to.value_or(*stay.to), *stay.to);
}

void count(Persons& of_the_day, Persons& of_before, bool is_of_the_day) {
    Persons& counted = is_of_the_day ? of_the_day : of_before;
    counted = counted + Persons{1};
}

}  // namespace

DayFigures figures_of(std::span<const CountedStay> stays, Day day, Instant morning, Instant now) {
    std::map<std::int64_t, Passage> people;
    for (const CountedStay& stay : stays)
        if (stay.from <= day) look_at(people[stay.person], stay, day, morning);
    DayFigures figures;
    Persons at_seven;
    for (const auto& [person, one] : people) {
        if (one.morning) at_seven = at_seven + Persons{1};
        if (one.night) figures.night = figures.night + Persons{1};
        if (one.night && !one.morning) count(figures.came, figures.came_late, one.from == day);
        if (one.morning && !one.night) count(figures.left, figures.left_late, one.to == day);
        if (!one.morning && !one.night && one.came_after && one.to == day)
            figures.passed_through = figures.passed_through + Persons{1};
    }
    if (now < morning) return {.night = figures.night};
    figures.morning = at_seven;
    return figures;
}

std::map<std::int64_t, std::int64_t> units_at_night(std::span<const CountedStay> stays, Day day) {
    std::map<std::int64_t, std::int64_t> units;
    for (const CountedStay& stay : stays) {
        if (!is_there_at_night(stay, day)) continue;
        auto& unit = units[stay.person];
        if (unit == 0) unit = stay.unit;
    }
    return units;
}

Places free_places(const UnitCount& unit) {
    const std::int64_t left =
        unit.unit.capacity.count() - unit.unit.blocked.count() - unit.people.count();
    return Places{std::max<std::int64_t>(left, 0)};
}

UnitTotals totals_of(std::span<const UnitCount> units) {
    UnitTotals totals;
    for (const UnitCount& unit : units) {
        const std::int64_t over = unit.people.count() - unit.unit.capacity.count();
        if (over > 0) totals.beyond = totals.beyond + Persons{over};
        if (unit.closed) continue;
        totals.capacity = totals.capacity + unit.unit.capacity;
        totals.blocked = totals.blocked + unit.unit.blocked;
        if (unit.unit.transitory) totals.transitory = totals.transitory + unit.unit.capacity;
        if (over < 0) totals.free = totals.free + Places{-over};
        if (!unit.unit.transitory) totals.allocable = totals.allocable + free_places(unit);
    }
    return totals;
}

std::optional<std::vector<std::int64_t>> read_age_bands(std::string_view csv) {
    std::vector<std::int64_t> bands;
    for (const std::string& line : split(csv, '\n')) {
        const std::string cell = split(trim(line), ',').front();
        if (cell.empty() || cell == "from_years") continue;
        std::int64_t from = 0;
        const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), from);
        const bool ascends = bands.empty() ? from == 0 : from > bands.back();
        if (error != std::errc{} || stop != cell.data() + cell.size() || !ascends)
            return std::nullopt;
        bands.push_back(from);
    }
    if (bands.empty()) return std::nullopt;
    return bands;
}

std::optional<std::size_t> band_of(std::span<const std::int64_t> bands,
                                   std::optional<std::int64_t> age_min,
                                   std::optional<std::int64_t> age_max) {
    if (!age_min || !age_max) return std::nullopt;
    const auto band = [&](std::int64_t age) {
        return static_cast<std::size_t>(std::ranges::upper_bound(bands, age) - bands.begin());
    };
    const std::size_t youngest = band(*age_min);
    if (youngest == 0 || youngest != band(*age_max)) return std::nullopt;
    return youngest - 1;
}

}  // namespace jatigi::sites

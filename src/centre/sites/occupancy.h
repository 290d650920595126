// The figures of a site's day: the morning figure that is fixed, the figure of the night, and the
// bridge between them. A stay is known from when it was written down: the log keeps that, so the
// morning figure can be had again at any later time, and no late paper changes it.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "centre/sites/unit.h"
#include "platform/base/day.h"

namespace jatigi::sites {

struct CountedStay {
    std::int64_t person = 0;  // One number for all files of a person.
    std::int64_t unit = 0;    // Where they sleep in the night of the day; 0 for nowhere.
    Day from;
    std::optional<Day> to;  // The first night they are not there.
    Instant came_at;        // When the beginning and the end were written down.
    std::optional<Instant> left_at;
};

// morning + came + came_late - left - left_late = night.
struct DayFigures {
    std::optional<Persons> morning;  // Nothing before that hour.
    Persons came, came_late;         // Written down since the morning: of that day, of days before.
    Persons left, left_late;
    Persons passed_through;  // Came after the morning and left before the night: in neither figure.
    Persons night;           // At 24:00 as is known now; today, as it stands.
};
// `morning`: the instant of that day's morning figure; `now`: the latest that is known.
DayFigures figures_of(std::span<const CountedStay> stays, Day day, Instant morning, Instant now);

// Who sleeps there in the night of the day, each person once, and in which unit.
std::map<std::int64_t, std::int64_t> units_at_night(std::span<const CountedStay> stays, Day day);

struct UnitTotals {
    Places capacity, blocked;  // Of units that are not closed.
    Places transitory;         // Part of the capacity: for the first hours.
    Places free;               // Capacity less people, unit by unit.
    Places allocable;          // Free and not blocked, in units to stay in.
    Persons beyond;            // More people than places, unit by unit.
};
struct UnitCount {
    UnitDescription unit;
    bool closed = false;
    Persons people;
};
UnitTotals totals_of(std::span<const UnitCount> units);
// What may still be given: never less than none.
Places free_places(const UnitCount& unit);

// The first years of the bands, ascending: reference/age_bands.csv. Nothing when one is no number.
std::optional<std::vector<std::int64_t>> read_age_bands(std::string_view csv);
// The band that full years fall into; nothing where they may fall into several.
std::optional<std::size_t> band_of(std::span<const std::int64_t> bands,
                                   std::optional<std::int64_t> age_min,
                                   std::optional<std::int64_t> age_max);

}  // namespace jatigi::sites

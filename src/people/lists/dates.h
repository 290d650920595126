// Dates, years and ages as clerks write them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "people/linkage/birth.h"
#include "platform/base/day.h"

namespace jatigi::lists {

enum class DateShape {
    missing,     // Empty, "?", "inconnu".
    unreadable,  // "19?8".
    impossible,  // 31/02/1995: no calendar has it, in either order of day and month.
    day,
    month,
    year,
    around,          // "vers 1998": two years to either side.
    age_years,       // "25 ans", or a bare number up to 110.
    age_months,      // "8 mois".
    age_days,        // "10 jours", "3 semaines", "nouveau-né".
    other_calendar,  // "1410 H": counted from another event, and left as it is written.
};

struct WrittenDate {
    DateShape shape = DateShape::missing;
    // For day, month, year and around: every day that may be meant.
    Day first{};
    Day last{};
    int age = 0;                   // For the ages, in years, months or days…
    int oldest = 0;                // …and its upper end: "25-30 ans". Else the same.
    bool century_assumed = false;  // The year had two digits.
    bool month_first = false;      // Only readable as month/day/year.
    bool has_remark = false;       // More is said than was read: "vers 1990 (selon sa mère)".
};

// Words that dates use, each with its code: month "01".."12", around, born, age_years, age_months,
// age_weeks, age_days, newborn, calendar, missing.
using DateWords = std::map<std::string, std::string, std::less<>>;

enum class DayOrder { day_first, month_first };

// `list_year` decides the century of two-digit years: above its last two digits 19yy, else 20yy.
WrittenDate read_date(std::string_view cell, const DateWords& words, int list_year,
                      DayOrder order = DayOrder::day_first);

// "14/05/1990 à Kayes", under a heading that names both.
struct DateAndPlace {
    WrittenDate date;
    std::string place;  // Empty when none is written.
};
DateAndPlace read_date_and_place(std::string_view cell, const DateWords& words, int list_year,
                                 DayOrder order = DayOrder::day_first);

// The first day that stands in a text: "Liste des arrivées du 14/01/2023".
WrittenDate read_date_within(std::string_view text, const DateWords& words, int list_year);

// What a cell says about the order of its column: "31/12/1999" day first, "12/31/1999" month first,
// "03/04/1999" either, "1999-12-31" and what is no date in numbers: none.
enum class OrderShown { none, day_first, month_first, either };
OrderShown order_shown(std::string_view cell);

// 1 January and 31 December stand for the whole year: that is how offices write an unknown day.
// Ages count back from the arrival; nothing without one, or when the date was not readable.
std::optional<linkage::BirthInterval> birth_interval(const WrittenDate& written,
                                                     std::optional<Day> arrival);

}  // namespace jatigi::lists

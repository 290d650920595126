// Written dates made of their parts.
#pragma once
#include <chrono>
#include <optional>

#include "people/lists/dates.h"

namespace jatigi::lists {

constexpr int oldest_bare_age = 110;  // A bare number up to this is an age.
constexpr int first_year = 1000;
constexpr int last_year = 2999;

// Years that nobody on a list was born in by our calendar, and that others count: of the Hijra and
// of Iran, of the Buddha.
bool is_of_another_calendar(int year);

WrittenDate shaped(DateShape shape);
WrittenDate whole_year(int year);
WrittenDate whole_month(std::chrono::year_month month);
WrittenDate one_day(Day day);
WrittenDate an_age(DateShape shape, int age);
std::chrono::year_month month_of(int year, int month);
std::optional<Day> calendar_day(int year, int month, int day);  // Nothing when no calendar has it.

}  // namespace jatigi::lists

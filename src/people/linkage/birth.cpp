#include "people/linkage/birth.h"

#include <array>

namespace jatigi::linkage {
namespace {

using std::chrono::year_month_day;

constexpr std::chrono::years about_slack{2};

BirthInterval interval(Day min, Day max, BirthPrecision precision) {
    return {.min = min, .max = max, .precision = precision};
}

Day first_of(std::chrono::year year) {
    return Day{year / 1 / 1};
}
Day last_of(std::chrono::year year) {
    return Day{year / 12 / 31};
}

// Every day on which a person of that age on that day may have been born.
BirthInterval aged_months(int least, int beyond, Day on) {
    return interval(months_before(on, beyond) + Days{1}, months_before(on, least),
                    BirthPrecision::estimated);
}

}  // namespace

BirthInterval born_on(Day day) {
    const year_month_day date{day};
    if (day == first_of(date.year()) || day == last_of(date.year())) return born_in(date.year());
    return interval(day, day, BirthPrecision::day);
}

BirthInterval born_in(std::chrono::year_month month) {
    return interval(Day{month / 1}, Day{month / std::chrono::last}, BirthPrecision::month);
}

BirthInterval born_in(std::chrono::year year) {
    return interval(first_of(year), last_of(year), BirthPrecision::year);
}

BirthInterval born_about(std::chrono::year year) {
    return interval(first_of(year - about_slack), last_of(year + about_slack),
                    BirthPrecision::estimated);
}

BirthInterval aged(std::chrono::years age, Day on) {
    const int years = static_cast<int>(age.count());
    return aged_months(12 * years, 12 * (years + 1), on);
}

BirthInterval aged(std::chrono::months age, Day on) {
    const int months = static_cast<int>(age.count());
    return aged_months(months, months + 1, on);
}

Day months_before(Day day, int months) {
    const year_month_day date{day};
    const year_month_day earlier = date - std::chrono::months{months};
    return earlier.ok() ? Day{earlier} : Day{earlier.year() / earlier.month() / std::chrono::last};
}

Day years_before(Day day, int years) {
    return months_before(day, years * 12);
}

}  // namespace jatigi::linkage

#include "people/lists/date_parts.h"

namespace jatigi::lists {

using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

bool is_of_another_calendar(int y) {
    return (y >= 1300 && y <= 1500) || (y >= 2400 && y <= 2700);
}

WrittenDate shaped(DateShape shape) {
    WrittenDate date;
    date.shape = shape;
    return date;
}

WrittenDate whole_year(int y) {
    WrittenDate date = shaped(DateShape::year);
    date.first = Day{year{y} / 1 / 1};
    date.last = Day{year{y} / 12 / 31};
    return date;
}

WrittenDate whole_month(std::chrono::year_month of) {
    WrittenDate date = shaped(DateShape::month);
    date.first = Day{of / 1};
    date.last = Day{of / std::chrono::last};
    return date;
}

std::chrono::year_month month_of(int y, int m) {
    return year{y} / month{static_cast<unsigned>(m)};
}

WrittenDate one_day(Day day) {
    WrittenDate date = shaped(DateShape::day);
    date.first = date.last = day;
    return date;
}

WrittenDate an_age(DateShape shape, int age) {
    WrittenDate date = shaped(shape);
    date.age = date.oldest = age;
    return date;
}

std::optional<Day> calendar_day(int y, int m, int d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              std::chrono::day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

}  // namespace jatigi::lists

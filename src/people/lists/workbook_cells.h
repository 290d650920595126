// How a workbook shows a number: its format says whether it is a day, a month, an hour or a number
// with noughts in front.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "people/lists/table.h"

namespace jatigi::lists {

enum class NumberShape { plain, day, month, year, day_and_time, time };

struct NumberFormat {
    NumberShape shape = NumberShape::plain;
    std::size_t least_digits = 0;  // "00000000" shows noughts in front: telephones, papers.
};

// `code` in the form that files hold, which is the same in every language ("dd/mm/yyyy"); may be
// empty for the formats below 164, that have a number alone (ECMA-376 part 1, 18.8.30).
NumberFormat number_format(int id, std::string_view code);

// From which day serial numbers count. Both have their first serials before 1 January 1905.
enum class DayCount { from_1900, from_1904 };

// The stored text of a number as the list should say it: "22310184550" and never "2.2310184550E10"
// where that is exact, days as 2023-01-15, months as 05/1999, days with hours as
// "2023-01-15 14:30". What is no number comes back as it is.
// A day of which only the month or year is shown is that day, unless it is the first. A time that
// is not shown stands only in days of the last hour, or of the last two: it may be a midnight that
// the writer missed ("2023-01-14 23:59").
struct ShownNumber {
    std::string text;
    std::optional<CellNote> note{};
};
ShownNumber shown_number(std::string_view stored, const NumberFormat& format, DayCount count);

// ST_Xstring writes what XML cannot hold as _xHHHH_ (ECMA-376 part 1, 22.9.2.19). Carriage returns
// go, other control characters become blanks.
std::string unescaped(std::string_view text);

}  // namespace jatigi::lists

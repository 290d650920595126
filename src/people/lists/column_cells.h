// What the cells under a heading show of what the heading means.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "people/lists/table.h"

namespace jatigi::lists {

// The rows under the last line of a header, by columns counted from nought.
class ColumnCells {
public:
    // Of a header whose last line is that row of the table.
    ColumnCells(const ListTable& table, std::size_t last_line)
        : table_(table), begin_(last_line + 1) {}

    bool are_filled(std::size_t column) const;   // Any of them.
    bool any_digit(std::size_t column) const;    // In any of them.
    bool hold_digits(std::size_t column) const;  // In most.
    bool hold_phones(std::size_t column) const;  // Most, and written as such: "+223 10 18 45 50".
    bool all_differ(std::size_t column) const;
    bool are_yes_or_no(std::size_t column) const;  // All that say something.
    // Many rows share a number, and not since each convoy counts from one.
    bool repeat(std::size_t column) const;
    // One half of a name stands in the column, the other in the next one.
    bool hold_names_with_next(std::size_t column) const;

    struct Columns {
        std::size_t first;
        std::size_t second;
    };
    // How many rows fill the one, the other, and both with different words.
    struct Pair {
        std::size_t first = 0;
        std::size_t second = 0;
        std::size_t differ = 0;
    };
    Pair pair(const Columns& columns) const;

private:
    struct Place {
        std::size_t row;
        std::size_t column;
    };
    std::string_view at(const Place& place) const;
    bool counts_anew(std::size_t column) const;

    const ListTable& table_;
    std::size_t begin_;
};

}  // namespace jatigi::lists

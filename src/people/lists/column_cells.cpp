#include "people/lists/column_cells.h"

#include <algorithm>
#include <set>

#include "people/lists/fields.h"
#include "people/lists/header_line.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::string_view all_digits = "0123456789";

// Those of Arabic too, in UTF-8: D9 A0 to A9, DB B0 to B9.
bool has_digit(std::string_view cell) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (is_digit(cell[i])) return true;
        if (i + 1 == cell.size()) return false;
        const auto one = static_cast<unsigned char>(cell[i]);
        const auto two = static_cast<unsigned char>(cell[i + 1]);
        if ((one == 0xD9 && two >= 0xA0 && two <= 0xA9) ||
            (one == 0xDB && two >= 0xB0 && two <= 0xB9))
            return true;
    }
    return false;
}

}  // namespace

std::string_view ColumnCells::at(const Place& place) const {
    return cell_of(&table_.rows[place.row], place.column);
}

bool ColumnCells::are_filled(std::size_t column) const {
    for (std::size_t row = begin_; row < table_.rows.size(); ++row)
        if (!is_blank_text(at({.row = row, .column = column}))) return true;
    return false;
}

bool ColumnCells::any_digit(std::size_t column) const {
    for (std::size_t row = begin_; row < table_.rows.size(); ++row)
        if (has_digit(at({.row = row, .column = column}))) return true;
    return false;
}

bool ColumnCells::hold_digits(std::size_t column) const {
    std::size_t filled = 0;
    std::size_t numbers = 0;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string_view cell = at({.row = row, .column = column});
        if (is_blank_text(cell)) continue;
        ++filled;
        if (cell.find_first_of(all_digits) != std::string_view::npos) ++numbers;
    }
    return numbers * 2 > filled;
}

bool ColumnCells::hold_phones(std::size_t column) const {
    std::size_t filled = 0;
    std::size_t phones = 0;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string cell = trim(at({.row = row, .column = column}));
        if (cell.empty()) continue;
        ++filled;
        const bool marks =
            cell.starts_with('+') || cell.starts_with("00") || std::ranges::count(cell, ' ') >= 3;
        const bool numbers = cell.find_first_not_of("+0123456789 .-") == std::string::npos;
        if (marks && numbers && digits_of(cell).size() >= 8) ++phones;
    }
    return phones > 0 && phones * 2 > filled;
}

bool ColumnCells::all_differ(std::size_t column) const {
    std::set<std::string> seen;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string number = trim(at({.row = row, .column = column}));
        if (!number.empty() && !seen.insert(number).second) return false;
    }
    return true;
}

bool ColumnCells::are_yes_or_no(std::size_t column) const {
    bool filled = false;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string_view cell = at({.row = row, .column = column});
        if (word_key(cell).empty()) continue;
        if (!yes_or_no(cell)) return false;
        filled = true;
    }
    return filled;
}

bool ColumnCells::repeat(std::size_t column) const {
    constexpr std::size_t enough = 10;
    std::set<std::string> seen;
    std::size_t filled = 0;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        std::string cell = trim(at({.row = row, .column = column}));
        if (is_blank_mark(cell)) continue;
        ++filled;
        seen.insert(std::move(cell));
    }
    return filled >= enough && seen.size() * 10 < filled * 9 && !counts_anew(column);
}

// "1", "2", "3", and from "1" again.
bool ColumnCells::counts_anew(std::size_t column) const {
    int last = 0;
    std::size_t steps = 0;
    std::size_t filled = 0;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string digits = digits_of(at({.row = row, .column = column}));
        if (digits.empty() || digits.size() > 6) continue;
        const int number = std::stoi(digits);
        ++filled;
        if (number == last + 1 || number == 1) ++steps;
        last = number;
    }
    return steps * 10 >= filled * 8;
}

bool ColumnCells::hold_names_with_next(std::size_t column) const {
    constexpr std::size_t rows_to_look_at = 50;
    std::size_t named = 0;
    std::size_t in_both = 0;
    const std::size_t end = std::min(table_.rows.size(), begin_ + rows_to_look_at);
    for (std::size_t row = begin_; row < end; ++row) {
        if (is_blank_text(at({.row = row, .column = column})) || filled_cells(table_.rows[row]) < 3)
            continue;
        ++named;
        const std::string_view next = at({.row = row, .column = column + 1});
        // Not "M" and "F".
        if (trim(next).size() > 1 && next.find_first_of(all_digits) == std::string_view::npos)
            ++in_both;
    }
    return named > 0 && in_both * 4 >= named * 3;
}

ColumnCells::Pair ColumnCells::pair(const Columns& columns) const {
    Pair pair;
    for (std::size_t row = begin_; row < table_.rows.size(); ++row) {
        const std::string one = trim(at({.row = row, .column = columns.first}));
        const std::string other = trim(at({.row = row, .column = columns.second}));
        if (!one.empty()) ++pair.first;
        if (!other.empty()) ++pair.second;
        if (!one.empty() && !other.empty() && one != other) ++pair.differ;
    }
    return pair;
}

}  // namespace jatigi::lists

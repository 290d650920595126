// What a whole column shows of how its cells were written, so that a single cell can be read.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "people/lists/dates.h"
#include "people/lists/fields.h"
#include "people/lists/row.h"
#include "people/lists/shape.h"
#include "people/lists/table.h"

namespace jatigi::lists {

struct DateHabit {
    // Cells that can only be read so, and hardly any that can only be read the other way.
    DayOrder order = DayOrder::day_first;
    // A spreadsheet of another country took those days for dates in which both numbers are 12 or
    // less, with the two exchanged, and left the others as text.
    bool exchanged = false;
    bool perhaps_exchanged = false;  // So it looks, but the cells are too few.
    // Cells that can be read both ways, in a list whose other days have the month first.
    bool perhaps_month_first = false;
    bool late_is_next_day = false;  // Midnights, written a little early.
    bool months_are_days = false;   // Of which the spreadsheet shows the month alone.
};

// What "M" means: a man; beside "H" and without "F", perhaps a woman (mujer, mulher), as a Spanish
// or Portuguese heading says.
enum class SexLetters { usual, unclear, spanish };

// The data rows of a table by their columns. Rows are counted as in the table.
class ListHabits {
public:
    struct Rules {
        const ListWords& words;
        Day list_date;
        std::chrono::minutes utc_offset;  // Of the site.
    };
    ListHabits(const ListTable& table, const ListShape& shape, const Rules& rules);

    // The order of days and months in a column of that field.
    DayOrder order_of(ListField field) const;

    // Whether a column of a closed set is written in codes that we do not know: then a cell of it
    // says nothing about cells that slipped.
    bool is_in_codes(ListField field) const { return in_codes_.contains(field); }

    SexLetters sex_letters() const { return sex_letters_; }

    // What whoever reads the row is to be told of its cells.
    struct Mended {
        std::vector<RowReason> reasons;
        std::set<ListField> lost;  // Fields of which a number lost its last digits.
    };
    // Puts the cells of a row of that layout right: days as ISO days, guards and formulas without a
    // result taken off.
    Mended mend(ListRow& row, std::size_t layout) const;

    // Whether "NA" is a name in that column: most of its names are in capitals, and the list does
    // not write "NA" for what is missing elsewhere.
    bool may_be_na(ListField field) const {
        return !na_is_nothing_ && in_capitals_.contains(field);
    }
    // Columns of formulas that were never computed.
    std::vector<ListColumn> uncomputed_columns() const;

private:
    using Column = std::pair<std::size_t, std::size_t>;  // Layout, column.
    struct DateCounts;
    struct CellCounts;
    void count(const ListRow& row, std::size_t layout, std::map<ListField, DateCounts>& dates,
               std::map<Column, CellCounts>& cells) const;
    void count_date(const ListRow& row, std::size_t column, DateCounts& counts) const;
    std::string mended_date(const ListRow& row, std::size_t column, const DateHabit& habit,
                            Mended& mended, ListField field) const;
    void find_sex_letters(const ListTable& table);
    void find_codes(const ListTable& table, const ListWords& words);
    std::optional<DayOrder> order_said(ListField field) const;
    void doubt_orders(const std::map<ListField, DateCounts>& counts);
    bool is_doubtful(std::string_view text, ListField field, const DateHabit& habit) const;
    ListField field_at(const Column& column) const;

    const ListShape& shape_;
    Day list_date_;
    std::chrono::minutes utc_offset_;
    std::map<ListField, DateHabit> dates_;
    std::set<Column> guarded_;  // By an apostrophe in front of letters, too.
    std::set<Column> uncomputed_;
    std::set<Column> rounded_;  // Numbers of sixteen digits and more, all ending in nought.
    std::set<ListField> in_capitals_;
    std::set<ListField> in_codes_;
    bool na_is_nothing_ = false;
    SexLetters sex_letters_ = SexLetters::usual;
};

}  // namespace jatigi::lists

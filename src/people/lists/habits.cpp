#include "people/lists/habits.h"

#include <algorithm>
#include <cmath>

#include "people/lists/fields.h"
#include "people/lists/instants.h"
#include "people/lists/names.h"
#include "people/lists/row_reader.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr int enough = 3;          // Cells that show a habit.
constexpr double unlikely = 0.02;  // That all days of a column fall so by chance.
constexpr double share_of_low_days = 12 / 30.4;
constexpr std::size_t inexact_digits = 16;
// Of so many days hardly ever none is the first of its month (5 %), and offices write many births
// so.
constexpr int days_without_a_first = 90;
constexpr int late = 22 * 60;  // From this minute on a midnight may be meant.
constexpr int early = 3 * 60;

bool is_date(ListField field) {
    return field == ListField::arrival_date || field == ListField::birth ||
           field == ListField::registration_date;
}

// "2023-01-14"
std::optional<std::chrono::year_month_day> iso_day(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) return std::nullopt;
    return std::chrono::year_month_day{*day};
}

bool is_low(const std::chrono::year_month_day& date) {
    return static_cast<unsigned>(date.day()) <= 12;
}

std::string exchanged(const std::chrono::year_month_day& date) {
    const std::chrono::year_month_day other{date.year(),
                                            std::chrono::month{static_cast<unsigned>(date.day())},
                                            std::chrono::day{static_cast<unsigned>(date.month())}};
    return day_text(Day{other});
}

// "12.0", as programs write whole numbers of a column that has a gap.
bool is_whole_with_point(std::string_view cell) {
    return cell.size() > 2 && cell.ends_with(".0") &&
           std::ranges::all_of(cell.substr(0, cell.size() - 2), is_digit);
}

bool is_all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

}  // namespace

struct ListHabits::DateCounts {
    int american = 0;        // "12/31/1999"
    int european = 0;        // "31/12/1999"
    int either = 0;          // "03/04/1999"
    int low_days = 0;        // ISO days up to the twelfth…
    int high_days = 0;       // …and later ones.
    int midnights = 0;       // Times that may be midnights.
    int late_hours = 0;      // Others of the last two hours.
    int other_hours = 0;     // And of the day.
    int months = 0;          // Months shown that are first days,
    int days_as_months = 0;  // and others.
    int firsts = 0;          // First days that are shown.
};

struct ListHabits::CellCounts {
    int filled = 0;
    int apostrophes = 0;
    int formulas = 0;
    int results = 0;  // Of formulas, but for nought.
    int long_numbers = 0;
    int exact_numbers = 0;  // Long ones that do not end in nought.
    int words = 0;
    int capitals = 0;
    int na = 0;
};

ListHabits::ListHabits(const ListTable& table, const ListShape& shape, const Rules& rules)
    : shape_(shape), list_date_(rules.list_date), utc_offset_(rules.utc_offset) {
    std::map<ListField, DateCounts> dates;
    std::map<Column, CellCounts> cells;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (shape.kinds[i] == RowKind::data) count(table.rows[i], shape.layout_of[i], dates, cells);
    for (const auto& [field, counts] : dates) {
        DateHabit& habit = dates_[field];
        if (counts.american >= enough && counts.american > 10 * counts.european)
            habit.order = DayOrder::month_first;
        // The texts that were left show the order in which all were typed.
        const int left = std::max(counts.american, counts.european);
        const bool one_sided = counts.low_days > 0 && counts.high_days == 0 && left > 0 &&
                               counts.either == 0 &&
                               std::min(counts.american, counts.european) == 0;
        const double chance =
            std::pow(share_of_low_days, counts.low_days) * std::pow(1 - share_of_low_days, left);
        habit.exchanged = one_sided && chance < unlikely;
        habit.perhaps_exchanged = one_sided && !habit.exchanged;
        if (habit.exchanged && counts.american > 0) habit.order = DayOrder::month_first;
        // Nobody writes the hour of a birth; convoys do come late in the evening.
        const bool birth = field == ListField::birth;
        habit.late_is_next_day = counts.midnights + (birth ? counts.late_hours : 0) > 0 &&
                                 counts.other_hours == 0 && (birth || counts.late_hours == 0);
        // A library that shows all first days as months leaves none among the others.
        const bool no_first =
            counts.firsts == 0 && counts.low_days + counts.high_days >= days_without_a_first;
        habit.months_are_days =
            counts.days_as_months > 0 || no_first || field == ListField::arrival_date;
        // Unless the cells show that it is not so.
        if (const auto said = order_said(field);
            said && (*said == DayOrder::month_first ? counts.european : counts.american) == 0)
            habit.order = *said;
    }
    for (const auto& [column, counts] : cells) {
        const ListField field = field_at(column);
        if (counts.apostrophes >= enough && counts.apostrophes * 2 >= counts.filled)
            guarded_.insert(column);
        if (counts.formulas > 0 && counts.results == 0) uncomputed_.insert(column);
        if (counts.long_numbers > 0 && counts.exact_numbers == 0) rounded_.insert(column);
        if (is_name(field) && counts.capitals * 2 > counts.words) in_capitals_.insert(field);
        na_is_nothing_ = na_is_nothing_ || (!is_name(field) && counts.na > 0);
    }
    doubt_orders(dates);
    find_codes(table, rules.words);
    find_sex_letters(table);
}

void ListHabits::find_sex_letters(const ListTable& table) {
    std::set<std::string> letters;
    std::string heading;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (shape_.kinds[i] != RowKind::data) continue;
        const ListLayout& layout = shape_.layouts[shape_.layout_of[i]];
        const auto column = layout.column_of(ListField::sex);
        if (!column || *column >= table.rows[i].cells.size()) continue;
        heading = layout.columns[*column].heading;
        if (letters.size() < 10) letters.insert(word_key(table.rows[i].cells[*column]));
    }
    if (!letters.contains("h") || !letters.contains("m")) return;
    const bool women = std::ranges::any_of(letters, [](const std::string& letter) {
        return letter.starts_with('f') || letter == "w";
    });
    if (women) return;
    const std::string key = word_key(heading);
    sex_letters_ = key.contains("hm") || key.starts_with("sexo") || key.starts_with("genero")
                       ? SexLetters::spanish
                       : SexLetters::unclear;
}

// "(mm/dd/yyyy)"
std::optional<DayOrder> ListHabits::order_said(ListField field) const {
    for (const ListLayout& layout : shape_.layouts)
        if (const auto column = layout.column_of(field); column && layout.columns[*column].order)
            return layout.columns[*column].order;
    return std::nullopt;
}

// One machine may have written all columns: where one shows that the month comes first, one that
// shows nothing is doubtful.
void ListHabits::doubt_orders(const std::map<ListField, DateCounts>& counts) {
    int american = 0;
    int european = 0;
    for (const auto& [field, count] : counts) {
        american += count.american;
        european += count.european;
    }
    if (american <= 10 * european) return;
    for (auto& [field, habit] : dates_)
        habit.perhaps_month_first = !order_said(field) && counts.at(field).american == 0 &&
                                    counts.at(field).european == 0 && counts.at(field).either > 0;
}

bool ListHabits::is_doubtful(std::string_view text, ListField field, const DateHabit& habit) const {
    if (!habit.perhaps_month_first || order_shown(text) != OrderShown::either) return false;
    static const DateWords no_words;
    const int year = year_of(list_date_);
    const WrittenDate one = read_date(text, no_words, year, DayOrder::day_first);
    const WrittenDate other = read_date(text, no_words, year, DayOrder::month_first);
    const bool two =
        one.shape == DateShape::day && other.shape == DateShape::day && one.first != other.first;
    // Nobody arrives after the list.
    return two && (field == ListField::birth || other.first <= list_date_);
}

void ListHabits::find_codes(const ListTable& table, const ListWords& words) {
    constexpr int enough_rows = 200;
    for (const ListField field : {ListField::sex, ListField::nationality}) {
        int filled = 0;
        int unread = 0;
        for (std::size_t i = 0; i < table.rows.size() && filled < enough_rows; ++i) {
            if (shape_.kinds[i] != RowKind::data) continue;
            const auto column = shape_.layouts[shape_.layout_of[i]].column_of(field);
            if (!column || *column >= table.rows[i].cells.size()) continue;
            const std::string& cell = table.rows[i].cells[*column];
            if (is_blank_mark(cell)) continue;
            ++filled;
            const bool read = field == ListField::sex
                                  ? !read_code(WordKind::sex, cell, words).unread
                                  : !read_nationality(cell, words).unread;
            if (!read) ++unread;
        }
        if (filled > 1 && unread * 2 > filled) in_codes_.insert(field);
    }
}

ListField ListHabits::field_at(const Column& column) const {
    const std::vector<ListColumn>& columns = shape_.layouts[column.first].columns;
    return column.second < columns.size() ? columns[column.second].field : ListField::unknown;
}

void ListHabits::count(const ListRow& row, std::size_t layout,
                       std::map<ListField, DateCounts>& dates,
                       std::map<Column, CellCounts>& cells) const {
    for (const auto& [column, note] : row.notes) {
        if (note != CellNote::formula) continue;
        CellCounts& counts = cells[{layout, column}];
        ++counts.formulas;
        const std::string_view text =
            column < row.cells.size() ? row.cells[column] : std::string_view{};
        if (!text.empty() && text != "0") ++counts.results;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string_view cell = row.cells[i];
        if (cell.empty()) continue;
        const ListField field = field_at({layout, i});
        if (is_date(field)) count_date(row, i, dates[field]);
        const bool apostrophe = cell.size() > 1 && cell[0] == '\'';
        const bool long_number = cell.size() >= inexact_digits && is_all_digits(cell);
        CellCounts& counts = cells[{layout, i}];
        ++counts.filled;
        if (apostrophe) ++counts.apostrophes;
        if (long_number) ++counts.long_numbers;
        if (long_number && cell.back() != '0') ++counts.exact_numbers;
        if (cell == "NA") ++counts.na;
        if (!is_name(field) || cell.size() < 3) continue;
        ++counts.words;
        if (is_in_capital_letters(cell)) ++counts.capitals;
    }
}

void ListHabits::count_date(const ListRow& row, std::size_t column, DateCounts& counts) const {
    const std::string text = trim(row.cells[column]);
    if (row.has_note(column, CellNote::month_shown)) {
        const bool day = iso_day(text).has_value();
        ++(day ? counts.days_as_months : counts.months);
        return;
    }
    if (const auto instant = read_instant(text, utc_offset_)) {
        if (may_be_midnight(instant->minute)) {
            ++counts.midnights;
        } else if (instant->minute >= late) {
            ++counts.late_hours;
        } else if (instant->minute > early) {
            ++counts.other_hours;
        }
        return;
    }
    if (row.has_note(column, CellNote::hour_hidden)) ++counts.other_hours;
    if (const auto date = iso_day(text)) {
        ++(is_low(*date) ? counts.low_days : counts.high_days);
        if (static_cast<unsigned>(date->day()) == 1) ++counts.firsts;
        return;
    }
    const OrderShown shown = order_shown(text);
    if (shown == OrderShown::day_first) ++counts.european;
    if (shown == OrderShown::month_first) ++counts.american;
    if (shown == OrderShown::either) ++counts.either;
}

DayOrder ListHabits::order_of(ListField field) const {
    const auto habit = dates_.find(field);
    return habit == dates_.end() ? DayOrder::day_first : habit->second.order;
}

std::string ListHabits::mended_date(const ListRow& row, std::size_t column, const DateHabit& habit,
                                    Mended& mended, ListField field) const {
    std::string text = trim(row.cells[column]);
    if (const auto instant = read_instant(text, utc_offset_)) {
        const bool next = instant->minute >= late && habit.late_is_next_day;
        text = day_text(instant->day + Days{next ? 1 : 0});
    } else if (row.has_note(column, CellNote::month_shown) && habit.months_are_days &&
               text.size() == 7 && text[2] == '/') {
        text = text.substr(3) + "-" + text.substr(0, 2) + "-01";
    }
    const RowReason swapped = field == ListField::birth ? RowReason::birth_day_month_swapped
                                                        : RowReason::arrival_day_month_swapped;
    if (is_doubtful(text, field, habit)) mended.reasons.push_back(swapped);
    const auto date = iso_day(text);
    if (!date || !is_low(*date) || !(habit.exchanged || habit.perhaps_exchanged)) return text;
    // 3 March is 3 March.
    if (static_cast<unsigned>(date->day()) == static_cast<unsigned>(date->month())) return text;
    mended.reasons.push_back(swapped);
    return habit.exchanged ? exchanged(*date) : text;
}

ListHabits::Mended ListHabits::mend(ListRow& row, std::size_t layout) const {
    Mended mended;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        std::string& cell = row.cells[i];
        const Column column{layout, i};
        const ListField field = field_at({layout, i});
        if (row.has_note(i, CellNote::formula) && uncomputed_.contains(column)) cell.clear();
        // Of R and of Stata.
        if (na_is_nothing_ && cell == "NA" && !is_name(field)) cell.clear();
        if (is_whole_with_point(cell) && field != ListField::observations)
            cell.resize(cell.size() - 2);
        if (cell.empty()) continue;
        if (cell[0] == '\'' && guarded_.contains(column)) cell.erase(0, 1);
        if (row.has_note(i, CellNote::stray_quote))
            mended.reasons.push_back(RowReason::quote_stray);
        const bool lost =
            row.has_note(i, CellNote::digits_lost) ||
            (rounded_.contains(column) && cell.size() >= inexact_digits && is_all_digits(cell));
        if (lost) mended.lost.insert(field);
        const auto habit = dates_.find(field);
        if (habit != dates_.end()) cell = mended_date(row, i, habit->second, mended, field);
    }
    for (const auto& [column, note] : row.notes)
        if (note == CellNote::formula && uncomputed_.contains({layout, column}) &&
            field_at({layout, column}) != ListField::unknown) {
            mended.reasons.push_back(RowReason::formula_not_computed);
            break;
        }
    return mended;
}

std::vector<ListColumn> ListHabits::uncomputed_columns() const {
    std::vector<ListColumn> found;
    for (const auto& [layout, column] : uncomputed_) {
        const auto& columns = shape_.layouts[layout].columns;
        if (column < columns.size()) found.push_back(columns[column]);
    }
    return found;
}

}  // namespace jatigi::lists

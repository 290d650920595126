#include "people/lists/row_cells.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jatigi::lists {
namespace {

// Columns in which free text may say what only protection staff should read.
bool may_be_sensitive(ListField field) {
    using enum ListField;
    return field == vulnerabilities || field == observations || field == unknown ||
           field == relation || field == marital_status;
}

bool is_tick(std::string_view cell) {
    constexpr std::array<std::string_view, 11> ticks{"x", "1", "oui", "yes",  "m",   "f",
                                                     "h", "o", "y",   "vrai", "true"};
    constexpr std::array<std::string_view, 5> marks{"✓", "✔", "+", "×", "*"};
    return std::ranges::find(ticks, word_key(cell)) != ticks.end() ||
           std::ranges::find(marks, cell) != marks.end();
}

bool is_no_tick(std::string_view cell) {
    constexpr std::array<std::string_view, 6> noes{"0", "non", "no", "n", "faux", "false"};
    return is_blank_mark(cell) || std::ranges::find(noes, word_key(cell)) != noes.end();
}

}  // namespace

bool may_be_ditto(ListField field) {
    return field != ListField::observations && field != ListField::unknown &&
           field != ListField::list_no && field != ListField::document_no;
}

RowCells::RowCells(const ListRow& row, const ListLayout& layout, const ListWords& words) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const ListColumn column = i < layout.columns.size() ? layout.columns[i] : ListColumn{};
        if (column.field == ListField::our_note) continue;
        RepairedText text = repair_encoding(row.cells[i]);
        repaired_ = repaired_ || text.repaired;
        std::string cell = tidy_blanks(text.text, Lines::kept);
        if (cell.empty() || is_sheet_error(cell)) continue;
        if (may_be_sensitive(column.field) && is_sensitive(cell, words)) {
            sensitive_.push_back(column.field);
        }
        const bool male = column.field == ListField::sex_male;
        if (male || column.field == ListField::sex_female) {
            if (is_no_tick(cell)) continue;
            // Ticked in both, it is unreadable.
            const std::string& sex = cells_[ListField::sex];
            const bool ticked = is_tick(cell);
            cells_[ListField::sex] = sex.empty() && ticked ? (male ? "M" : "F") : sex + cell;
            headings_[ListField::sex] = column.heading;
            continue;
        }
        if (column.field == ListField::unknown) {
            extras_.push_back(
                {.heading = column.heading, .text = Personal<std::string>(std::move(cell))});
        } else {
            headings_.emplace(column.field, column.heading);
            cells_.emplace(column.field, std::move(cell));
        }
    }
}

void RowCells::resolve_ditto(const std::map<ListField, std::string>& above,
                             const ListWords& words) {
    for (auto& [field, cell] : cells_) {
        if (!may_be_ditto(field) || !is_ditto(cell, words)) continue;
        const auto same = above.find(field);
        cell = same == above.end() ? std::string{} : same->second;
    }
}

bool RowCells::names_place(ListField field) const {
    const auto heading = headings_.find(field);
    if (heading == headings_.end()) return false;
    const std::string words = " " + word_fold(heading->second) + " ";
    return words.contains(" lieu ") || words.contains(" place ");
}

void RowCells::keep(ListField field) {
    if (at(field).empty()) return;
    extras_.push_back(
        {.heading = headings_[field], .text = Personal<std::string>(std::string(at(field)))});
}

}  // namespace jatigi::lists

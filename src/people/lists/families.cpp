#include "people/lists/families.h"

#include <algorithm>

namespace jatigi::lists {
namespace {

class FamilyFinder {
public:
    FamilyFinder(const ListTable& table, const ListShape& shape, const ListWords& words)
        : table_(table), shape_(shape), words_(words), heads_(table.rows.size()) {}

    // The head's row of each relative, and its own of each head. None if the list is no such one.
    std::vector<std::optional<std::size_t>> find() && {
        std::optional<std::size_t> head;
        std::size_t families = 0;
        for (std::size_t i = 0; i < heads_.size(); ++i) {
            if (shape_.kinds[i] == RowKind::blank) continue;
            if (shape_.kinds[i] != RowKind::data) {
                head.reset();
                continue;
            }
            if (!follows(i, head)) {
                head = i;
                continue;
            }
            if (!head || is_filled(i, ListField::arrival_date) || strangers(*head, i)) return {};
            if (heads_[*head] != head && is_filled(*head, ListField::arrival_date)) ++families;
            heads_[*head] = head;
            heads_[i] = head;
        }
        constexpr std::size_t fewest_families = 2;
        if (families < fewest_families) return {};
        return std::move(heads_);
    }

private:
    std::string_view cell(std::size_t row, ListField field) const {
        const auto column = shape_.layouts[shape_.layout_of[row]].column_of(field);
        const auto& cells = table_.rows[row].cells;
        return column && *column < cells.size() ? std::string_view{cells[*column]}
                                                : std::string_view{};
    }
    bool is_filled(std::size_t row, ListField field) const {
        return !is_unknown(cell(row, field), words_);
    }

    bool follows(std::size_t row, const std::optional<std::size_t>& head) const {
        if (is_filled(row, ListField::relation))
            return words_.code(WordKind::relation, cell(row, ListField::relation)) != "HEAD";
        return head && is_filled(row, ListField::household) &&
               cell(row, ListField::household) == cell(*head, ListField::household);
    }
    bool strangers(std::size_t head, std::size_t row) const {
        return is_filled(row, ListField::household) &&
               cell(head, ListField::household) != cell(row, ListField::household);
    }

    const ListTable& table_;
    const ListShape& shape_;
    const ListWords& words_;
    std::vector<std::optional<std::size_t>> heads_;
};

void copy_cell(const ListRow& head, ListRow& row, std::size_t column) {
    if (column >= head.cells.size()) return;
    if (column >= row.cells.size()) row.cells.resize(column + 1);
    row.cells[column] = head.cells[column];
    for (const auto& note : head.notes)
        if (note.first == column) row.notes.push_back(note);
}

}  // namespace

ListFamilies complete_families(ListTable& table, const ListShape& shape, const ListWords& words) {
    const auto heads = FamilyFinder(table, shape, words).find();
    ListFamilies families;
    families.rows.resize(heads.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (!heads[i]) continue;
        const bool completed = *heads[i] != i;
        if (!completed) ++count;
        families.rows[i] = {.family = count, .completed = completed};
        const auto column = shape.layouts[shape.layout_of[i]].column_of(ListField::arrival_date);
        if (completed && column) copy_cell(table.rows[*heads[i]], table.rows[i], *column);
    }
    return families;
}

}  // namespace jatigi::lists

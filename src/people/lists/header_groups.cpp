#include "people/lists/header_groups.h"

#include <algorithm>
#include <set>

#include "people/lists/fields.h"
#include "people/lists/header_line.h"

namespace jatigi::lists {
namespace {

// A heading merged over several columns stands in the first of them alone.
std::string_view group_over(const ListRow* groups, std::size_t column) {
    for (std::size_t i = column + 1; groups != nullptr && i-- > 0;) {
        if (!is_blank_text(cell_of(groups, i))) return cell_of(groups, i);
    }
    return {};
}

// Every cell of the row stands under a heading of several columns, and there are two such at
// least: no person is written so.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
bool stands_under_groups(const ListRow& row, const ListRow& groups) {
    std::size_t under = 0;
    std::set<std::size_t> spans;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (is_blank_text(row.cells[i])) continue;
        if (row.cells[i].find_first_of("0123456789") != std::string::npos) return false;
        std::size_t start = i;
        while (start > 0 && is_blank_text(cell_of(&groups, start))) --start;
        const bool wide = is_blank_text(cell_of(&groups, start + 1)) &&
                          start + 1 < std::max(groups.cells.size(), row.cells.size());
        if (!wide || is_blank_text(cell_of(&groups, start))) return false;
        spans.insert(start);
        ++under;
    }
    return under >= 3 && under > spans.size();
}

// Each cell of the upper row is merged over several headings, or with the one below it.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
bool spans(const ListRow& above, const ListRow& header) {
    std::size_t wide = 0;
    for (std::size_t i = 0; i < above.cells.size(); ++i) {
        const std::string& cell = above.cells[i];
        if (is_blank_text(cell)) continue;
        if (cell == cell_of(&header, i) || is_blank_text(cell_of(&header, i))) continue;
        const bool over_next =
            is_blank_text(cell_of(&above, i + 1)) && !is_blank_text(cell_of(&header, i + 1));
        if (!over_next || cell.find_first_of("0123456789") != std::string::npos) return false;
        ++wide;
    }
    return wide > 0;
}

}  // namespace

std::string_view group_of(const ListRow* groups, const ListRow& row, std::size_t column) {
    return is_blank_text(cell_of(&row, column)) ? cell_of(groups, column)
                                                : group_over(groups, column);
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
bool HeaderGroups::names_parts(const ListRow& row, const ListRow& groups) const {
    const std::size_t filled = filled_cells(row);
    if (filled < 2 || is_hxl(row) || !may_be_header(row)) return false;
    if (stands_under_groups(row, groups)) return true;
    std::size_t known = 0;
    std::size_t understood = 0;
    bool under_group = false;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string_view cell = row.cells[i];
        if (is_blank_text(cell)) continue;
        under_group = under_group || is_blank_text(cell_of(&groups, i));
        if (cell.find_first_not_of("0123456789 .()") == std::string_view::npos) {
            // "1" and "2" under "Vulnérabilité".
            if (cell.size() > 1 || is_blank_text(group_over(&groups, i))) return false;
            ++understood;
            continue;
        }
        const std::string heading = headings_.heading_below(group_over(&groups, i), cell);
        const ListHeadings::Meaning meaning = headings_.meaning_of(heading);
        if (meaning.field != ListField::unknown) ++known;
        if (meaning.field != ListField::unknown || headings_.says_something(heading)) ++understood;
    }
    return under_group && understood * 3 >= filled * 2 && known * 3 >= filled;
}

const ListRow* HeaderGroups::over(std::size_t header) const {
    if (header == 0) return nullptr;
    const ListRow& above = table_.rows[header - 1];
    const std::size_t filled = filled_cells(above);
    const bool groups =
        filled > 0 && filled < filled_cells(table_.rows[header]) &&
        (filled > 1 || is_blank_text(cell_of(&above, 0))) &&
        (names_parts(table_.rows[header], above) || spans(above, table_.rows[header]));
    const bool known = std::ranges::any_of(above.cells, [&](const std::string& cell) {
        return headings_.meaning_of(cell).field != ListField::unknown;
    });
    return groups && known ? &above : nullptr;
}

ListRow HeaderGroups::below(const ListRow* groups, const ListRow& row) const {
    ListRow all{.number = row.number, .cells = row.cells};
    if (groups == nullptr) return all;
    all.cells.resize(std::max(row.cells.size(), groups->cells.size()));
    for (std::size_t i = 0; i < all.cells.size(); ++i) {
        const std::string_view own = cell_of(&row, i);
        all.cells[i] = headings_.heading_below(group_of(groups, row, i), own);
    }
    return all;
}

}  // namespace jatigi::lists

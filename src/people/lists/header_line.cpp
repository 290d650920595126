#include "people/lists/header_line.h"

#include <algorithm>
#include <set>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {

std::size_t filled_cells(const ListRow& row) {
    return static_cast<std::size_t>(std::ranges::count_if(
        row.cells, [](const std::string& cell) { return !is_blank_text(cell); }));
}

bool is_hxl(const ListRow& row) {
    std::size_t tags = 0;
    for (const std::string& cell : row.cells) {
        const std::string text = trim(cell);
        if (text.empty()) continue;
        if (!text.starts_with('#') || text.size() < 3) return false;
        ++tags;
    }
    return tags >= 2;
}

bool may_be_header(const ListRow& row) {
    std::size_t digits = 0;
    for (const std::string& cell : row.cells) {
        const auto of_cell = static_cast<std::size_t>(std::ranges::count_if(cell, is_digit));
        // "11. Nom du volontaire" is numbered, and no number.
        if (of_cell * 2 > cell.size()) digits += of_cell;
        if (digits > 8) return false;
    }
    return true;
}

HeaderScore score_header(const ListRow& row, const ListHeadings& headings) {
    HeaderScore score;
    if (!may_be_header(row)) return score;
    std::set<ListField> fields;
    std::size_t recognised = 0;
    for (const std::string& cell : row.cells) {
        const ListHeadings::Meaning meaning = headings.meaning_of(cell);
        const bool known = meaning.strength >= ListHeadings::Strength::weak;
        if (meaning.field == ListField::unknown || !known) continue;
        ++recognised;
        fields.insert(meaning.field);
        score.names_people = score.names_people || is_name(meaning.field);
    }
    // A sentence may hold a known word; a header consists of them.
    if (recognised * 3 >= filled_cells(row)) score.known = fields.size();
    return score;
}

}  // namespace jatigi::lists

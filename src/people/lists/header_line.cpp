#include "people/lists/header_line.h"

#include <algorithm>
#include <set>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {

std::string_view cell_of(const ListRow* row, std::size_t column) {
    return row == nullptr || column >= row->cells.size() ? std::string_view{} : row->cells[column];
}

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
    std::size_t numbers = 0;
    const std::string* before = nullptr;
    for (const std::string& cell : row.cells) {
        // A heading over several columns stands over each of them in what is given back.
        const bool again = before != nullptr && cell == *before;
        before = &cell;
        if (again) continue;
        const auto of_cell = static_cast<std::size_t>(std::ranges::count_if(cell, is_digit));
        // "11. Nom du volontaire" is numbered, and no number; "18-59" is a class of ages.
        const bool age_class = cell.size() <= 5 && cell.contains('-');
        if (of_cell * 2 > cell.size() && !age_class) {
            digits += of_cell;
            ++numbers;
        }
        if (digits > 8 || numbers > 2) return false;
    }
    return true;
}

void align_row_names(ListTable& table, const ListHeadings& headings) {
    if (table.format != ListFormat::separated || table.rows.size() < 2) return;
    std::vector<std::string>& header = table.rows[0].cells;
    if (header.empty()) return;
    // A list with numbers of its own may have cells past its headings: then no numbers follow them.
    const bool numbered = headings.meaning_of(header[0]).field == ListField::list_no;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
        const std::vector<std::string>& cells = table.rows[i].cells;
        if (cells.size() != header.size() + 1 || cells[0] != std::to_string(i)) return;
        if (numbered && cells[1] != "NA" &&
            cells[1].find_first_not_of("0123456789") != std::string::npos)
            return;
    }
    header.insert(header.begin(), std::string{});
}

HeaderScore score_header(const ListRow& row, const ListHeadings& headings,
                         const ListAnswers& answers) {
    constexpr std::size_t enough = 5;  // Different fields: no sentence names so many.
    HeaderScore score;
    if (!may_be_header(row)) return score;
    std::set<ListField> fields;
    std::size_t recognised = 0;
    for (const std::string& cell : row.cells) {
        ListHeadings::Meaning meaning = headings.meaning_of(cell);
        const auto answer = answers.columns.find(heading_key(cell));
        if (answer != answers.columns.end())
            meaning = {.field = answer->second, .strength = ListHeadings::Strength::sure};
        const bool known = meaning.strength >= ListHeadings::Strength::weak;
        if (meaning.field == ListField::unknown || !known) continue;
        ++recognised;
        fields.insert(meaning.field);
        score.names_people = score.names_people || is_name(meaning.field);
    }
    // A sentence may hold a known word; a header consists of them.
    score.fields = fields.size();
    if (recognised * 3 >= filled_cells(row) || fields.size() >= enough) score.known = fields.size();
    return score;
}

}  // namespace jatigi::lists

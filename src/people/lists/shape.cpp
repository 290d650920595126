#include "people/lists/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "people/lists/fields.h"
#include "people/lists/header_line.h"
#include "platform/base/text.h"

namespace jatigi::lists {

namespace {

// A heading among the first rows or none: a file without one is not searched to its end.
constexpr std::size_t rows_to_find_header_in = 100;

class Shaper {
public:
    Shaper(const ListTable& table, const ListHeadings& headings, const ListAnswers& answers)
        : table_(table), headings_(headings), answers_(answers) {}

    Result<ListShape> shape() {
        const std::optional<std::size_t> header = first_header();
        if (!header) return refuse(ErrorKind::invalid, "list.not_a_table", why_none());
        for (std::size_t i = 0; i < table_.rows.size(); ++i)
            if (filled_cells(table_.rows[i]) > 2) last_full_row_ = i;
        for (std::size_t i = 0; i < table_.rows.size(); ++i) add(i, *header);
        for (const std::size_t lower_line : lower_lines_) TRY(check_one_list(lower_line));
        return std::move(shape_);
    }

private:
    // What whoever brought the list can do.
    std::string why_none() const {
        const std::size_t end = std::min(table_.rows.size(), rows_to_find_header_in);
        for (std::size_t i = 0; i < end; ++i) {
            const HeaderScore score = score_header(table_.rows[i], headings_, answers_);
            if (score.known >= 2 && !score.names_people)
                return fmt::format(
                    "row {} names columns, but none for the name of the person: bring the list of "
                    "the people, or say which heading it is",
                    table_.rows[i].number);
        }
        return "no row names the columns: at least a name and one more are needed";
    }

    // The same headings twice, with people under both: who stands on the right must not be lost.
    Result<void> check_one_list(std::size_t header) const {
        std::vector<std::size_t> columns;
        const auto& cells = table_.rows[header].cells;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!is_blank_text(cells[i])) columns.push_back(i);
        const std::size_t half = columns.size() / 2;
        if (half < 2 || columns.size() % 2 != 0) return {};
        bool named = false;
        for (std::size_t i = 0; i < half; ++i) {
            const std::string& heading = cells[columns[i]];
            if (heading_key(heading) != heading_key(cells[columns[half + i]])) return {};
            named = named || is_name(headings_.meaning_of(heading).field);
        }
        const auto fills_right = [&](const ListRow& row) {
            return row.number > table_.rows[header].number &&
                   columns[half + 1] < row.cells.size() &&
                   !is_blank_text(row.cells[columns[half + 1]]);
        };
        if (!named || std::ranges::none_of(table_.rows, fills_right)) return {};
        return refuse(ErrorKind::invalid, "list.side_by_side",
                      fmt::format("row {} has the same headings twice: put the second list under "
                                  "the first",
                                  table_.rows[header].number));
    }

    std::optional<std::size_t> first_header() const {
        const std::size_t end = std::min(table_.rows.size(), rows_to_find_header_in);
        std::optional<std::size_t> poor;
        std::optional<std::size_t> wide;
        for (std::size_t i = 0; i < end; ++i) {
            const ListRow& row = table_.rows[i];
            const HeaderScore score = score_header(row, headings_, answers_);
            if (is_hxl(row) && score.names_people) return header_above(i);
            // Of the columns of a form only few may be ours.
            if (!wide && score.names_people && score.fields >= 3 && filled_cells(row) >= 6)
                wide = i;
            if (!score.names_people || score.known < 2) continue;
            if (score.known >= 3) return i;
            if (!poor) poor = i;
        }
        return poor ? poor : wide;
    }

    // Tags we know under headings we do not: the headings are still the header.
    std::size_t header_above(std::size_t hxl_row) const {
        const ListRow& tags = table_.rows[hxl_row];
        if (hxl_row == 0) return hxl_row;
        const std::size_t above = filled_cells(table_.rows[hxl_row - 1]);
        return above * 2 >= filled_cells(tags) && above >= 2 ? hxl_row - 1 : hxl_row;
    }

    void add(std::size_t i, std::size_t first_header_at) {
        const ListRow& row = table_.rows[i];
        const RowKind kind = i < first_header_at
                                 ? (filled_cells(row) == 0 ? RowKind::blank : RowKind::title)
                                 : kind_of(i, i == first_header_at);
        if (kind == RowKind::header && i != second_line_) start_layout(i);
        shape_.kinds.push_back(kind);
        shape_.layout_of.push_back(shape_.layouts.empty() ? 0 : shape_.layouts.size() - 1);
    }

    void start_layout(std::size_t header) {
        // A person's row over a repeated header is no line of groups.
        const bool person_above = header > 0 && shape_.kinds[header - 1] == RowKind::data;
        Header found = read_header(table_, {.headings = headings_, .answers = answers_}, header,
                                   person_above ? Above::a_person : Above::perhaps_groups);
        second_line_ = found.second_line;
        lower_lines_.push_back(found.second_line.value_or(header));
        if (shape_.layouts.empty() || !same_columns(shape_.layouts.back(), found.layout)) {
            shape_.layouts.push_back(std::move(found.layout));
        }
    }

    RowKind kind_of(std::size_t i, bool is_first_header) const {
        if (is_first_header || i == second_line_) return RowKind::header;
        const ListRow& row = table_.rows[i];
        if (is_hxl(row)) return RowKind::hxl;
        const std::size_t filled = filled_cells(row);
        if (filled == 0 || is_nothing(row)) return RowKind::blank;
        if (filled <= 4 && is_total(row)) return RowKind::total;
        if (filled == 2 && i > last_full_row_ && is_count(row)) return RowKind::total;
        if (filled <= 2 && i > last_full_row_ && is_prose(row)) return RowKind::title;
        if (filled == 1) return kind_of_lonely_cell(row);
        if ((filled == 2 && is_note(row)) || (filled <= 4 && signs(row))) return RowKind::title;
        if (filled <= 5 && is_section(row)) return RowKind::title;
        const HeaderScore score = score_header(row, headings_, answers_);
        return score.names_people && score.known >= std::min<std::size_t>(3, known_columns())
                   ? RowKind::header
                   : RowKind::data;
    }

    // Where the office signs, under the last row: words, and none of them where names stand.
    bool is_prose(const ListRow& row) const {
        const std::vector<ListColumn>& columns = shape_.layouts.back().columns;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string text = trim(row.cells[i]);
            if (text.empty()) continue;
            // "Le Consul" is nobody's name.
            const bool article = headings_.starts_note(text) || upper(text).starts_with("LE ") ||
                                 upper(text).starts_with("LA ") || upper(text).starts_with("THE ");
            if (i < columns.size() && is_name(columns[i].field) && !article) return false;
            const bool in_numbers = std::ranges::count_if(text, is_digit) * 2 > std::ssize(text);
            if (in_numbers || !text.contains(' ')) return false;
        }
        return true;
    }

    // "NA" in every cell but for the number that R writes in front: a blank row of a statistics
    // program.
    static bool is_nothing(const ListRow& row) {
        std::size_t nothing = 0;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string cell = trim(row.cells[i]);
            const bool number = i == 0 && std::ranges::all_of(cell, is_digit);
            if (cell != "NA" && !cell.empty() && !is_program_nothing(cell) && !number) return false;
            if (cell == "NA" || is_program_nothing(cell)) ++nothing;
        }
        return nothing >= 3;
    }

    bool is_total(const ListRow& row) const {
        return std::ranges::any_of(
            row.cells, [&](const std::string& cell) { return headings_.starts_total(cell); });
    }

    // "Hommes: 2" under a list, where numbers of people stand.
    bool is_count(const ListRow& row) const {
        const std::vector<ListColumn>& columns = shape_.layouts.back().columns;
        const auto first = std::ranges::find_if_not(row.cells, is_blank_text);
        const auto second = std::find_if_not(first + 1, row.cells.end(), is_blank_text);
        const auto column = static_cast<std::size_t>(first - row.cells.begin());
        const bool numbered =
            column < columns.size() && columns[column].field == ListField::list_no;
        return numbered && std::ranges::none_of(*first, is_digit) &&
               std::ranges::all_of(*second, is_digit);
    }

    // "Prepared by:", "Checked by:", "Approved by:".
    bool signs(const ListRow& row) const {
        return std::ranges::all_of(row.cells, [&](const std::string& cell) {
            return is_blank_text(cell) || headings_.starts_note(cell);
        });
    }

    bool is_note(const ListRow& row) const {
        const auto first = std::ranges::find_if_not(row.cells, is_blank_text);
        return first != row.cells.end() && headings_.starts_note(*first);
    }

    // "CAR N° 2 | Chauffeur : Harouna | Arrivée le 11/01/2023": texts that say what they are, and
    // no number of a person on the list.
    bool is_section(const ListRow& row) const {
        const std::vector<ListColumn>& columns = shape_.layouts.back().columns;
        std::size_t telling = 0;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string& cell = row.cells[i];
            if (is_blank_text(cell)) continue;
            const ListField field = i < columns.size() ? columns[i].field : ListField::unknown;
            const bool number = cell.find_first_not_of("0123456789. ") == std::string::npos;
            if (field == ListField::list_no && number) return false;
            const bool many_words = std::ranges::count(cell, ' ') >= 2;
            const bool has_digit = std::ranges::any_of(cell, is_digit);
            if (field == ListField::observations || field == ListField::vulnerabilities) continue;
            if (cell.contains(" : ") || cell.contains(": ") ||
                (many_words && has_digit && i > 0 && !is_date_field(field)))
                ++telling;
        }
        return telling >= 2;
    }
    static bool is_date_field(ListField field) {
        return field == ListField::birth || field == ListField::arrival_date ||
               field == ListField::age || field == ListField::phone ||
               field == ListField::document || field == ListField::document_no;
    }

    // A number alone is a line printed beforehand and left empty; a text alone is a title between
    // convoys or a signature, unless it stands where names stand.
    RowKind kind_of_lonely_cell(const ListRow& row) const {
        const auto found = std::ranges::find_if_not(row.cells, is_blank_text);
        const auto column = static_cast<std::size_t>(found - row.cells.begin());
        const std::vector<ListColumn>& columns = shape_.layouts.back().columns;
        const ListField field =
            column < columns.size() ? columns[column].field : ListField::unknown;
        const bool has_letter = std::ranges::any_of(*found, [](char c) {
            return (static_cast<unsigned char>(c) & 0x80U) != 0 || (c >= 'A' && c <= 'z');
        });
        if (field == ListField::list_no && !has_letter) return RowKind::blank;
        // Nobody's name has a number or a colon in it.
        constexpr std::ptrdiff_t most_blanks = 5;
        const bool sentence = found->find_first_of("0123456789:") != std::string::npos ||
                              std::ranges::count(*found, ' ') > most_blanks;
        if (is_name(field) && !headings_.starts_note(*found) && !sentence) return RowKind::data;
        return field == ListField::list_no || headings_.starts_note(*found) || column == 0
                   ? RowKind::title
                   : RowKind::data;
    }

    std::size_t known_columns() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            shape_.layouts.back().columns,
            [](const ListColumn& column) { return column.field != ListField::unknown; }));
    }

    const ListTable& table_;
    const ListHeadings& headings_;
    const ListAnswers& answers_;
    std::optional<std::size_t> second_line_;  // Of the last header.
    std::vector<std::size_t> lower_lines_;    // Of every header.
    std::size_t last_full_row_ = 0;
    ListShape shape_;
};

}  // namespace

Result<ListShape> find_columns(const ListTable& table, const ListHeadings& headings,
                               const ListAnswers& answers) {
    return Shaper(table, headings, answers).shape();
}

}  // namespace jatigi::lists

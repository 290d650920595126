#include "people/lists/columns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::registry {

std::string_view row_kind_text(RowKind kind) {
    constexpr std::array<std::string_view, 6> texts{"title", "header", "hxl",
                                                    "data",  "total",  "blank"};
    return texts.at(static_cast<std::size_t>(kind));
}

std::optional<std::size_t> ListLayout::column_of(ListField field) const {
    const auto found = std::ranges::find(columns, field, &ListColumn::field);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

namespace {

using Strength = ListHeadings::Strength;

// A heading among the first rows or none: a file without one is not searched to its end.
constexpr std::size_t rows_to_find_header_in = 100;

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

// Data rows hold dates and numbers, headers hardly any digit: this spares the folding of each cell.
bool may_be_header(const ListRow& row) {
    std::size_t digits = 0;
    for (const std::string& cell : row.cells) {
        digits += static_cast<std::size_t>(
            std::ranges::count_if(cell, [](char c) { return c >= '0' && c <= '9'; }));
        if (digits > 8) return false;
    }
    return true;
}

struct HeaderScore {
    std::size_t known = 0;  // Different fields named.
    bool names_people = false;
};

HeaderScore score_header(const ListRow& row, const ListHeadings& headings) {
    HeaderScore score;
    if (!may_be_header(row)) return score;
    std::set<ListField> fields;
    std::size_t recognised = 0;
    for (const std::string& cell : row.cells) {
        const auto [field, strength] = headings.meaning_of(cell);
        if (field == ListField::unknown || strength < Strength::weak) continue;
        ++recognised;
        fields.insert(field);
        score.names_people = score.names_people || is_name(field);
    }
    // A sentence may hold a known word; a header consists of them.
    if (recognised * 3 >= filled_cells(row)) score.known = fields.size();
    return score;
}

class Shaper {
public:
    Shaper(const ListTable& table, const ListHeadings& headings)
        : table_(table), headings_(headings) {}

    Result<ListShape> shape() {
        const std::optional<std::size_t> header = first_header();
        if (!header) {
            return refuse(ErrorKind::invalid, "list.not_a_table",
                          "no row names the columns: at least a name and one more are needed");
        }
        for (std::size_t i = 0; i < table_.rows.size(); ++i) add(i, *header);
        return std::move(shape_);
    }

private:
    std::optional<std::size_t> first_header() const {
        const std::size_t end = std::min(table_.rows.size(), rows_to_find_header_in);
        std::optional<std::size_t> poor;
        for (std::size_t i = 0; i < end; ++i) {
            const ListRow& row = table_.rows[i];
            const HeaderScore score = score_header(row, headings_);
            if (is_hxl(row) && score.names_people) return header_above(i);
            if (!score.names_people || score.known < 2) continue;
            if (score.known >= 3) return i;
            if (!poor) poor = i;
        }
        return poor;
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
                                 : kind_of(row, i == first_header_at);
        if (kind == RowKind::header && &row != parts_row_) start_layout(i);
        shape_.kinds.push_back(kind);
        shape_.layout_of.push_back(shape_.layouts.empty() ? 0 : shape_.layouts.size() - 1);
    }

    RowKind kind_of(const ListRow& row, bool is_first_header) const {
        if (is_first_header) return RowKind::header;
        if (&row == parts_row_) return RowKind::header;
        if (is_hxl(row)) return RowKind::hxl;
        const std::size_t filled = filled_cells(row);
        if (filled == 0) return RowKind::blank;
        if (filled <= 4 && is_total(row)) return RowKind::total;
        if (filled == 1) return kind_of_lonely_cell(row);
        if (filled == 2 && is_note(row)) return RowKind::title;
        const HeaderScore score = score_header(row, headings_);
        return score.names_people && score.known >= std::min<std::size_t>(3, known_columns())
                   ? RowKind::header
                   : RowKind::data;
    }

    bool is_total(const ListRow& row) const {
        return std::ranges::any_of(
            row.cells, [&](const std::string& cell) { return headings_.starts_total(cell); });
    }

    bool is_note(const ListRow& row) const {
        const auto first = std::ranges::find_if_not(row.cells, is_blank_text);
        return first != row.cells.end() && headings_.starts_note(*first);
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
        if (is_name(field) && !headings_.starts_note(*found)) return RowKind::data;
        return field == ListField::list_no || headings_.starts_note(*found) || column == 0
                   ? RowKind::title
                   : RowKind::data;
    }

    std::size_t known_columns() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            shape_.layouts.back().columns,
            [](const ListColumn& column) { return column.field != ListField::unknown; }));
    }

    // The HXL row, if any, stands directly under the header.
    const ListRow* tags_under(std::size_t header) const {
        if (is_hxl(table_.rows[header])) return &table_.rows[header];
        if (header + 1 >= table_.rows.size()) return nullptr;
        return is_hxl(table_.rows[header + 1]) ? &table_.rows[header + 1] : nullptr;
    }

    static std::string_view cell_of(const ListRow* row, std::size_t column) {
        return row == nullptr || column >= row->cells.size() ? std::string_view{}
                                                             : row->cells[column];
    }

    // A heading merged over several columns stands in the first of them alone.
    static std::string_view group_over(const ListRow* groups, std::size_t column) {
        for (std::size_t i = column + 1; groups != nullptr && i-- > 0;) {
            if (!is_blank_text(cell_of(groups, i))) return cell_of(groups, i);
        }
        return {};
    }

    // Under "Naissance" stand "Date" and "Lieu": a line of headings, mostly known, no number.
    bool names_parts(const ListRow& row, const ListRow& groups) const {
        const std::size_t filled = filled_cells(row);
        if (filled < 2 || is_hxl(row) || !may_be_header(row)) return false;
        std::size_t known = 0;
        bool under_group = false;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string_view cell = row.cells[i];
            if (is_blank_text(cell)) continue;
            if (cell.find_first_not_of("0123456789 .()") == std::string_view::npos) return false;
            const std::string heading = headings_.heading_below(group_over(&groups, i), cell);
            if (headings_.meaning_of(heading).field != ListField::unknown) ++known;
            under_group = under_group || is_blank_text(cell_of(&groups, i));
        }
        return under_group && known * 3 >= filled * 2;
    }

    // The line of groups that a header stands under, if any: fewer cells, one of them known.
    const ListRow* groups_over(std::size_t header) const {
        // A person's row over a repeated header is no group, and its cells are no headings.
        if (header == 0 || shape_.kinds[header - 1] == RowKind::data) return nullptr;
        const ListRow& above = table_.rows[header - 1];
        const std::size_t filled = filled_cells(above);
        const bool groups = filled > 0 && filled < filled_cells(table_.rows[header]) &&
                            (filled > 1 || is_blank_text(cell_of(&above, 0))) &&
                            names_parts(table_.rows[header], above);
        const bool known = std::ranges::any_of(above.cells, [&](const std::string& cell) {
            return headings_.meaning_of(cell).field != ListField::unknown;
        });
        return groups && known ? &above : nullptr;
    }

    void start_layout(std::size_t header) {
        const ListRow* row = &table_.rows[header];
        const ListRow* groups = groups_over(header);
        parts_row_ = nullptr;
        if (groups == nullptr && header + 1 < table_.rows.size() &&
            names_parts(table_.rows[header + 1], *row)) {
            groups = row;
            row = parts_row_ = &table_.rows[header + 1];
        }
        ListLayout layout{.header_row = table_.rows[header].number, .columns = {}};
        const std::size_t width =
            std::max(row->cells.size(), groups == nullptr ? 0U : groups->cells.size());
        for (std::size_t i = 0; i < width; ++i) {
            const std::string_view own = cell_of(row, i);
            const std::string_view group =
                is_blank_text(own) ? cell_of(groups, i) : group_over(groups, i);
            layout.columns.push_back(
                {.field = ListField::unknown, .heading = headings_.heading_below(group, own)});
        }
        assign(layout, Strength::sure);
        if (const ListRow* tags = tags_under(header)) assign_tags(layout, *tags);
        assign(layout, Strength::trimmed);
        assign(layout, Strength::weak);
        assign(layout, Strength::contained);
        // A single name column holds the whole name, whatever it is called.
        const auto family = layout.column_of(ListField::family_name);
        if (family && !layout.column_of(ListField::given_names)) {
            layout.columns[*family].field = ListField::full_name;
        }
        // "M" alone may be a month.
        const bool ticks = layout.column_of(ListField::sex_male) &&
                           layout.column_of(ListField::sex_female) &&
                           !layout.column_of(ListField::sex);
        for (ListColumn& column : layout.columns) {
            const bool tick = column.field == ListField::sex_male ||
                              column.field == ListField::sex_female;
            if (tick && !ticks) column.field = ListField::unknown;
        }
        part_names(layout, parts_row_ == nullptr ? header : header + 1);
        if (shape_.layouts.empty() || !same_columns(shape_.layouts.back(), layout)) {
            shape_.layouts.push_back(std::move(layout));
        }
    }

    // "Nom et prénoms" merged over two columns: the second has no heading, and names in it.
    void part_names(ListLayout& layout, std::size_t header) const {
        for (std::size_t i = 0; i + 1 < layout.columns.size(); ++i) {
            const ListField field = layout.columns[i].field;
            const bool given_first = field == ListField::full_name_given_first;
            if ((field != ListField::full_name && !given_first) ||
                !layout.columns[i + 1].heading.empty() || !holds_names(header, i)) {
                continue;
            }
            layout.columns[i].field = given_first ? ListField::given_names : ListField::family_name;
            layout.columns[i + 1].field =
                given_first ? ListField::family_name : ListField::given_names;
            return;
        }
    }

    bool holds_names(std::size_t header, std::size_t column) const {
        constexpr std::size_t rows_to_look_at = 50;
        std::size_t named = 0;
        std::size_t in_both = 0;
        const std::size_t end = std::min(table_.rows.size(), header + 1 + rows_to_look_at);
        for (std::size_t i = header + 1; i < end; ++i) {
            if (is_blank_text(cell_of(&table_.rows[i], column)) ||
                filled_cells(table_.rows[i]) < 3) {
                continue;
            }
            ++named;
            const std::string_view next = cell_of(&table_.rows[i], column + 1);
            if (trim(next).size() > 1 &&  // Not "M" and "F".
                next.find_first_of("0123456789") == std::string_view::npos) {
                ++in_both;
            }
        }
        return named > 0 && in_both * 4 >= named * 3;
    }

    static bool same_columns(const ListLayout& one, const ListLayout& other) {
        return std::ranges::equal(one.columns, other.columns, {}, &ListColumn::field,
                                  &ListColumn::field);
    }

    // The first column of a field wins; the others stay unknown and are kept as they are.
    static void give(ListLayout& layout, std::size_t column, ListField field,
                     Strength strength = Strength::sure) {
        // A column that is surely the name is not joined by one that perhaps is.
        const bool named = layout.column_of(ListField::full_name) ||
                           layout.column_of(ListField::full_name_given_first) ||
                           (layout.column_of(ListField::family_name) &&
                            field != ListField::given_names);
        if (strength != Strength::sure && is_name(field) && named) return;
        const bool once = field != ListField::our_note;
        if (field == ListField::unknown || (once && layout.column_of(field))) return;
        if (layout.columns[column].field != ListField::unknown) return;
        layout.columns[column].field = field;
    }

    void assign(ListLayout& layout, Strength strength) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const auto meaning = headings_.meaning_of(layout.columns[i].heading);
            if (meaning.strength == strength) give(layout, i, meaning.field, strength);
        }
    }

    void assign_tags(ListLayout& layout, const ListRow& tags) const {
        for (std::size_t i = 0; i < std::min(layout.columns.size(), tags.cells.size()); ++i) {
            const std::string tag = trim(tags.cells[i]);
            if (!tag.empty()) give(layout, i, headings_.field_of_tag(tag));
        }
    }

    const ListTable& table_;
    const ListHeadings& headings_;
    const ListRow* parts_row_ = nullptr;  // The second line of the last header.
    ListShape shape_;
};

}  // namespace

Result<ListShape> find_columns(const ListTable& table, const ListHeadings& headings) {
    return Shaper(table, headings).shape();
}

}  // namespace jatigi::registry

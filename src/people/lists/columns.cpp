#include "people/lists/columns.h"

#include <algorithm>

#include "people/lists/fields.h"
#include "people/lists/header_line.h"
#include "platform/base/text.h"

namespace jatigi::lists {

std::optional<std::size_t> ListLayout::column_of(ListField field) const {
    const auto found = std::ranges::find(columns, field, &ListColumn::field);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

bool same_columns(const ListLayout& one, const ListLayout& other) {
    return std::ranges::equal(one.columns, other.columns, {}, &ListColumn::field,
                              &ListColumn::field);
}

namespace {

using Strength = ListHeadings::Strength;

class HeaderReader {
public:
    HeaderReader(const ListTable& table, const ListHeadings& headings, std::size_t header,
                 Above above)
        : table_(table), headings_(headings), header_(header), above_(above) {}

    Header read() {
        const ListRow* row = &table_.rows[header_];
        const ListRow* groups = groups_over();
        Header found{.layout = {.header_row = row->number, .columns = {}}, .second_line = {}};
        if (groups == nullptr && header_ + 1 < table_.rows.size() &&
            names_parts(table_.rows[header_ + 1], *row)) {
            groups = row;
            found.second_line = header_ + 1;
            row = &table_.rows[header_ + 1];
        }
        ListLayout& layout = found.layout;
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
        if (const ListRow* tags = tags_under()) assign_tags(layout, *tags);
        assign(layout, Strength::trimmed);
        assign(layout, Strength::weak);
        assign(layout, Strength::contained);
        settle(layout);
        part_names(layout, found.second_line.value_or(header_));
        return found;
    }

private:
    // The HXL row, if any, stands directly under the header.
    const ListRow* tags_under() const {
        if (is_hxl(table_.rows[header_])) return &table_.rows[header_];
        if (header_ + 1 >= table_.rows.size()) return nullptr;
        return is_hxl(table_.rows[header_ + 1]) ? &table_.rows[header_ + 1] : nullptr;
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
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
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
    const ListRow* groups_over() const {
        // A person's row over a repeated header is no group, and its cells are no headings.
        if (header_ == 0 || above_ == Above::a_person) return nullptr;
        const ListRow& above = table_.rows[header_ - 1];
        const std::size_t filled = filled_cells(above);
        const bool groups = filled > 0 && filled < filled_cells(table_.rows[header_]) &&
                            (filled > 1 || is_blank_text(cell_of(&above, 0))) &&
                            names_parts(table_.rows[header_], above);
        const bool known = std::ranges::any_of(above.cells, [&](const std::string& cell) {
            return headings_.meaning_of(cell).field != ListField::unknown;
        });
        return groups && known ? &above : nullptr;
    }

    static void settle(ListLayout& layout) {
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

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
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
    std::size_t header_;
    Above above_;
};

}  // namespace

Header read_header(const ListTable& table, const ListHeadings& headings, std::size_t header,
                   Above above) {
    return HeaderReader(table, headings, header, above).read();
}

}  // namespace jatigi::lists

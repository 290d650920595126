#include "people/lists/columns.h"

#include <algorithm>
#include <set>

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
    HeaderReader(const ListTable& table, const HeadingSense& sense, std::size_t header, Above above)
        : table_(table),
          headings_(sense.headings),
          answers_(sense.answers),
          header_(header),
          above_(above) {}

    Header read() {
        const ListRow* row = &table_.rows[header_];
        const ListRow* groups = groups_over();
        Header found{.layout = {.header_row = row->number, .columns = {}}, .second_line = {}};
        // "Date" and "Lieu" under "Naissance", that may stand under "État civil" itself.
        const ListRow under_groups = below(groups, *row);
        if (header_ + 1 < table_.rows.size() &&
            names_parts(table_.rows[header_ + 1], under_groups)) {
            groups = &under_groups;
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
            unclear_.push_back(!is_blank_text(group) && headings_.is_unclear(group));
            groups_.emplace_back(group);
            layout.columns.push_back(
                {.field = ListField::unknown,
                 .heading = repair_encoding(headings_.heading_below(group, own)).text});
        }
        for (const ListColumn& column : layout.columns)
            meanings_.push_back(meaning_of(column.heading, meanings_.size()));
        leave_others_out();
        assign_answers(layout);
        assign(layout, Strength::sure);
        if (const ListRow* tags = tags_under()) assign_tags(layout, *tags);
        assign(layout, Strength::trimmed);
        assign(layout, Strength::weak);
        assign(layout, Strength::contained);
        settle(layout);
        settle_household(layout, found.second_line.value_or(header_));
        const std::size_t last_line = found.second_line.value_or(header_);
        settle_places(layout, last_line);
        settle_numbers(layout, last_line);
        part_names(layout, last_line);
        settle_doubles(layout, last_line);
        note_readings(layout, last_line);
        return found;
    }

private:
    ListHeadings::Meaning meaning_of(std::string_view heading, std::size_t column) const {
        const ListHeadings::Meaning meaning = headings_.meaning_of(heading);
        const bool of_household = table_.household_from && column >= *table_.household_from;
        if (!of_household || meaning.field != ListField::unknown) return meaning;
        const ListHeadings::Meaning own = headings_.meaning_for_household(heading);
        return own.field == ListField::unknown ? meaning : own;
    }

    // Somebody else's columns: of a contact that has a name, and of a group with a name in it that
    // stands beside the person's own.
    void leave_others_out() {
        const bool contact =
            std::ranges::any_of(meanings_, [](const auto& one) { return one.names_contact; });
        std::set<std::string> others;
        for (std::size_t i = 0; i < meanings_.size(); ++i) {
            if (contact && meanings_[i].of_contact) meanings_[i] = {};
            if (!unclear_[i] || !is_name(meanings_[i].field)) continue;
            for (std::size_t k = 0; k < meanings_.size(); ++k)
                if (meanings_[k].field == meanings_[i].field && groups_[k] != groups_[i] &&
                    !unclear_[k])
                    others.insert(groups_[i]);
        }
        for (std::size_t i = 0; i < meanings_.size(); ++i)
            if (others.contains(groups_[i])) meanings_[i] = {};
    }

    // A row of headings, each with the group that it stands under.
    ListRow below(const ListRow* groups, const ListRow& row) const {
        ListRow all{.number = row.number, .cells = row.cells};
        if (groups == nullptr) return all;
        all.cells.resize(std::max(row.cells.size(), groups->cells.size()));
        for (std::size_t i = 0; i < all.cells.size(); ++i) {
            const std::string_view own = cell_of(&row, i);
            const std::string_view group =
                is_blank_text(own) ? cell_of(groups, i) : group_over(groups, i);
            all.cells[i] = headings_.heading_below(group, own);
        }
        return all;
    }

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

    // Every cell of the row stands under a heading of several columns, and there are two such at
    // least: no person is written so.
    static bool stands_under_groups(const ListRow& row, const ListRow& groups) {
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

    // Under "Naissance" stand "Date" and "Lieu": a line of headings, mostly known, no number.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool names_parts(const ListRow& row, const ListRow& groups) const {
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
            if (meaning.field != ListField::unknown || headings_.says_something(heading))
                ++understood;
        }
        return under_group && understood * 3 >= filled * 2 && known * 3 >= filled;
    }

    // Each cell of the upper row is merged over several headings, or with the one below it.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    static bool spans(const ListRow& above, const ListRow& header) {
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

    // The line of groups that a header stands under, if any: fewer cells, one of them known.
    const ListRow* groups_over() const {
        // A person's row over a repeated header is no group, and its cells are no headings.
        if (header_ == 0 || above_ == Above::a_person) return nullptr;
        const ListRow& above = table_.rows[header_ - 1];
        const std::size_t filled = filled_cells(above);
        const bool groups =
            filled > 0 && filled < filled_cells(table_.rows[header_]) &&
            (filled > 1 || is_blank_text(cell_of(&above, 0))) &&
            (names_parts(table_.rows[header_], above) || spans(above, table_.rows[header_]));
        const bool known = std::ranges::any_of(above.cells, [&](const std::string& cell) {
            return headings_.meaning_of(cell).field != ListField::unknown;
        });
        return groups && known ? &above : nullptr;
    }

    void settle(ListLayout& layout) const {
        if (const auto middle = layout.column_of(ListField::middle_name);
            middle && !layout.column_of(ListField::given_names))
            layout.columns[*middle].field = ListField::given_names;
        // A single name column holds the whole name, whatever it is called.
        const auto family = layout.column_of(ListField::family_name);
        const auto given = layout.column_of(ListField::given_names);
        const auto name = layout.column_of(ListField::full_name);
        const bool weak_name = name && meanings_[*name].strength == Strength::weak;
        if (family && !given && !weak_name) layout.columns[*family].field = ListField::full_name;
        // "Name" beside "First name" is the family's, and beside "Surname" the given one.
        const auto full = layout.column_of(ListField::full_name);
        if (full && meanings_[*full].strength == Strength::weak &&
            given.has_value() != family.has_value())
            layout.columns[*full].field = given ? ListField::family_name : ListField::given_names;
        // Day and month of birth stand beside its year.
        const bool parts = layout.column_of(ListField::birth_day) &&
                           layout.column_of(ListField::birth_month) &&
                           layout.column_of(ListField::birth);
        for (ListColumn& column : layout.columns) {
            if (parts) break;
            if (column.field == ListField::birth_month) column.field = ListField::unknown;
            if (column.field == ListField::birth_day)
                column.field =
                    layout.column_of(ListField::birth) ? ListField::unknown : ListField::birth;
        }
        // "M" alone may be a month.
        const bool ticks = layout.column_of(ListField::sex_male) &&
                           layout.column_of(ListField::sex_female) &&
                           !layout.column_of(ListField::sex);
        for (ListColumn& column : layout.columns) {
            const bool tick =
                column.field == ListField::sex_male || column.field == ListField::sex_female;
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

    void give(ListLayout& layout, std::size_t column, ListField field,
              Strength strength = Strength::sure) const {
        if (answered(layout.columns[column])) return;
        if (!may_be_of_household(column, field)) return;
        // A column that is surely the name is not joined by one that perhaps is.
        const bool named = layout.column_of(ListField::full_name) ||
                           layout.column_of(ListField::full_name_given_first) ||
                           (layout.column_of(ListField::family_name) &&
                            field != ListField::given_names && !is_other_name(layout, column));
        if (strength != Strength::sure && is_name(field) && named) return;
        const bool once = field != ListField::our_note && !holds_several(field);
        if (field == ListField::unknown || (once && layout.column_of(field))) return;
        if (layout.columns[column].field != ListField::unknown) return;
        layout.columns[column].field = field;
    }

    // "Name" alone, beside "Surname" and no given names.
    bool is_other_name(const ListLayout& layout, std::size_t column) const {
        return meanings_[column].field == ListField::full_name &&
               !heading_key(layout.columns[column].heading).contains(' ') &&
               std::ranges::none_of(meanings_, [](const ListHeadings::Meaning& meaning) {
                   return meaning.field == ListField::given_names;
               });
    }

    // Of a household's own row only what holds for all its members: not the name of its head.
    bool may_be_of_household(std::size_t column, ListField field) const {
        using enum ListField;
        if (!table_.household_from || column < *table_.household_from) return true;
        return field == arrival_date || field == registration_date || field == household ||
               field == nationality || field == origin;
    }

    bool answered(const ListColumn& column) const {
        return answers_.columns.contains(heading_key(column.heading));
    }

    void assign_answers(ListLayout& layout) const {
        for (ListColumn& column : layout.columns) {
            const auto answer = answers_.columns.find(heading_key(column.heading));
            if (answer != answers_.columns.end() && !column.heading.empty())
                column.field = answer->second;
        }
    }

    void assign(ListLayout& layout, Strength strength) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i)
            if (meanings_[i].strength == strength) give(layout, i, meanings_[i].field, strength);
    }

    // "Place" 43 is a bed, and "Zone" 2 a part of the camp.
    void settle_places(ListLayout& layout, std::size_t last_line) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const ListField field = layout.columns[i].field;
            const bool place = field == ListField::birth_place || field == ListField::origin;
            if (!place || meanings_[i].strength != Strength::weak) continue;
            std::size_t filled = 0;
            std::size_t numbers = 0;
            for (std::size_t r = last_line + 1; r < table_.rows.size(); ++r) {
                const std::string_view cell = cell_of(&table_.rows[r], i);
                if (is_blank_text(cell)) continue;
                ++filled;
                if (cell.find_first_of("0123456789") != std::string_view::npos) ++numbers;
            }
            if (numbers * 2 > filled) layout.columns[i].field = ListField::unknown;
        }
    }

    // "N° personnel" of the migrant: the cells show that it is a telephone's; and a number that
    // many share is their case's.
    void settle_numbers(ListLayout& layout, std::size_t last_line) {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            if (meanings_[i].field != ListField::list_no || answered(layout.columns[i]) ||
                !(holds_phones(last_line, i) || repeats(last_line, i)))
                continue;
            layout.columns[i].field = ListField::unknown;
            meanings_[i] = {.asks = true};
        }
    }

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool repeats(std::size_t last_line, std::size_t column) const {
        std::set<std::string> seen;
        std::size_t filled = 0;
        for (std::size_t i = last_line + 1; i < table_.rows.size(); ++i) {
            std::string cell = trim(cell_of(&table_.rows[i], column));
            if (cell.empty() || is_blank_mark(cell)) continue;
            ++filled;
            seen.insert(std::move(cell));
        }
        // Lists of several convoys count anew for each.
        constexpr std::size_t enough = 10;
        return filled >= enough && seen.size() * 10 < filled * 9 && !counts_anew(last_line, column);
    }

    // "1", "2", "3", and from "1" again.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool counts_anew(std::size_t last_line, std::size_t column) const {
        int last = 0;
        std::size_t steps = 0;
        std::size_t filled = 0;
        for (std::size_t i = last_line + 1; i < table_.rows.size(); ++i) {
            const std::string digits = digits_of(cell_of(&table_.rows[i], column));
            if (digits.empty() || digits.size() > 6) continue;
            const int number = std::stoi(digits);
            ++filled;
            if (number == last + 1 || number == 1) ++steps;
            last = number;
        }
        return steps * 10 >= filled * 8;
    }

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool holds_phones(std::size_t last_line, std::size_t column) const {
        std::size_t filled = 0;
        std::size_t phones = 0;
        for (std::size_t i = last_line + 1; i < table_.rows.size(); ++i) {
            const std::string cell = trim(cell_of(&table_.rows[i], column));
            if (cell.empty()) continue;
            ++filled;
            const bool marks = cell.starts_with('+') || cell.starts_with("00") ||
                               std::ranges::count(cell, ' ') >= 3;
            const bool numbers = cell.find_first_not_of("+0123456789 .-") == std::string::npos;
            if (marks && numbers && digits_of(cell).size() >= 8) ++phones;
        }
        return phones > 0 && phones * 2 > filled;
    }

    // A number of its own in every row is of people, whatever its heading may mean.
    void settle_household(ListLayout& layout, std::size_t last_line) const {
        const auto column = layout.column_of(ListField::household);
        if (!column || meanings_[*column].strength != Strength::weak) return;
        std::set<std::string> seen;
        for (std::size_t i = last_line + 1; i < table_.rows.size(); ++i) {
            const std::string number = trim(cell_of(&table_.rows[i], *column));
            if (!number.empty() && !seen.insert(number).second) return;
        }
        layout.columns[*column].field = ListField::unknown;
    }

    // What a column holds beside another of the same field.
    struct Doubles {
        std::size_t first = 0;   // Rows that fill the one…
        std::size_t second = 0;  // …the other…
        std::size_t differ = 0;  // …and both, with different words.
    };
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    Doubles doubles_of(std::size_t last_line, std::size_t first, std::size_t second) const {
        Doubles doubles;
        for (std::size_t i = last_line + 1; i < table_.rows.size(); ++i) {
            const std::string one = trim(cell_of(&table_.rows[i], first));
            const std::string other = trim(cell_of(&table_.rows[i], second));
            if (!one.empty()) ++doubles.first;
            if (!other.empty()) ++doubles.second;
            if (!one.empty() && !other.empty() && one != other) ++doubles.differ;
        }
        return doubles;
    }

    // Survey tools leave out groups when they are told to: "nom" of the head and "nom" of a
    // contact.
    static bool names_somebody(ListField field) {
        return is_name(field) || field == ListField::father_name ||
               field == ListField::mother_name || field == ListField::parents;
    }

    // Two columns for one field: an empty one is none, and where each row fills one of them both
    // count, but for names. Otherwise the first counts and the other is kept as it is.
    void settle_doubles(ListLayout& layout, std::size_t last_line) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const ListField field = meanings_[i].field;
            const bool known = meanings_[i].strength > Strength::contained;
            if (!known || !may_be_of_household(i, field) ||
                layout.columns[i].field != ListField::unknown || field == ListField::our_note ||
                answered(layout.columns[i]))
                continue;
            const auto taken = layout.column_of(field);
            if (!taken || answered(layout.columns[*taken])) continue;
            const Doubles doubles = doubles_of(last_line, *taken, i);
            if (doubles.second == 0) continue;
            if (doubles.first == 0) {
                std::swap(layout.columns[i].field, layout.columns[*taken].field);
            } else if (!names_somebody(field) &&
                       doubles.differ * 20 <= std::min(doubles.first, doubles.second)) {
                layout.columns[i].field = field;
            }
        }
    }

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool is_filled(std::size_t last_line, std::size_t column) const {
        return std::any_of(
            table_.rows.begin() + static_cast<std::ptrdiff_t>(last_line) + 1, table_.rows.end(),
            [column](const ListRow& row) { return !is_blank_text(cell_of(&row, column)); });
    }

    static std::optional<DayOrder> order_in(std::string_view heading) {
        const std::string key = word_key(heading);
        for (const std::string_view american : {"mmdd", "mmjj", "moisjour", "monthday"})
            if (key.contains(american)) return DayOrder::month_first;
        for (const std::string_view usual : {"jjmm", "ddmm", "jourmois", "daymonth"})
            if (key.contains(usual)) return DayOrder::day_first;
        return std::nullopt;
    }

    // "Besoins/Eau": one choice of the question "Besoins", whose column has them all.
    static bool is_choice(const ListLayout& layout, std::size_t column) {
        const std::string_view heading = layout.columns[column].heading;
        return std::ranges::any_of(layout.columns, [heading](const ListColumn& question) {
            const std::string& text = question.heading;
            if (text.empty() || !heading.starts_with(text)) return false;
            const std::string_view rest = heading.substr(text.size());
            return rest.starts_with('/') || rest.starts_with(" > ") || rest.starts_with(" | ") ||
                   rest.starts_with(':');
        });
    }

    void note_readings(ListLayout& layout, std::size_t last_line) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            ListColumn& column = layout.columns[i];
            const ListHeadings::Meaning& meaning = meanings_[i];
            column.with_place = meaning.with_place && column.field == ListField::birth;
            column.with_father = meaning.with_father && is_name(column.field);
            column.order_said = meaning.both_names || answered(column);
            column.order = order_in(column.heading);
            if (answered(column)) {
                column.reading = ColumnReading::answered;
            } else if (column.field != ListField::unknown) {
                column.reading = meaning.strength == Strength::contained ? ColumnReading::guessed
                                                                         : ColumnReading::sure;
            } else {
                const bool asks = meaning.asks && is_filled(last_line, i) && !is_choice(layout, i);
                column.reading = asks ? ColumnReading::asked : ColumnReading::beside;
            }
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
    const ListAnswers& answers_;
    std::size_t header_;
    Above above_;
    std::vector<ListHeadings::Meaning> meanings_;  // Of each column's heading…
    std::vector<std::string> groups_;              // …what it stands under…
    std::vector<bool> unclear_;                    // …and whether nobody knows what that is.
};

}  // namespace

Header read_header(const ListTable& table, const HeadingSense& sense, std::size_t header,
                   Above above) {
    return HeaderReader(table, sense, header, above).read();
}

}  // namespace jatigi::lists

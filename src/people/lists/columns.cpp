#include "people/lists/columns.h"

#include <algorithm>
#include <set>

#include "people/lists/column_cells.h"
#include "people/lists/fields.h"
#include "people/lists/header_groups.h"
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
        const HeaderGroups lines(table_, headings_);
        // A person's row over a repeated header is no group, and its cells are no headings.
        const ListRow* groups = above_ == Above::a_person ? nullptr : lines.over(header_);
        Header found{.layout = {.header_row = row->number, .columns = {}}, .second_line = {}};
        // "Date" and "Lieu" under "Naissance", that may stand under "État civil" itself.
        const ListRow under_groups = lines.below(groups, *row);
        if (header_ + 1 < table_.rows.size() &&
            lines.names_parts(table_.rows[header_ + 1], under_groups)) {
            groups = &under_groups;
            found.second_line = header_ + 1;
            row = &table_.rows[header_ + 1];
        }
        ListLayout& layout = found.layout;
        const std::size_t width =
            std::max(row->cells.size(), groups == nullptr ? 0U : groups->cells.size());
        for (std::size_t i = 0; i < width; ++i) {
            const std::string_view own = cell_of(row, i);
            const std::string_view group = group_of(groups, *row, i);
            unclear_.push_back(!is_blank_text(group) && headings_.is_unclear(group));
            groups_.emplace_back(group);
            owns_.push_back(trim(own));
            layout.columns.push_back(
                {.field = ListField::unknown,
                 .heading = repair_encoding(headings_.heading_below(group, own)).text});
        }
        for (const ListColumn& column : layout.columns)
            meanings_.push_back(meaning_of(column.heading, meanings_.size()));
        find_answers(layout);
        tell_men(layout);
        prefer_site(layout);
        if (table_.household_from) take_household_key();
        leave_others_out();
        take_children(layout);
        const ColumnCells cells(table_, found.second_line.value_or(header_));
        doubt_days(cells);
        assign_answers(layout);
        assign(layout, Strength::sure);
        if (const ListRow* tags = tags_under()) assign_tags(layout, *tags);
        assign(layout, Strength::trimmed);
        assign(layout, Strength::weak);
        assign(layout, Strength::contained);
        settle(layout);
        settle_heads(layout, cells);
        settle_household(layout, cells);
        settle_places(layout, cells);
        settle_numbers(layout, cells);
        part_names(layout, cells);
        settle_doubles(layout, cells);
        note_readings(layout, cells);
        return found;
    }

private:
    ListHeadings::Meaning meaning_of(std::string_view heading, std::size_t column) const {
        const ListHeadings::Meaning meaning = headings_.meaning_of(heading);
        const bool of_household = table_.household_from && column >= *table_.household_from;
        if (!of_household || meaning.field != ListField::unknown) return meaning;
        const ListHeadings::Meaning own =
            headings_.meaning_without(heading, HeadingRole::household);
        return own.field == ListField::unknown ? meaning : own;
    }

    // "Men" is short for a household in French, and beside "Women" it is men.
    void tell_men(const ListLayout& layout) {
        const auto is_called = [&](std::size_t i, std::string_view word) {
            const std::string& heading = layout.columns[i].heading;
            return word_key(heading.substr(0, heading.find('('))) == word;
        };
        std::optional<std::size_t> men;
        std::optional<std::size_t> women;
        for (std::size_t i = 0; i < meanings_.size(); ++i) {
            if (is_called(i, "men") && !layout.columns[i].heading.contains("é")) men = i;
            if (is_called(i, "women")) women = i;
        }
        if (!men || !women) return;
        meanings_[*men] = {.field = ListField::sex_male, .strength = Strength::weak};
        meanings_[*women] = {.field = ListField::sex_female, .strength = Strength::weak};
    }

    // The household is the one that a member was joined with; of the other keys of a tool one
    // number may be of several.
    void take_household_key() {
        const auto is_household = [](const ListHeadings::Meaning& one) {
            return one.field == ListField::household;
        };
        for (ListHeadings::Meaning& meaning : meanings_)
            if (is_household(meaning) && meaning.strength == Strength::weak) meaning = {};
        if (std::ranges::none_of(meanings_, is_household))
            meanings_[table_.household_key] = {.field = ListField::household,
                                               .strength = Strength::sure};
    }

    // "Date d'arrivée à Agadez" beside "Date d'arrivée à Assamaka".
    void prefer_site(const ListLayout& layout) {
        const std::string site = word_key(answers_.site_name);
        const auto names_site = [&](std::size_t i) {
            return !site.empty() && word_key(layout.columns[i].heading).contains(site);
        };
        std::vector<std::size_t> arrivals;
        for (std::size_t i = 0; i < meanings_.size(); ++i)
            if (meanings_[i].field == ListField::arrival_date) arrivals.push_back(i);
        if (std::ranges::none_of(arrivals, names_site)) return;
        for (const std::size_t i : arrivals)
            if (!names_site(i)) meanings_[i].strength = Strength::weak;
    }

    // On a list whose names are children's all is the child's.
    void take_children(const ListLayout& layout) {
        const auto names = [](bool minor) {
            return [minor](const ListHeadings::Meaning& one) {
                return is_name(one.field) && one.of_minor == minor;
            };
        };
        if (std::ranges::none_of(meanings_, names(true)) ||
            std::ranges::any_of(meanings_, names(false)))
            return;
        for (std::size_t i = 0; i < meanings_.size(); ++i)
            if (meanings_[i].of_minor && meanings_[i].field == ListField::unknown)
                meanings_[i] =
                    headings_.meaning_without(layout.columns[i].heading, HeadingRole::minor);
    }

    // No day is written without a number: such a column is of something else.
    void doubt_days(const ColumnCells& cells) {
        using enum ListField;
        for (std::size_t i = 0; i < meanings_.size(); ++i) {
            const ListField field = meanings_[i].field;
            const bool day = field == arrival_date || field == registration_date || field == birth;
            if (day && !answered(i) && cells.are_filled(i) && !cells.any_digit(i))
                meanings_[i] = {.asks = true};
        }
    }

    // Somebody else's columns: of a contact that has a name, and of a group with a name in it that
    // stands beside the person's own.
    void leave_others_out() {
        const bool contact =
            std::ranges::any_of(meanings_, [](const auto& one) { return one.names_contact; });
        const bool own_phone = std::ranges::any_of(meanings_, [](const auto& one) {
            return one.field == ListField::phone && !one.of_contact;
        });
        std::set<std::string> others;
        for (std::size_t i = 0; i < meanings_.size(); ++i) {
            if ((contact || (own_phone && meanings_[i].field == ListField::phone)) &&
                meanings_[i].of_contact)
                meanings_[i] = {};
            if (!unclear_[i] || !is_name(meanings_[i].field)) continue;
            for (std::size_t k = 0; k < meanings_.size(); ++k)
                if (meanings_[k].field == meanings_[i].field && groups_[k] != groups_[i] &&
                    !unclear_[k])
                    others.insert(groups_[i]);
        }
        for (std::size_t i = 0; i < meanings_.size(); ++i)
            if (others.contains(groups_[i])) meanings_[i] = {};
    }

    // The HXL row, if any, stands directly under the header.
    const ListRow* tags_under() const {
        if (is_hxl(table_.rows[header_])) return &table_.rows[header_];
        if (header_ + 1 >= table_.rows.size()) return nullptr;
        return is_hxl(table_.rows[header_ + 1]) ? &table_.rows[header_ + 1] : nullptr;
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
        find_birth_parts(layout);
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

    // "Jour", "Mois", "Année de naissance".
    void find_birth_parts(ListLayout& layout) const {
        const auto is_called = [&](std::size_t i, std::string_view french,
                                   std::string_view english) {
            const std::string key = heading_key(layout.columns[i].heading);
            return !answered(i) && (key == heading_key(french) || key == heading_key(english));
        };
        for (std::size_t i = 2; i < layout.columns.size(); ++i) {
            if (layout.columns[i].field != ListField::birth || !meanings_[i].names_year) continue;
            if (!is_called(i - 1, "Mois", "Month") || !is_called(i - 2, "Jour", "Day")) continue;
            layout.columns[i - 1].field = ListField::birth_month;
            layout.columns[i - 2].field = ListField::birth_day;
        }
    }

    // "Nom et prénoms" merged over two columns: the second has no heading, and names in it.
    static void part_names(ListLayout& layout, const ColumnCells& cells) {
        for (std::size_t i = 0; i + 1 < layout.columns.size(); ++i) {
            const ListField field = layout.columns[i].field;
            const bool given_first = field == ListField::full_name_given_first;
            if ((field != ListField::full_name && !given_first) ||
                !layout.columns[i + 1].heading.empty() || !cells.hold_names_with_next(i)) {
                continue;
            }
            layout.columns[i].field = given_first ? ListField::given_names : ListField::family_name;
            layout.columns[i + 1].field =
                given_first ? ListField::family_name : ListField::given_names;
            return;
        }
    }

    void give(ListLayout& layout, std::size_t column, ListField field,
              Strength strength = Strength::sure) const {
        if (answered(column)) return;
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

    bool answered(std::size_t column) const { return said_[column].has_value(); }

    // By the heading as it is shown, or by its lower line where no other column has the same.
    void find_answers(const ListLayout& layout) {
        const auto answer = [&](std::string_view heading) -> std::optional<ListField> {
            const auto found = answers_.columns.find(heading_key(heading));
            if (heading.empty() || found == answers_.columns.end()) return std::nullopt;
            return found->second;
        };
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            auto said = answer(layout.columns[i].heading);
            if (!said && std::ranges::count(owns_, owns_[i]) == 1) said = answer(owns_[i]);
            said_.push_back(said);
        }
    }

    void assign_answers(ListLayout& layout) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i)
            if (said_[i]) layout.columns[i].field = *said_[i];
    }

    void assign(ListLayout& layout, Strength strength) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i)
            if (meanings_[i].strength == strength) give(layout, i, meanings_[i].field, strength);
    }

    // "Place" 43 is a bed, and "Zone" 2 a part of the camp.
    void settle_places(ListLayout& layout, const ColumnCells& cells) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const ListField field = layout.columns[i].field;
            const bool place = field == ListField::birth_place || field == ListField::origin;
            if (place && meanings_[i].strength == Strength::weak && cells.hold_digits(i))
                layout.columns[i].field = ListField::unknown;
        }
    }

    // "N° personnel" of the migrant: the cells show that it is a telephone's; and a number that
    // many share is their case's.
    void settle_numbers(ListLayout& layout, const ColumnCells& cells) {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            if (meanings_[i].field != ListField::list_no || answered(i) ||
                !(cells.hold_phones(i) || cells.repeat(i)))
                continue;
            layout.columns[i].field = ListField::unknown;
            meanings_[i] = {.asks = true};
        }
    }

    // "Chef de ménage: oui" says a relation; what else stands there, nobody knows.
    void settle_heads(ListLayout& layout, const ColumnCells& cells) {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            if (!meanings_[i].is_head || answered(i) || !cells.are_filled(i)) continue;
            if (cells.are_yes_or_no(i) && !layout.column_of(ListField::relation)) {
                layout.columns[i].field = ListField::relation;
                meanings_[i].strength = Strength::sure;
            } else {
                meanings_[i].asks = true;
            }
        }
    }

    // A number of its own in every row is of people, whatever its heading may mean.
    void settle_household(ListLayout& layout, const ColumnCells& cells) {
        const auto column = layout.column_of(ListField::household);
        if (!column || answered(*column)) return;
        if (meanings_[*column].strength == Strength::weak && cells.all_differ(*column))
            layout.columns[*column].field = ListField::unknown;
        // "En famille ? oui"; and half a convoy may be "groupe A".
        const std::string key = heading_key(layout.columns[*column].heading);
        const bool of_convoy = meanings_[*column].strength == Strength::weak &&
                               (key.contains("group") && !layout.column_of(ListField::relation));
        if (!cells.are_yes_or_no(*column) && !of_convoy) return;
        layout.columns[*column].field = ListField::unknown;
        meanings_[*column] = {.asks = true};
    }

    // Survey tools leave out groups when they are told to: "nom" of the head and "nom" of a
    // contact.
    static bool names_somebody(ListField field) {
        return is_name(field) || field == ListField::father_name ||
               field == ListField::mother_name || field == ListField::parents;
    }

    // Two columns for one field: an empty one is none, and where each row fills one of them both
    // count, but for names. Otherwise the first counts and the other is kept as it is.
    void settle_doubles(ListLayout& layout, const ColumnCells& cells) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const ListField field = meanings_[i].field;
            const bool known = meanings_[i].strength > Strength::contained;
            if (!known || !may_be_of_household(i, field) ||
                layout.columns[i].field != ListField::unknown || field == ListField::our_note ||
                answered(i))
                continue;
            const auto taken = layout.column_of(field);
            if (!taken || answered(*taken)) continue;
            const ColumnCells::Pair doubles = cells.pair({.first = *taken, .second = i});
            if (doubles.second == 0) continue;
            const bool parent = field == ListField::father_name || field == ListField::mother_name;
            if (doubles.first == 0) {
                std::swap(layout.columns[i].field, layout.columns[*taken].field);
            } else if (!names_somebody(field) &&
                       doubles.differ * 20 <= std::min(doubles.first, doubles.second)) {
                layout.columns[i].field = field;
            } else if (parent && meanings_[i].names_given != meanings_[*taken].names_given) {
                layout.columns[i].field = field;
                layout.columns[i].with_other_half = true;
            }
        }
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

    void note_readings(ListLayout& layout, const ColumnCells& cells) const {
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            ListColumn& column = layout.columns[i];
            const ListHeadings::Meaning& meaning = meanings_[i];
            column.with_place = meaning.with_place && column.field == ListField::birth;
            column.with_father = meaning.with_father && is_name(column.field);
            column.order_said = meaning.both_names || answered(i);
            column.order = order_in(column.heading);
            column.names_year = meaning.names_year;
            column.names_age = meaning.names_age;
            column.names_head = meaning.is_head && column.field == ListField::relation;
            if (answered(i)) {
                column.reading = ColumnReading::answered;
            } else if (column.field != ListField::unknown) {
                column.reading = meaning.strength == Strength::contained ? ColumnReading::guessed
                                                                         : ColumnReading::sure;
            } else {
                const bool asks = meaning.asks && cells.are_filled(i) && !is_choice(layout, i);
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
    std::vector<std::string> owns_;                // …its lower line…
    std::vector<std::optional<ListField>> said_;   // …what somebody said it is…
    std::vector<bool> unclear_;                    // …and whether nobody knows what that is.
};

}  // namespace

Header read_header(const ListTable& table, const HeadingSense& sense, std::size_t header,
                   Above above) {
    return HeaderReader(table, sense, header, above).read();
}

}  // namespace jatigi::lists

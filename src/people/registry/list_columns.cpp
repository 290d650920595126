#include "people/registry/list_columns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "people/registry/list_fields.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

using Strength = ListHeadings::Strength;

constexpr std::array<std::string_view, 29> field_texts{"unknown",
                                                       "list_no",
                                                       "arrival_date",
                                                       "family_name",
                                                       "given_names",
                                                       "full_name",
                                                       "full_name_given_first",
                                                       "sex",
                                                       "birth",
                                                       "age",
                                                       "nationality",
                                                       "birth_place",
                                                       "origin",
                                                       "father_name",
                                                       "mother_name",
                                                       "marital_status",
                                                       "household",
                                                       "relation",
                                                       "phone",
                                                       "languages",
                                                       "document",
                                                       "document_type",
                                                       "document_no",
                                                       "vulnerabilities",
                                                       "observations",
                                                       "our_note",
                                                       "sex_male",
                                                       "sex_female",
                                                       "age_in_months"};

// A heading among the first rows or none: a file without one is not searched to its end.
constexpr std::size_t rows_to_find_header_in = 100;
// Nobody writes longer headings; what is longer is not worth folding.
constexpr std::size_t longest_heading = 200;

ListField field_of(std::string_view text) {
    const auto* found = std::ranges::find(field_texts, text);
    return found == field_texts.end() ? ListField::unknown
                                      : static_cast<ListField>(found - field_texts.begin());
}

bool is_little_word(std::string_view word) {
    constexpr std::array<std::string_view, 16> words{"de", "du", "des", "la",  "le", "les",
                                                     "l",  "d",  "of",  "the", "s",  "e",
                                                     "es", "et", "and", "x"};
    return std::ranges::find(words, word) != words.end();
}

bool means_number(std::string_view word) {
    constexpr std::array<std::string_view, 6> words{"n", "no", "nr", "num", "numero", "number"};
    return std::ranges::find(words, word) != words.end();
}

// "Numéro de la pièce" and "N° pièces" have the same words: no, piece.
std::vector<std::string> heading_words(std::string_view heading) {
    std::vector<std::string> words;
    const std::vector<std::string> all =
        split(sentence_fold(heading.substr(0, longest_heading)), ' ');
    for (const std::string& word : all) {
        if (is_little_word(word) || word.empty()) continue;
        const bool plural = word.size() > 3 && word.ends_with('s');
        words.push_back(means_number(word) ? "no" : word.substr(0, word.size() - (plural ? 1 : 0)));
    }
    return words.empty() && !all[0].empty() ? all : words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

// The attributes of a tag may stand in any order: #date+arrival+start.
std::string tag_key(std::string_view tag) {
    std::vector<std::string> parts = split(word_fold(tag), ' ');
    if (parts.size() > 1) std::ranges::sort(parts.begin() + 1, parts.end());
    return "#" + joined(parts);
}

std::string without_brackets(std::string_view heading) {
    std::string text;
    int depth = 0;
    for (const char c : heading) {
        if (c == '(' || c == '[') ++depth;
        if (depth == 0) text += c;
        if ((c == ')' || c == ']') && depth > 0) --depth;
    }
    return text;
}

bool starts_with_words(std::string_view text, const std::vector<std::string>& starts) {
    if (text.size() > longest_heading) return false;
    const std::string folded = word_fold(text);
    return std::ranges::any_of(starts, [&](const std::string& start) {
        return folded.starts_with(start) &&
               (folded.size() == start.size() || folded[start.size()] == ' ');
    });
}

// Two known parts in one heading, "Nom / Prénom".
ListField merged(ListField one, ListField other) {
    using enum ListField;
    if (one == other || other == unknown) return one;
    if (one == unknown) return other;
    const auto both = [&](ListField a, ListField b) {
        return (one == a && other == b) || (one == b && other == a);
    };
    if (both(birth, age)) return birth;
    if (both(document_type, document_no)) return document;
    if (both(family_name, given_names)) {
        return one == family_name ? full_name : full_name_given_first;
    }
    return unknown;
}

bool is_name(ListField field) {
    using enum ListField;
    return field == family_name || field == given_names || field == full_name ||
           field == full_name_given_first;
}

// Without these a list cannot be read at all, so a loose likeness is good enough.
bool is_needed(ListField field) {
    using enum ListField;
    return is_name(field) || field == arrival_date || field == sex || field == birth ||
           field == nationality;
}

}  // namespace

std::string_view list_field_text(ListField field) {
    return field_texts.at(static_cast<std::size_t>(field));
}

std::string_view row_kind_text(RowKind kind) {
    constexpr std::array<std::string_view, 6> texts{"title", "header", "hxl",
                                                    "data",  "total",  "blank"};
    return texts.at(static_cast<std::size_t>(kind));
}

ListHeadings::ListHeadings(std::string_view csv) {
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return;
    // Short words first: the keys of the headings are made with them.
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 3 || row.cells[1] != "short") continue;
        short_words_.emplace(word_fold(row.cells[0]), joined(heading_words(row.cells[2])));
    }
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 2 || row.number == 1) continue;
        const ListField field = field_of(row.cells[1]);
        if (field == ListField::unknown) {
            add_word(row);
        } else if (row.cells[0].starts_with('#')) {
            tags_.emplace(tag_key(row.cells[0]), field);
        } else {
            add_heading(row, field);
        }
    }
}

void ListHeadings::add_word(const ListRow& row) {
    const std::string& kind = row.cells[1];
    if (kind == "ignore") ignored_words_.insert(joined(words_of(row.cells[0])));
    if (kind == "thing") thing_words_.insert(joined(words_of(row.cells[0])));
    if (kind == "other") other_words_.insert(joined(words_of(row.cells[0])));
    if (kind == "title") note_starts_.push_back(word_fold(row.cells[0]));
    if (kind == "total") total_starts_.push_back(word_fold(row.cells[0]));
}

void ListHeadings::add_heading(const ListRow& row, ListField field) {
    const bool weak = row.cells.size() > 2 && row.cells[2] == "weak";
    meanings_.emplace(joined(words_of(row.cells[0])),
                      Meaning{.field = field, .strength = weak ? Strength::weak : Strength::sure});
}

std::vector<std::string> ListHeadings::words_of(std::string_view heading) const {
    std::vector<std::string> words = heading_words(heading);
    for (std::string& word : words) {
        if (const auto full = short_words_.find(word); full != short_words_.end()) {
            word = full->second;
        }
    }
    return words;
}

ListHeadings::Meaning ListHeadings::exact(std::string_view heading) const {
    std::vector<std::string> words = words_of(heading);
    if (const auto found = meanings_.find(joined(words)); found != meanings_.end()) {
        return found->second;
    }
    // "Nom du site" is nobody's name.
    const bool of_thing = std::ranges::any_of(
        words, [&](const std::string& word) { return thing_words_.contains(word); });
    std::erase_if(words, [&](const std::string& word) { return ignored_words_.contains(word); });
    const auto found = meanings_.find(joined(words));
    if (found == meanings_.end() || (of_thing && is_name(found->second.field))) return {};
    return {.field = found->second.field,
            .strength = std::min(found->second.strength, Strength::trimmed)};
}

ListHeadings::Meaning ListHeadings::of_parts(std::string_view heading) const {
    Meaning result;
    std::string text(heading);
    std::ranges::replace(text, '\n', '/');
    std::ranges::replace(text, '|', '/');
    for (const std::string& part : split(text, '/')) {
        if (trim(part).size() < 2) continue;  // "Enceinte O/N" holds no number.
        const Meaning meaning = exact(part);
        result.field = merged(result.field, meaning.field);
        result.strength = std::max(result.strength, meaning.strength);
    }
    return result.field == ListField::unknown ? Meaning{} : result;
}

ListHeadings::Meaning ListHeadings::contained(std::string_view heading) const {
    const std::vector<std::string> words = words_of(heading);
    if (std::ranges::any_of(words, [&](auto& word) { return other_words_.contains(word); })) {
        return {};
    }
    const std::string text = " " + joined(words) + " ";
    Meaning result;
    std::size_t longest = 0;
    const bool of_thing =
        std::ranges::any_of(words, [&](auto& word) { return thing_words_.contains(word); });
    for (const auto& [key, meaning] : meanings_) {
        if (of_thing && is_name(meaning.field)) continue;
        if (meaning.strength != Strength::sure || !is_needed(meaning.field)) continue;
        if (key.size() <= longest || key.size() < 3 || !text.contains(" " + key + " ")) continue;
        longest = key.size();
        result = {.field = meaning.field, .strength = Strength::contained};
    }
    return result;
}

ListHeadings::Meaning ListHeadings::meaning_of(std::string_view heading) const {
    if (heading.size() > longest_heading) return {};
    const std::string text = trim(heading);
    if (text.empty()) return {};
    if (text.starts_with('#')) return {.field = field_of_tag(text), .strength = Strength::sure};
    if (const Meaning whole = exact(text); whole.field != ListField::unknown) return whole;
    const std::string bare = without_brackets(text);
    if (const Meaning open = exact(bare); open.field != ListField::unknown) return open;
    if (const Meaning parts = of_parts(bare); parts.field != ListField::unknown) return parts;
    if (const auto slash = bare.rfind('/'); slash != std::string::npos && slash > 0) {
        const Meaning part = part_of_group(bare.substr(0, slash), bare.substr(slash + 1));
        if (part.field != ListField::unknown) return part;
    }
    return contained(bare);
}

// "Lieu" under "Naissance", "identification/nom": both together, else the part alone.
ListHeadings::Meaning ListHeadings::part_of_group(std::string_view group,
                                                  std::string_view part) const {
    if (trim(part).size() < 2) return {};
    const Meaning both = exact(std::string(part) + " " + std::string(group));
    return both.field != ListField::unknown ? both : exact(part);
}

std::string ListHeadings::heading_below(std::string_view group, std::string_view heading) const {
    std::string own = trim(heading);
    if (own.empty()) return trim(group);
    if (is_blank_text(group) || group.size() + own.size() > longest_heading) return own;
    std::string both = own + " " + trim(group);
    return exact(without_brackets(both)).field != ListField::unknown ? both : own;
}

ListField ListHeadings::field_of_tag(std::string_view hxl_tag) const {
    const auto found = tags_.find(tag_key(hxl_tag));
    return found == tags_.end() ? ListField::unknown : found->second;
}

bool ListHeadings::starts_total(std::string_view cell) const {
    return starts_with_words(cell, total_starts_);
}

bool ListHeadings::starts_note(std::string_view cell) const {
    return starts_with_words(cell, note_starts_);
}

std::optional<std::size_t> ListLayout::column_of(ListField field) const {
    const auto found = std::ranges::find(columns, field, &ListColumn::field);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

namespace {

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

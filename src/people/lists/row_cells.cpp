#include "people/lists/row_cells.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jatigi::lists {
namespace {

// Columns in which free text may say what only protection staff should read.
bool may_be_sensitive(ListField field) {
    using enum ListField;
    return field == vulnerabilities || field == observations || field == unknown ||
           field == relation || field == marital_status;
}

bool is_tick(std::string_view cell) {
    constexpr std::array<std::string_view, 8> ticks{"x", "1", "m",       "f",
                                                    "h", "s", "checked", "coche"};
    constexpr std::array<std::string_view, 5> marks{"✓", "✔", "+", "×", "*"};
    return yes_or_no(cell) == true || std::ranges::find(ticks, word_key(cell)) != ticks.end() ||
           std::ranges::find(marks, cell) != marks.end();
}

bool is_no_tick(std::string_view cell) {
    return is_blank_mark(cell) || yes_or_no(cell) == false || word_key(cell) == "0" ||
           word_key(cell) == "unchecked";
}

enum class Tick { none, no, yes, yes_and_more, unread };

// "oui (5 mois)" is a yes; what "diabète" under "Maladie chronique" means, somebody must say.
Tick tick_in(std::string_view cell) {
    if (is_tick(cell)) return Tick::yes;
    if (is_no_tick(cell)) return Tick::no;
    const std::string_view first = cell.substr(0, cell.find_first_of(" ,;:(-/"));
    if (is_no_tick(first)) return Tick::no;
    return yes_or_no(first) == true || word_key(first) == "x" ? Tick::yes_and_more : Tick::unread;
}

}  // namespace

namespace {

// Where the path of a form ends: "besoins.enceinte", and not the stop of "Mal. chr.".
std::size_t end_of_path(std::string_view text) {
    for (std::size_t at = text.size(); at-- > 0;) {
        if (std::string_view("/>|:").contains(text[at])) return at + 1;
        if (text[at] == '.' && at + 1 < text.size() && text[at + 1] != ' ') return at + 1;
    }
    return 0;
}

std::optional<std::string> ticked_need(std::string_view heading, const ListWords& words) {
    constexpr std::string_view choice = "(choice=";
    const auto chosen = heading.find(choice);
    std::string text(
        chosen == std::string_view::npos
            ? heading.substr(0, heading.find('('))
            : heading.substr(chosen + choice.size(), heading.rfind(')') - chosen - choice.size()));
    text.erase(0, end_of_path(text));
    std::ranges::replace(text, '_', ' ');
    text = trim(text);
    if (words.code(WordKind::vulnerability, text)) return text;
    // "Violence déclarée" may be any: what only protection staff may read is not guessed.
    if (words.code_within(WordKind::vulnerability, text) && !is_sensitive(text, words)) return text;
    return std::nullopt;
}

}  // namespace

TickedNeeds ticked_needs(const ListLayout& layout, const ListWords& words) {
    constexpr std::size_t longest_letters = 3;
    const auto is_letters = [](const std::optional<std::string>& need) {
        return need && word_key(*need).size() <= longest_letters;
    };
    TickedNeeds needs;
    for (const ListColumn& column : layout.columns)
        needs.push_back(column.field == ListField::unknown ? ticked_need(column.heading, words)
                                                           : std::nullopt);
    if (std::ranges::count_if(needs, is_letters) == 1)
        std::ranges::replace_if(needs, is_letters, std::nullopt);
    return needs;
}

bool may_be_ditto(ListField field) {
    return field != ListField::observations && field != ListField::unknown &&
           field != ListField::list_no && field != ListField::document_no;
}

DittoAmong ditto_among(ListField field) {
    using enum ListField;
    const bool names = is_name(field) || field == birth_place || field == origin ||
                       field == father_name || field == mother_name || field == parents;
    return names ? DittoAmong::names : DittoAmong::others;
}

RowCells::RowCells(const ListRow& row, const Columns& columns, const ListWords& words) {
    const ListLayout& layout = columns.layout;
    const bool several_origins =
        std::ranges::count(layout.columns, ListField::origin, &ListColumn::field) > 1;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const ListColumn column = i < layout.columns.size() ? layout.columns[i] : ListColumn{};
        if (column.field == ListField::our_note) continue;
        RepairedText text = repair_encoding(row.cells[i]);
        repaired_ = repaired_ || text.repaired;
        std::string cell = tidy_blanks(text.text, Lines::kept);
        if (cell.empty() || is_sheet_error(cell) || is_program_nothing(cell)) continue;
        if (may_be_sensitive(column.field) && is_sensitive(cell, words)) {
            sensitive_.push_back(column.field);
        }
        const bool male = column.field == ListField::sex_male;
        if (male || column.field == ListField::sex_female) {
            if (is_no_tick(cell)) continue;
            // Ticked in both, it is unreadable.
            const std::string& sex = cells_[ListField::sex];
            const bool ticked = is_tick(cell);
            cells_[ListField::sex] = sex.empty() && ticked ? (male ? "M" : "F") : sex + cell;
            headings_[ListField::sex] = column.heading;
            continue;
        }
        const auto& need = i < columns.needs.size() ? columns.needs[i] : std::nullopt;
        const Tick tick = need ? tick_in(cell) : Tick::none;
        if (tick == Tick::yes || tick == Tick::yes_and_more) {
            if (is_sensitive(*need, words)) sensitive_.push_back(ListField::vulnerabilities);
            add({.field = ListField::vulnerabilities, .heading = column.heading}, *need);
            if (tick == Tick::yes_and_more) keep(column.heading, std::move(cell));
            continue;
        }
        unread_tick_ = unread_tick_ || tick == Tick::unread;
        // A village that is not known, beside its region.
        if (several_origins && column.field == ListField::origin &&
            words.code(WordKind::none, cell))
            continue;
        if (column.with_father) take_father(column, cell);
        add(column, std::move(cell));
    }
}

// "SANÉ Lamine (Ibrahima)" under "Nom et prénom (père)".
void RowCells::take_father(const ListColumn& column, std::string& name) {
    const auto open = name.rfind('(');
    if (open == std::string::npos || open == 0 || !name.ends_with(')')) return;
    add({.field = ListField::father_name, .heading = column.heading},
        trim(std::string_view(name).substr(open + 1, name.size() - open - 2)));
    name = trim(std::string_view(name).substr(0, open));
}

// Of two columns for one field the filled one counts; what else the second says is kept.
void RowCells::add(const ListColumn& column, std::string cell) {
    std::string& taken = cells_[column.field];
    if (holds_several(column.field) && !taken.empty()) {
        // A village in its region; several needs.
        taken += column.field == ListField::origin ? ", " : "; ";
        taken += cell;
        return;
    }
    const bool parent =
        column.field == ListField::father_name || column.field == ListField::mother_name;
    if (parent && column.with_other_half && !taken.empty()) {
        taken += ' ' + cell;
        return;
    }
    const bool is_free = taken.empty() || is_blank_mark(taken);
    if (column.field == ListField::unknown || (!is_free && taken != cell)) {
        if (column.field == ListField::unknown) cells_.erase(column.field);
        extras_.push_back(
            {.heading = column.heading, .text = Personal<std::string>(std::move(cell))});
        return;
    }
    if (!is_free) return;
    headings_[column.field] = column.heading;
    with_place_ = with_place_ || column.with_place;
    name_order_said_ = name_order_said_ || column.order_said;
    at_head_column_ = at_head_column_ || column.names_head;
    if (column.field == ListField::birth) {
        birth_names_year_ = column.names_year;
        birth_names_age_ = column.names_age;
    }
    taken = std::move(cell);
}

void RowCells::resolve_ditto(const std::map<ListField, std::string>& above,
                             const ListWords& words) {
    for (auto& [field, cell] : cells_) {
        if (!may_be_ditto(field) || !is_ditto(cell, words, ditto_among(field))) continue;
        const auto same = above.find(field);
        cell = same == above.end() ? std::string{} : same->second;
    }
}

void RowCells::keep(std::string heading, std::string text) {
    extras_.push_back(
        {.heading = std::move(heading), .text = Personal<std::string>(std::move(text))});
}

void RowCells::keep(ListField field) {
    if (at(field).empty()) return;
    extras_.push_back(
        {.heading = headings_[field], .text = Personal<std::string>(std::string(at(field)))});
}

}  // namespace jatigi::lists

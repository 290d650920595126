#include "people/lists/headings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using Strength = ListHeadings::Strength;

// Nobody writes longer headings; what is longer is not worth folding.
constexpr std::size_t longest_heading = 200;

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

// The attributes of a tag may stand in any order: #date+arrival+start.
std::string tag_key(std::string_view tag) {
    std::vector<std::string> parts = split(word_fold(tag), ' ');
    if (parts.size() > 1) std::ranges::sort(parts.begin() + 1, parts.end());
    return "#" + join(parts, " ");
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

// Without these a list cannot be read at all, so a loose likeness is good enough.
bool is_needed(ListField field) {
    using enum ListField;
    return is_name(field) || field == arrival_date || field == sex || field == birth ||
           field == nationality;
}

}  // namespace

bool is_name(ListField field) {
    using enum ListField;
    return field == family_name || field == given_names || field == full_name ||
           field == full_name_given_first;
}

ListHeadings::ListHeadings(std::string_view csv) {
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return;
    // Short words first: the keys of the headings are made with them.
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 3 || row.cells[1] != "short") continue;
        short_words_.emplace(word_fold(row.cells[0]), join(heading_words(row.cells[2]), " "));
    }
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 2 || row.number == 1) continue;
        const ListField field = parse_enum<ListField>(row.cells[1]).value_or(ListField::unknown);
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
    if (kind == "ignore") ignored_words_.insert(join(words_of(row.cells[0]), " "));
    if (kind == "thing") thing_words_.insert(join(words_of(row.cells[0]), " "));
    if (kind == "other") other_words_.insert(join(words_of(row.cells[0]), " "));
    if (kind == "title") note_starts_.push_back(word_fold(row.cells[0]));
    if (kind == "total") total_starts_.push_back(word_fold(row.cells[0]));
}

void ListHeadings::add_heading(const ListRow& row, ListField field) {
    const bool weak = row.cells.size() > 2 && row.cells[2] == "weak";
    meanings_.emplace(join(words_of(row.cells[0]), " "),
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
    if (const auto found = meanings_.find(join(words, " ")); found != meanings_.end()) {
        return found->second;
    }
    // "Nom du site" is nobody's name.
    const bool of_thing = std::ranges::any_of(
        words, [&](const std::string& word) { return thing_words_.contains(word); });
    std::erase_if(words, [&](const std::string& word) { return ignored_words_.contains(word); });
    const auto found = meanings_.find(join(words, " "));
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
    const std::string text = " " + join(words, " ") + " ";
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

}  // namespace jatigi::lists

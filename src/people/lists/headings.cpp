#include "people/lists/headings.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using Meaning = ListHeadings::Meaning;
using Strength = ListHeadings::Strength;
using enum HeadingRole;

// Nobody writes longer headings; what is longer is not worth folding.
constexpr std::size_t longest_heading = 200;

bool is_little_word(std::string_view word) {
    constexpr std::array<std::string_view, 16> words{"de", "du", "des", "la",  "le", "les",
                                                     "l",  "d",  "of",  "the", "s",  "e",
                                                     "es", "et", "and", "x"};
    return std::ranges::find(words, word) != words.end();
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

// Without these a list cannot be read at all, so a loose likeness is good enough.
bool is_needed(ListField field) {
    return is_name(field) || field == ListField::arrival_date || field == ListField::sex ||
           field == ListField::birth || field == ListField::nationality;
}

// "Né le", "Fille de", "et de": there the little words say what or who is meant.
void mark_little_words(std::vector<HeadingWord>& words) {
    // "Comment s'appelle votre père ?" is French, "Comment" alone English.
    for (std::size_t i = 0; i + 2 < words.size(); ++i)
        if (words[i].text == "comment" && !words[i + 1].starts_part && words.back().role != remark)
            words[i].role = ignore;
    // "Son numéro" is French, "son of" English.
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i].text == "son" && words[i + 1].role != of && words[i + 1].text != "of" &&
            words[i + 1].role != child && words[i + 1].role != female)
            words[i].role = ignore;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto before = words[i - 1].role;
        const bool last = i + 1 == words.size();
        const bool arrived =
            std::any_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                        [](const HeadingWord& word) { return word.role == arrival; });
        if ((words[i].text == "le" || words[i].text == "on") &&
            (before == birth || before == arrival || before == registration || (last && arrived)))
            words[i].role = date;
    }
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!words[i].in_brackets) last = i;
    if (!last || (words[*last].text != "de" && words[*last].text != "of")) return;
    words[*last].role = of;
    for (std::size_t i = 0; i < *last; ++i) {
        const bool is_and = words[i].text == "et" || words[i].text == "and";
        if (is_and && (i == 0 || i + 1 == *last)) words[i].role = plus;
    }
}

// "Âge si date inconnue", "Date (si connue)": what stands behind is when, not what. Says whether
// the heading goes on from the question before it.
bool leave_conditions_out(std::vector<HeadingWord>& words) {
    const auto is_if = [](const HeadingWord& word) {
        return word.text == "si" || word.text == "if";
    };
    // "Si oui, quelle date": there it is the question that stands behind.
    const bool goes_on = words.size() > 2 && is_if(words[0]) && words[1].role == tick;
    if (goes_on) words.erase(words.begin(), words.begin() + 2);
    const auto at = std::ranges::find_if(words, is_if);
    if (at != words.begin()) words.erase(at, words.end());
    // "Si date inconnue : âge déclaré".
    if (!words.empty() && is_if(words[0])) {
        const auto part = std::find_if(words.begin() + 1, words.end(),
                                       [](const HeadingWord& word) { return word.starts_part; });
        if (part != words.end()) words.erase(words.begin(), part);
    }
    for (HeadingWord& word : words)
        if (word.in_brackets && word.role == tick) word.role = ignore;
    return goes_on;
}

// A group over a question says what the form is about, not what the question is.
bool may_be_group(const HeadingWord& word, ListField field) {
    if (!word.role) return true;
    if (*word.role == thing) return !is_name(field);
    if (*word.role == parents)
        return field == ListField::father_name || field == ListField::mother_name;
    // The town from which somebody arrives is no home.
    if (*word.role == arrival && field == ListField::origin) return false;
    constexpr std::array<HeadingRole, 9> roles{household, registration, arrival, identity, person,
                                               group,     list,         ignore,  at};
    return std::ranges::find(roles, *word.role) != roles.end();
}

bool has_role(std::span<const HeadingWord> words, HeadingRole role) {
    return std::ranges::any_of(words,
                               [role](const HeadingWord& word) { return word.role == role; });
}

bool has_meaning(std::span<const HeadingWord> words) {
    return std::ranges::any_of(words, [](const HeadingWord& word) {
        return word.role && word.role != ignore && word.role != at;
    });
}

bool says_something_else(const HeadingWord& word) {
    return word.role == other || word.role == thing || word.role == tick || word.role == head ||
           word.role == staff;
}

}  // namespace

bool is_name(ListField field) {
    using enum ListField;
    return field == family_name || field == given_names || field == full_name ||
           field == full_name_given_first;
}

std::string heading_key(std::string_view heading) {
    std::vector<std::string> words;
    const std::vector<std::string> all =
        split(sentence_fold(heading.substr(0, longest_heading)), ' ');
    for (const std::string& word : all) {
        if (is_little_word(word) || word.empty()) continue;
        const bool plural = word.size() > 3 && word.ends_with('s');
        words.push_back(word.substr(0, word.size() - (plural ? 1 : 0)));
    }
    std::string key = join(words.empty() && !all[0].empty() ? all : words, " ");
    // "_status" is a machine's, "Status" a person's.
    const std::string start = trim(heading).substr(0, 1);
    return start == "_" || start == "@" ? start + key : key;
}

ListHeadings::ListHeadings(const HeadingTables& tables)
    : words_(tables.words_csv), rules_(tables.rules_csv) {
    const Result<ListTable> table = read_separated(tables.headings_csv, ',');
    if (!table) return;
    for (const ListRow& row : table->rows)
        if (row.cells.size() >= 2 && row.number > 1) add(row);
}

void ListHeadings::add(const ListRow& row) {
    const std::string& kind = row.cells[1];
    if (kind == "title") note_starts_.push_back(word_fold(row.cells[0]));
    if (kind == "total") total_starts_.push_back(word_fold(row.cells[0]));
    const auto field = parse_enum<ListField>(kind);
    if (!field) return;
    if (row.cells[0].starts_with('#') && row.cells[0].size() > 1) {
        tags_.emplace(tag_key(row.cells[0]), *field);
        return;
    }
    if (heading_key(row.cells[0]).empty()) return;
    const bool weak = row.cells.size() > 2 && row.cells[2] == "weak";
    meanings_.emplace(heading_key(row.cells[0]),
                      Meaning{.field = *field, .strength = weak ? Strength::weak : Strength::sure});
}

Meaning ListHeadings::whole(std::string_view heading) const {
    const auto found = meanings_.find(heading_key(heading));
    return found == meanings_.end() ? Meaning{} : found->second;
}

Meaning ListHeadings::by_rules(std::vector<HeadingWord> words) const {
    mark_little_words(words);
    const bool goes_on = leave_conditions_out(words);
    const auto is_unknown = [](const HeadingWord& word) { return !word.role && !word.in_brackets; };
    Meaning loose;
    // The whole, then what stands under the groups before it: "identite/nom", "section a > nom".
    for (std::size_t from = 0; from < words.size(); ++from) {
        if (from > 0 && !words[from].starts_part) continue;
        const std::span<const HeadingWord> part = std::span(words).subspan(from);
        const auto found = rules_.field_of(part);
        if (found.field == ListField::unknown) continue;
        // "Si oui, quel numéro ?": of what was asked before.
        if (goes_on && found.field == ListField::list_no) return {.asks = true};
        const auto groups = std::span(words).first(from);
        const bool in_group = std::ranges::all_of(
            groups, [&](const HeadingWord& word) { return may_be_group(word, found.field); });
        // "Enceinte O/N" holds no number.
        if (!in_group || (from > 0 && part.front().text.size() < 2)) continue;
        if (std::ranges::any_of(part, is_unknown)) {
            // "Date de l'audience" is of something that we do not know.
            if (loose.field == ListField::unknown && is_needed(found.field) && !found.weak)
                loose = {.field = found.field,
                         .strength = Strength::contained,
                         .with_place = found.with_place,
                         .both_names = found.both_names};
            continue;
        }
        const bool more = from > 0 || has_role(part, person);
        return {.field = found.field,
                .strength = found.weak ? Strength::weak
                            : more     ? Strength::trimmed
                                       : Strength::sure,
                .with_place = found.with_place,
                .both_names = found.both_names};
    }
    if (loose.field != ListField::unknown) return loose;
    // Words that nobody knows, or whose sense together nobody knows, unless it is of a parent.
    const bool of_parent = has_role(words, father) || has_role(words, mother);
    loose.asks = (std::ranges::any_of(words, is_unknown) || (has_meaning(words) && !of_parent)) &&
                 std::ranges::none_of(words, says_something_else);
    return loose;
}

// "Nom et prénom (père)": the whole name, and the father's behind it.
Meaning ListHeadings::name_with_father(std::string_view heading, std::string_view bare) const {
    std::vector<HeadingWord> words = words_.read(heading);
    const bool in_brackets = std::ranges::any_of(
        words, [](const HeadingWord& word) { return word.in_brackets && word.role == father; });
    if (!in_brackets) return {};
    Meaning meaning = by_rules(bare);
    const bool whole =
        meaning.field == ListField::full_name || meaning.field == ListField::full_name_given_first;
    if (!whole) return {};
    meaning.with_father = true;
    return meaning;
}

namespace {

// "18-59 ans", "60 ans et +", "moins de 5 ans": a column to tick, and nobody's age.
bool is_age_class(std::string_view heading) {
    const std::string text = word_fold(heading);
    std::size_t numbers = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (is_digit(text[i]) && (i == 0 || !is_digit(text[i - 1]))) ++numbers;
    const auto starts = [&](std::string_view lead) { return text.starts_with(lead); };
    const bool open = heading.contains('+') || heading.contains('<') || heading.contains('>') ||
                      starts("moins de") || starts("plus de") || starts("under") ||
                      starts("over") || text.contains(" et plus") || text.contains(" and over");
    return numbers == 2 || (numbers == 1 && open);
}

// "Membres du ménage", "Persons in HH": how many they are. A path names the form: "membres/menage".
bool counts_members(const std::vector<HeadingWord>& words, std::string_view heading) {
    const bool path = heading.find_first_of("/.:>_|") != std::string_view::npos;
    return !path && !has_role(words, number) && !has_role(words, list) && has_role(words, person);
}

}  // namespace

Meaning ListHeadings::meaning_of(std::string_view heading) const {
    if (heading.size() > longest_heading) return {};
    const std::string text = trim(repair_encoding(heading).text);
    // Of a question with several answers, one: its column is ticked.
    if (text.empty() || text.contains("(choice=")) return {};
    Meaning meaning = meaning_in(text);
    const std::vector<HeadingWord> words = words_.read(text);
    const bool perhaps_age =
        meaning.field == ListField::age ||
        (meaning.field == ListField::birth && meaning.strength <= Strength::weak);
    if (perhaps_age && is_age_class(text)) return {.asks = true};
    if (meaning.field == ListField::household && counts_members(words, text)) return {.asks = true};
    meaning.of_minor = has_role(words, minor);
    meaning.is_head = meaning.field == ListField::unknown && has_role(words, head) &&
                      std::ranges::all_of(words, [](const HeadingWord& word) {
                          return word.role == head || word.role == household ||
                                 word.role == family || word.role == ignore;
                      });
    meaning.names_year = has_role(words, year) && !has_role(words, date);
    meaning.names_age = has_role(words, age) || has_role(words, years);
    meaning.names_given = has_role(words, given);
    // "Tél. du contact", and not "contact/tel", where a form asks for the person's own.
    for (const HeadingWord& word : words)
        if (word.role == contact || word.role == phone || word.role == number)
            meaning.of_contact = word.role == contact;
    meaning.names_contact =
        has_role(words, contact) &&
        (has_role(words, nom) || has_role(words, name) || has_role(words, link));
    return meaning;
}

Meaning ListHeadings::meaning_without(std::string_view heading, HeadingRole role) const {
    if (heading.size() > longest_heading) return {};
    std::vector<HeadingWord> words = words_.read(repair_encoding(heading).text);
    if (role == household && (has_role(words, head) || has_role(words, number))) return {};
    std::erase_if(words, [role](const HeadingWord& word) { return word.role == role; });
    return by_rules(std::move(words));
}

Meaning ListHeadings::meaning_in(const std::string& text) const {
    if (text.starts_with('#') && text.size() > 1) {
        const ListField field = field_of_tag(text);
        if (field != ListField::unknown) return {.field = field, .strength = Strength::sure};
    }
    if (const Meaning found = whole(text); found.strength != Strength::none) return found;
    const std::string bare = without_brackets(text);
    if (const Meaning found = name_with_father(text, bare); found.strength != Strength::none)
        return found;
    if (text.contains('(') || text.contains('['))
        if (const Meaning found = by_rules(text); found.field != ListField::unknown) return found;
    if (const Meaning found = whole(bare); found.strength != Strength::none) return found;
    return by_rules(text);
}

std::string ListHeadings::heading_below(std::string_view group, std::string_view heading) const {
    std::string own = trim(heading);
    if (own.empty() || own == trim(group)) return trim(group);
    if (is_blank_text(group) || group.size() + own.size() > longest_heading) return own;
    std::string both = own;
    both += ' ';
    both += trim(group);
    const std::vector<HeadingWord> over = words_.read(group);
    // "Téléphone" under "Contact d'urgence" is somebody else's.
    if (has_role(over, other)) return both;
    // "1" and "2" under "Vulnérabilité".
    const bool has_letter = own.find_first_not_of("0123456789.() ") != std::string::npos;
    if (!has_letter) return both;
    // "Date" under "Audition" is of that, whatever it may be.
    const bool unclear =
        std::ranges::any_of(over, [](const HeadingWord& word) { return !word.role; }) &&
        meaning_of(own).strength == Strength::weak;
    if (unclear) return both;
    if (const std::string known = with_known_words(group, own); !known.empty()) return known;
    // Both say something: "Un" under "Nom et prénoms" is a name, and no heading.
    if (!has_meaning(over) || !has_meaning(words_.read(own))) return own;
    return meaning_of(both).strength > Strength::contained ? both : own;
}

// "N°" under "Pièce produite" is a number of the paper, whatever the other word may be.
std::string ListHeadings::with_known_words(std::string_view group, std::string_view heading) const {
    std::string text(heading);
    for (const HeadingWord& word : words_.read(group))
        if (word.role && word.role != ignore) text += ' ' + word.text;
    const bool more = text.size() > heading.size() && is_unclear(group);
    return more && meaning_of(text).strength > Strength::contained ? text : std::string{};
}

bool ListHeadings::is_unclear(std::string_view group) const {
    return std::ranges::any_of(words_.read(group.substr(0, longest_heading)),
                               [](const HeadingWord& word) { return !word.role; });
}

bool ListHeadings::says_something(std::string_view heading) const {
    const std::vector<HeadingWord> words = words_.read(heading.substr(0, longest_heading));
    return has_meaning(words) && std::ranges::all_of(words, [](const HeadingWord& word) {
               return word.role.has_value();
           });
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

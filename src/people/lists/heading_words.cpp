#include "people/lists/heading_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "people/lists/table.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::size_t shortest_cut = 3;       // "nai." may be a word cut short, "na." is not.
constexpr std::size_t shortest_bare_cut = 5;  // "DAT_ARRIV".
constexpr std::size_t shortest_part = 3;      // Of words written as one.
constexpr std::size_t longest_joined = 40;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_small(char c) {
    return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// "1. Nom", "A1. Nom", "a) Nom", "Q3: Nom", "1.2 Nom": what numbers the questions of a form. "N. de
// pièce" is no numbering, and neither is "D. naissance".
std::string_view without_numbering(std::string_view heading) {
    std::size_t at = 0;
    while (at < heading.size() && at < 2 && is_letter(heading[at])) ++at;
    const std::size_t letters = at;
    while (at < heading.size() &&
           (is_digit(heading[at]) || (at > letters && heading[at] == '.' &&
                                      at + 1 < heading.size() && is_digit(heading[at + 1]))))
        ++at;
    if (at == 0 || at > 6 || at >= heading.size()) return heading;
    const bool numbered = at > letters;
    std::size_t end = at;
    while (end < heading.size() && std::string_view(".):-_ ").contains(heading[end])) ++end;
    const bool marked =
        end > at && heading.substr(at, end - at).find_first_not_of(' ') != std::string_view::npos;
    const bool letter_alone = !numbered && heading[at] == ')';
    if (end >= heading.size() || (!letter_alone && (!numbered || !marked))) return heading;
    return heading.substr(end);
}

// "Né(e)" and "Prénom(s)" are "Né" and "Prénom": brackets right behind a letter, of few letters.
std::string without_endings(std::string_view heading) {
    std::string text;
    for (std::size_t at = 0; at < heading.size(); ++at) {
        const auto close = heading.find(')', at);
        const bool ending = heading[at] == '(' && at > 0 && is_letter(heading[at - 1]) &&
                            close != std::string_view::npos && close - at <= 4 && close > at + 1;
        if (!ending) {
            text += heading[at];
            continue;
        }
        constexpr std::array<std::string_view, 8> endings{"s",  "e",  "es", "x",
                                                          "ne", "le", "ve", "aux"};
        const std::string inside = word_key(heading.substr(at + 1, close - at - 1));
        if (std::ranges::find(endings, inside) == endings.end()) {
            text += heading[at];
            continue;
        }
        at = close;
    }
    return text;
}

bool means_number(std::string_view text) {
    constexpr std::array<std::string_view, 4> marks{"№", "#", "n°", "N°"};
    return std::ranges::any_of(marks, [&](auto mark) { return text.starts_with(mark); });
}

std::string singular(std::string word) {
    if (word.size() > 3 && word.ends_with('s')) word.pop_back();
    return word;
}

// A capital between small letters: "FamilyName", but not "HoH".
bool starts_word(std::string_view text, std::size_t at) {
    return is_capital(text[at]) && is_small(text[at - 1]) && at + 1 < text.size() &&
           is_small(text[at + 1]);
}

}  // namespace

// A run of letters or of digits as it stands in a heading.
struct HeadingWords::Piece {
    std::string text;  // Folded.
    bool in_brackets = false;
    bool starts_part = false;
    bool cut = false;  // A full stop follows.
};

HeadingWords::HeadingWords(std::string_view csv) {
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return;
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 2) continue;
        const auto role = parse_enum<HeadingRole>(row.cells[1]);
        if (role) roles_.emplace(singular(word_key(row.cells[0])), *role);
    }
}

std::optional<HeadingRole> HeadingWords::role_of(std::string_view word) const {
    const auto found = roles_.find(word);
    return found == roles_.end() ? std::nullopt : std::optional(found->second);
}

// The role that all words of the table have that start so. None that only tells that a heading is
// of no use: "form." starts a path.
std::optional<HeadingRole> HeadingWords::cut_short(std::string_view word) const {
    if (word.size() < shortest_cut) return std::nullopt;
    std::optional<HeadingRole> role;
    for (auto at = roles_.lower_bound(word); at != roles_.end() && at->first.starts_with(word);
         ++at) {
        if (role && *role != at->second) return std::nullopt;
        role = at->second;
    }
    if (role == HeadingRole::other || role == HeadingRole::ignore) return std::nullopt;
    return role;
}

// "datenaissance", "dateofbirth", "nomprenom".
bool HeadingWords::take_apart(std::string_view word, std::vector<HeadingRole>& roles) const {
    if (const auto whole = role_of(singular(std::string(word))); whole && !roles.empty()) {
        roles.push_back(*whole);
        return true;
    }
    if (roles.size() == 3) return false;
    for (std::size_t size = word.size() - 1; size + 1 > shortest_part; --size) {
        if (word.size() - size < shortest_part) continue;
        const auto role = role_of(word.substr(0, size));
        if (!role) continue;
        std::string_view rest = word.substr(size);
        roles.push_back(*role);
        for (const std::string_view between : {"", "de", "du", "of", "et", "and", "d"}) {
            if (!rest.starts_with(between)) continue;
            if (take_apart(rest.substr(between.size()), roles)) return true;
        }
        roles.pop_back();
    }
    return false;
}

void HeadingWords::add(std::vector<HeadingWord>& words, const Piece& piece) const {
    if (piece.text.empty()) return;
    if (is_digit(piece.text[0])) return;  // "Téléphone 2"
    HeadingWord word{.text = piece.text,
                     .role = role_of(piece.text),
                     .in_brackets = piece.in_brackets,
                     .starts_part = piece.starts_part};
    if (!word.role) {
        word.text = singular(piece.text);
        word.role = role_of(word.text);
    }
    if (!word.role && (piece.cut || piece.text.size() >= shortest_bare_cut))
        word.role = cut_short(piece.text);
    std::vector<HeadingRole> roles;
    if (!word.role && piece.text.size() >= 2 * shortest_part &&
        piece.text.size() <= longest_joined && take_apart(piece.text, roles)) {
        for (const HeadingRole role : roles) {
            word.role = role;
            words.push_back(word);
            word.starts_part = false;
        }
        return;
    }
    words.push_back(std::move(word));
}

std::vector<HeadingWord> HeadingWords::read(std::string_view heading) const {
    std::vector<HeadingWord> words;
    const std::string text = without_endings(without_numbering(heading));
    int depth = 0;
    bool starts_part = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = std::string_view(text).substr(at);
        if (rest.starts_with("♂") || rest.starts_with("♀")) {
            add(words, {.text = rest.starts_with("♂") ? "male" : "female",
                        .in_brackets = depth > 0,
                        .starts_part = starts_part});
            at += std::string_view("♂").size();
            continue;
        }
        if (means_number(rest)) {
            add(words, {.text = "no", .in_brackets = depth > 0, .starts_part = starts_part});
            starts_part = false;
            at += rest[0] == '#' ? 1 : std::string_view("№").size();
            continue;
        }
        if (!is_letter(text[at]) && !is_digit(text[at])) {
            if (text[at] == '(' || text[at] == '[') ++depth;
            if ((text[at] == ')' || text[at] == ']') && depth > 0) --depth;
            starts_part = starts_part || std::string_view("/-.:>_|\n").contains(text[at]);
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        const bool digits = is_digit(text[at]);
        while (end < text.size() && (digits ? is_digit(text[end]) : is_letter(text[end])) &&
               !starts_word(text, end))
            ++end;
        // Typographic apostrophes are letters to us until they are folded: "l’âge" is two words.
        // Without its accent "où" would be "or".
        const std::string raw = text.substr(at, end - at);
        std::string spaced = raw == "où" || raw == "Où" || raw == "OÙ" ? "where" : raw;
        for (const std::string_view mark : {"’", "ʼ", "°", "º", "–", "—"})
            replace_all(spaced, mark, " ");
        for (const std::string& part : split(word_fold(spaced), ' ')) {
            add(words, {.text = part,
                        .in_brackets = depth > 0,
                        .starts_part = starts_part,
                        .cut = end < text.size() && text[end] == '.'});
            if (!part.empty()) starts_part = false;
        }
        at = end;
    }
    return words;
}

}  // namespace jatigi::lists

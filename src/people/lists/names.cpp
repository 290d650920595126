#include "people/lists/names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

// Longer names are not compared word by word: the work grows with the square.
constexpr std::size_t most_words = 8;
constexpr std::size_t longest_word = 32;

constexpr double least_odds_of_one_cell = 1.3;
constexpr double least_odds_of_both_cells = 12;

bool is_particle(std::string_view word) {
    constexpr std::array<std::string_view, 12> particles{
        "ag", "ould", "walet", "mint", "ben", "bin", "el", "al", "abd", "abou", "ibn", "ait"};
    const std::string key = word_key(word);
    return std::ranges::find(particles, key) != particles.end();
}

bool is_title(std::string_view word) {
    constexpr std::array<std::string_view, 10> titles{"mr",   "mme",      "mlle", "mrs", "miss",
                                                      "mmes", "monsieur", "madame", "ms",
                                                      "mademoiselle"};
    return word == "M." || std::ranges::find(titles, word_key(word)) != titles.end();
}

bool is_marriage_word(std::string_view word) {
    constexpr std::array<std::string_view, 7> words{"epouse", "epse",  "ep", "nee",
                                                    "veuve",  "vve", "divorcee"};
    return std::ranges::find(words, word_key(word)) != words.end();
}

enum class LetterCase { none, lower, capital };

// Of the letters that Latin names use; others have no case here.
LetterCase case_of(std::uint32_t c) {
    struct Range {
        std::uint32_t first;
        std::uint32_t last;
        bool in_pairs;  // A capital and its small letter by turns, as in Latin Extended-A.
    };
    constexpr std::array<Range, 7> capitals{{{.first = 'A', .last = 'Z', .in_pairs = false},
                                             {.first = 0xC0, .last = 0xD6, .in_pairs = false},
                                             {.first = 0xD8, .last = 0xDE, .in_pairs = false},
                                             {.first = 0x100, .last = 0x137, .in_pairs = true},
                                             {.first = 0x139, .last = 0x148, .in_pairs = true},
                                             {.first = 0x14A, .last = 0x177, .in_pairs = true},
                                             {.first = 0x179, .last = 0x17E, .in_pairs = true}}};
    for (const Range& range : capitals) {
        if (c < range.first || c > range.last) continue;
        const bool small = range.in_pairs && (c - range.first) % 2 == 1;
        return small ? LetterCase::lower : LetterCase::capital;
    }
    const bool small = (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
    return small ? LetterCase::lower : LetterCase::none;
}

bool is_in_capitals(std::string_view word) {
    int capitals = 0;
    for (std::size_t at = 0; at < word.size();) {
        const auto lead = static_cast<unsigned char>(word[at]);
        std::uint32_t c = lead;
        std::size_t length = 1;
        if (lead >= 0xC2 && lead < 0xE0 && at + 1 < word.size()) {
            c = ((lead & 0x1FU) << 6U) | (static_cast<unsigned char>(word[at + 1]) & 0x3FU);
            length = 2;
        } else if (lead >= 0x80) {
            c = 0;
        }
        if (case_of(c) == LetterCase::lower) return false;
        if (case_of(c) == LetterCase::capital) ++capitals;
        at += length;
    }
    return capitals >= 2;
}

std::vector<std::string> words_of(std::string_view text) {
    const std::string tidy = tidy_blanks(text);
    return tidy.empty() ? std::vector<std::string>{} : split(tidy, ' ');
}

void append_word(std::string& text, std::string_view word) {
    if (!text.empty()) text += ' ';
    text += word;
}

NameReading by_order(const std::vector<std::string>& words, NameOrder order) {
    std::size_t family_begin = 0;
    std::size_t family_end = std::min<std::size_t>(1, words.size());
    if (order == NameOrder::family_first) {
        while (family_end + 1 < words.size() && is_particle(words[family_end - 1])) ++family_end;
    } else if (!words.empty()) {
        family_end = words.size();
        family_begin = family_end - 1;
        while (family_begin > 1 && is_particle(words[family_begin - 1])) --family_begin;
    }
    NameReading name;
    for (std::size_t i = 0; i < words.size(); ++i) {
        append_word(i >= family_begin && i < family_end ? name.family : name.given, words[i]);
    }
    return name;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

bool is_vowel(char c) {
    return std::string_view("aeiou").contains(c);
}

// Di before a vowel sounds like j: Diallo, Jallow.
void soften_d(std::string& text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] == 'd' && text[i + 1] == 'i' && is_vowel(text[i + 2])) {
            text.replace(i, 2, "j");
        }
    }
}

void soften_c(std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != 'c') continue;
        const char next = i + 1 < text.size() ? text[i + 1] : ' ';
        text[i] = next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    }
}

std::size_t edit_distance(std::string_view one, std::string_view other) {
    std::array<std::size_t, longest_word + 1> row{};
    for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min(
                {row[j] + 1, row[j - 1] + 1, diagonal + (one[i - 1] == other[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[other.size()];
}

double word_likeness(std::string_view one, std::string_view other) {
    if (one == other) return 1;
    const std::size_t longer = std::max(one.size(), other.size());
    const std::size_t shorter = std::min(one.size(), other.size());
    if (shorter == 0) return 0;
    // Short forms: Fatou for Fatoumata.
    if (shorter >= 4 && (one.starts_with(other) || other.starts_with(one))) return 0.85;
    return 1 - static_cast<double>(edit_distance(one, other)) / static_cast<double>(longer);
}

// Parts of one text, without memory of their own: this runs a million times for a long list.
struct Words {
    std::array<std::string_view, most_words> words;
    std::size_t count = 0;
    std::span<const std::string_view> all() const { return {words.data(), count}; }
};

Words keys_in(std::string_view joined) {
    Words result;
    while (!joined.empty() && result.count < most_words) {
        const std::size_t end = std::min(joined.find(' '), joined.size());
        result.words.at(result.count++) = joined.substr(0, end);
        joined.remove_prefix(std::min(end + 1, joined.size()));
    }
    return result;
}

}  // namespace

NameReading split_full_name(std::string_view cell, NameOrder order) {
    if (const auto comma = cell.find(','); comma != std::string_view::npos) {
        NameReading name{.family = tidy_blanks(cell.substr(0, comma)),
                         .given = tidy_blanks(cell.substr(comma + 1))};
        if (!name.family.empty() && !name.given.empty()) return name;
    }
    std::vector<std::string> words = words_of(cell);
    while (words.size() > 1 && is_title(words[0])) words.erase(words.begin());
    NameReading name;
    bool of_marriage = false;  // "TRAORÉ Awa épouse KEÏTA"
    for (const std::string& word : words) {
        of_marriage = of_marriage || (!name.family.empty() && is_marriage_word(word));
        append_word(is_in_capitals(word) && !of_marriage ? name.family : name.given, word);
    }
    if (!name.family.empty() && !name.given.empty()) return name;
    return by_order(words, order);
}

void NameUsage::count(std::map<std::string, Counts, std::less<>>& table, std::string_view name,
                      int Counts::* side) {
    if (!name.empty()) ++(table[std::string(name)].*side);
}

void NameUsage::add(const NameReading& name) {
    const std::string family_fold = word_fold(name.family);
    const std::string given_fold = word_fold(name.given);
    count(names_, family_fold, &Counts::family);
    count(names_, given_fold, &Counts::given);
    for (const std::string& word : split(family_fold, ' ')) count(words_, word, &Counts::family);
    for (const std::string& word : split(given_fold, ' ')) count(words_, word, &Counts::given);
}

// The row itself is counted in, so it is taken off the side where it stands.
NameUsage::Counts NameUsage::counts_of(std::string_view name, int Counts::* own_side) const {
    const auto whole = names_.find(name);
    Counts counts = whole == names_.end() ? Counts{} : whole->second;
    counts.*own_side -= 1;
    if (counts.family + counts.given > 0) return counts;
    // Never seen elsewhere as a whole: its words then, the weakest of them.
    Counts weakest;
    bool first = true;
    for (const std::string& word : split(name, ' ')) {
        const auto found = words_.find(word);
        Counts of_word = found == words_.end() ? Counts{} : found->second;
        of_word.*own_side -= 1;
        const auto lean = [&](const Counts& c) {
            return own_side == &Counts::family ? c.given - c.family : c.family - c.given;
        };
        if (first || lean(of_word) < lean(weakest)) weakest = of_word;
        first = false;
    }
    return weakest;
}

bool NameUsage::swapped(const NameReading& name) const {
    const std::string family_fold = word_fold(name.family);
    const std::string given_fold = word_fold(name.given);
    if (family_fold.empty() || given_fold.empty()) return false;
    const Counts in_family_cell = counts_of(family_fold, &Counts::family);
    const Counts in_given_cell = counts_of(given_fold, &Counts::given);
    if (in_family_cell.given < 2 || in_given_cell.family < 2) return false;
    // Odds of each cell being in the wrong place. Many names serve as both, in Hausa and Arabic
    // lists nearly all of them; then neither odds are long and the row stays as it is.
    const auto odds = [](int wrong, int right) { return wrong / (std::max(right, 0) + 0.5); };
    const double family_odds = odds(in_family_cell.given, in_family_cell.family);
    const double given_odds = odds(in_given_cell.family, in_given_cell.given);
    return std::min(family_odds, given_odds) > least_odds_of_one_cell &&
           family_odds * given_odds > least_odds_of_both_cells;
}

namespace {

std::string key_of_folded(std::string_view folded) {
    std::string text(folded.substr(0, longest_word));
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> sounds{{
        {"tch", "c"},
        {"ch", "s"},
        {"sh", "s"},
        {"kh", "k"},
        {"ph", "f"},
        {"gn", "ni"},
        {"ny", "ni"},
        {"ck", "k"},
        {"qu", "k"},
        {"q", "k"},
        {"oo", "u"},
        {"ou", "u"},
        {"w", "u"},
        {"dj", "j"},
        {"z", "s"},
        {"y", "i"},
    }};
    for (const auto& [from, to] : sounds)
        if (text.contains(from[0])) replace_all(text, from, to);
    soften_d(text);
    soften_c(text);
    std::erase(text, 'h');
    for (const auto& [from, to] :
         std::array<std::pair<std::string_view, std::string_view>, 2>{{{"ei", "e"}, {"ai", "e"}}}) {
        replace_all(text, from, to);
    }
    text.erase(std::unique(text.begin(), text.end()), text.end());
    if (text.size() > 3 && text.ends_with('e')) text.pop_back();
    return text;
}

}  // namespace

std::string spelling_key(std::string_view word) { return key_of_folded(word_key(word)); }

std::vector<NameWord> name_words(std::string_view name) {
    std::vector<NameWord> words;
    for (std::string& spelling : split(word_fold(name), ' ')) {
        if (spelling.empty()) continue;
        std::string key = key_of_folded(spelling);
        words.push_back({std::move(spelling), std::move(key)});
    }
    return words;
}

std::string spelling_keys(std::string_view name) {
    std::string keys;
    std::size_t words = 0;
    for (const NameWord& word : name_words(name)) {
        if (word.key.empty()) continue;
        if (words++ == most_words) break;
        append_word(keys, word.key);
    }
    return keys;
}

double name_likeness(std::string_view one, std::string_view other) {
    if (one.empty() || other.empty()) return 0;
    if (one == other) return 1;
    const Words a = keys_in(one);
    const Words b = keys_in(other);
    const Words& fewer = a.count <= b.count ? a : b;
    const Words& more = a.count <= b.count ? b : a;
    double sum = 0;
    for (const std::string_view word : fewer.all()) {
        double best = 0;
        for (const std::string_view candidate : more.all()) {
            best = std::max(best, word_likeness(word, candidate));
        }
        sum += best;
    }
    return sum / static_cast<double>(fewer.count);
}

}  // namespace jatigi::registry

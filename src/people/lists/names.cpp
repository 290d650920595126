#include "people/lists/names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "platform/base/characters.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr double least_odds_of_one_cell = 1.3;
constexpr double least_odds_of_both_cells = 12;

// Words that stand between somebody's name and the father's; the two are the family's name.
bool is_filial(std::string_view word) {
    constexpr std::array<std::string_view, 11> particles{
        "ag", "ould", "wal", "walet", "oualet", "mint", "ben", "bin", "ibn", "bint", "wuld"};
    const std::string key = word_key(word);
    return std::ranges::find(particles, key) != particles.end();
}

bool is_particle(std::string_view word) {
    constexpr std::array<std::string_view, 5> particles{"el", "al", "abd", "abou", "ait"};
    const std::string key = word_key(word);
    return is_filial(word) || std::ranges::find(particles, key) != particles.end();
}

// "de SOUZA", "ag ALHASSANE": small letters before capital ones.
bool leads_family(std::string_view word) {
    constexpr std::array<std::string_view, 6> particles{"de", "da", "do", "dos", "du", "d"};
    return is_particle(word) || std::ranges::find(particles, word_key(word)) != particles.end();
}

bool is_title(std::string_view word) {
    constexpr std::array<std::string_view, 15> titles{
        "mr", "mme",          "mlle", "mrs",     "miss",  "mmes", "monsieur", "madame",
        "ms", "mademoiselle", "dr",   "docteur", "sieur", "dame", "melle"};
    return word == "M." || word == "M" || std::ranges::find(titles, word_key(word)) != titles.end();
}

// "M", "F", or nothing for a title of both.
std::string_view sex_of(std::string_view title) {
    constexpr std::array<std::string_view, 4> men{"mr", "monsieur", "sieur", "m"};
    constexpr std::array<std::string_view, 10> women{
        "mme", "mlle", "mrs", "miss", "mmes", "madame", "ms", "mademoiselle", "dame", "melle"};
    const std::string key = word_key(title);
    if (std::ranges::find(men, key) != men.end()) return "M";
    return std::ranges::find(women, key) != women.end() ? "F" : "";
}

// What somebody is called stands after it.
bool is_also(std::string_view word) {
    constexpr std::array<std::string_view, 5> words{"dit", "dite", "alias", "aka", "surnomme"};
    return std::ranges::find(words, word_key(word)) != words.end();
}

bool is_marriage_word(std::string_view word) {
    constexpr std::array<std::string_view, 7> words{"epouse", "epse", "ep",      "nee",
                                                    "veuve",  "vve",  "divorcee"};
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

std::vector<std::string> words_of(std::string_view text) {
    const std::string tidy = tidy_blanks(text);
    return tidy.empty() ? std::vector<std::string>{} : split(tidy, ' ');
}

void append_word(std::string& text, std::string_view word) {
    if (!text.empty()) text += ' ';
    text += word;
}

std::string joined(std::span<const std::string> words) {
    std::string text;
    for (const std::string& word : words) append_word(text, word);
    return text;
}

// What somebody is on the list, and no name: "(CM)", "(chef de ménage)".
bool is_office(std::string_view text) {
    constexpr std::array<std::string_view, 10> offices{
        "cm",   "cdm",           "hoh", "pra",          "chefdemenage",
        "chef", "chefdefamille", "cf",  "chefdegroupe", "headofhousehold"};
    return std::ranges::find(offices, word_key(text)) != offices.end();
}

// The words without titles in front, marks of office behind, and what stands after "dit"; what
// these say goes to the name.
std::vector<std::string> bare_words(std::string_view text, NameReading& name) {
    std::string open(text);
    const auto bracket = open.find('(');
    const auto close = open.find(')', std::min(bracket, open.size()));
    if (close != std::string::npos && is_office(open.substr(bracket, close - bracket)))
        open.erase(bracket, close + 1 - bracket);
    std::vector<std::string> words = words_of(open);
    while (words.size() > 1 && is_title(words[0])) {
        if (name.sex.empty()) name.sex = sex_of(words[0]);
        words.erase(words.begin());
    }
    while (words.size() > 1 && is_office(words.back())) words.pop_back();
    const auto dit = std::ranges::find_if(words, is_also);
    if (dit == words.begin() || dit == words.end() || dit + 1 == words.end()) return words;
    // "LABO dit TCHALÉ Issa": behind the capitals of what he is called stands his own name.
    auto end = words.end();
    if (std::all_of(words.begin(), dit, is_in_capital_letters) && is_in_capital_letters(*(dit + 1)))
        end = std::find_if_not(dit + 1, words.end(), is_in_capital_letters);
    append_word(name.also, joined({dit + 1, end}));
    words.erase(dit, end);
    return words;
}

// "Mossa ag Alhassane", "AG ALHASSANE Mossa".
std::optional<NameReading> by_particle(const std::vector<std::string>& words) {
    const auto at = std::ranges::find_if(words, is_filial);
    if (at == words.end() || at + 1 == words.end()) return std::nullopt;
    if (at != words.begin())
        return NameReading{
            .family = joined({at, words.end()}), .given = joined({words.begin(), at}), .also = {}};
    auto end = at + 2;
    while (end != words.end() && is_particle(*(end - 1))) ++end;
    if (end == words.end()) return std::nullopt;
    return NameReading{
        .family = joined({at, end}), .given = joined({end, words.end()}), .also = {}};
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

// The particles at the end of given names belong to the family's name behind them.
std::string take_particles(std::string& given) {
    std::vector<std::string> words = words_of(given);
    auto begin = words.end();
    while (begin != words.begin() && leads_family(*(begin - 1))) --begin;
    std::string particles = joined({begin, words.end()});
    words.erase(begin, words.end());
    given = joined(words);
    return particles;
}

}  // namespace

bool is_in_capital_letters(std::string_view text) {
    int capitals = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (case_of(c.value) == LetterCase::lower) return false;
        if (case_of(c.value) == LetterCase::capital) ++capitals;
        at += c.length;
    }
    return capitals >= 2;
}

NameReading split_full_name(std::string_view cell, NameOrder order) {
    if (const auto comma = cell.find(','); comma != std::string_view::npos) {
        NameReading name = without_titles({.family = tidy_blanks(cell.substr(0, comma)),
                                           .given = tidy_blanks(cell.substr(comma + 1)),
                                           .also = {}});
        if (!name.family.empty() && !name.given.empty()) return name;
    }
    NameReading said;
    const std::vector<std::string> words = bare_words(cell, said);
    NameReading name;
    bool of_marriage = false;  // "TRAORÉ Awa épouse KEÏTA"
    for (const std::string& word : words) {
        of_marriage = of_marriage || (!name.family.empty() && is_marriage_word(word));
        const bool capital = is_in_capital_letters(word) && !of_marriage;
        if (capital && name.family.empty()) name.family = take_particles(name.given);
        append_word(capital ? name.family : name.given, word);
    }
    const bool by_letters =
        !name.family.empty() && !name.given.empty() && !(words.size() > 2 && is_filial(name.given));
    if (!by_letters) {
        const auto parted = by_particle(words);
        name = parted ? *parted : by_order(words, order);
        name.by_order = !parted && words.size() > 1;
    }
    name.also = std::move(said.also);
    name.sex = std::move(said.sex);
    return name;
}

NameReading without_titles(NameReading name) {
    NameReading said;
    name.family = joined(bare_words(name.family, said));
    name.given = joined(bare_words(name.given, said));
    name.also = std::move(said.also);
    name.sex = std::move(said.sex);
    return name;
}

namespace {

// "Fils de Ali", "Fille d'Ali", "F/ Ali", "de Ali".
std::string without_child_of(const std::string& text) {
    constexpr std::array<std::string_view, 12> leads{
        "fils de ", "fille de ", "fils d'",   "fille d'",   "fils d’", "fille d’",
        "f/",       "fils du ",  "fille du ", "enfant de ", "s/o ",    "d/o "};
    for (const std::string_view lead : leads) {
        if (upper(text.substr(0, lead.size())) != upper(lead)) continue;
        return trim(text.substr(lead.size()));
    }
    const bool of = upper(text.substr(0, 3)) == "DE ";
    return of ? text.substr(3) : text;
}

}  // namespace

std::optional<Parents> split_parents(std::string_view cell) {
    const std::string text = tidy_blanks(cell);
    for (const std::string_view mark :
         {" et de ", " ET DE ", " et ", " ET ", " and ", " / ", "/", " & ", ";"}) {
        const auto at = text.find(mark);
        if (at == std::string::npos) continue;
        Parents parents{.father = trim(text.substr(0, at)),
                        .mother = trim(text.substr(at + mark.size()))};
        parents.father = without_child_of(parents.father);
        if (parents.father.empty() || parents.mother.empty()) return std::nullopt;
        return parents;
    }
    return std::nullopt;
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

}  // namespace jatigi::lists

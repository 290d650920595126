#include "people/linkage/name_spelling.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "platform/base/text.h"

namespace jatigi::linkage {
namespace {

// Longer names are not compared word by word: the work grows with the square.
constexpr std::size_t most_words = 8;
constexpr std::size_t longest_word = 32;

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

std::string spelling_key(std::string_view word) {
    return key_of_folded(word_key(word));
}

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
        if (!keys.empty()) keys += ' ';
        keys += word.key;
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

}  // namespace jatigi::linkage

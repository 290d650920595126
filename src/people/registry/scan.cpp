#include "people/registry/scan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t longest_scan = 200;
// The keys that a scanner set to a US keyboard presses…
constexpr std::string_view keys = "abcdefghijklmnopqrstuvwxyz0123456789-.:/]";
// …and what they write, letters small: Caps Lock then changes nothing. An empty one is a dead key.
using Layout = std::array<std::string_view, keys.size()>;
constexpr std::array<Layout, 5> layouts{{
    // fr
    {"q", "b",  "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "?", "n",
     "o", "p",  "a", "r", "s", "t", "u", "v", "z", "x", "y", "w", "à", "&",
     "é", "\"", "'", "(", "-", "è", "_", "ç", ")", ":", "m", "!", "$"},
    // fr(afnor)
    {"q", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "?", "n",
     "o", "p", "a", "r", "s", "t", "u", "v", "z", "x", "y", "w", "»", "à",
     "é", "è", "ê", "(", ")", "‘", "’", "«", "'", ":", "m", ";", "+"},
    // be
    {"q", "b",  "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "?", "n",
     "o", "p",  "a", "r", "s", "t", "u", "v", "z", "x", "y", "w", "à", "&",
     "é", "\"", "'", "(", "§", "è", "!", "ç", ")", ":", "m", "=", "$"},
    // de
    {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n",
     "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "z", "y", "0", "1",
     "2", "3", "4", "5", "6", "7", "8", "9", "ß", ".", "ö", "-", "+"},
    // ch(fr)
    {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n",
     "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "z", "y", "0", "1",
     "2", "3", "4", "5", "6", "7", "8", "9", "'", ".", "ö", "-", ""},
}};

std::string without_ends(std::string_view typed) {
    const auto is_end = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; };
    while (!typed.empty() && is_end(typed.front())) typed.remove_prefix(1);
    while (!typed.empty() && is_end(typed.back())) typed.remove_suffix(1);
    return std::string(typed);
}

std::string small_letters(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> pairs{
        {{"À", "à"}, {"É", "é"}, {"È", "è"}, {"Ê", "ê"}, {"Ç", "ç"}, {"Ö", "ö"}}};
    for (const auto& [capital, small] : pairs) replace_all(text, capital, small);
    replace_all(text, "ẞ", "ß");
    return text;
}

// On the whole text, before any separator is dropped: a French keyboard writes 6 as "-".
std::optional<std::string> undone(std::string_view typed, const Layout& layout) {
    std::string sent;
    while (!typed.empty()) {
        const auto* key = std::ranges::find_if(layout, [typed](std::string_view symbol) {
            return !symbol.empty() && typed.starts_with(symbol);
        });
        if (key == layout.end()) return std::nullopt;
        sent += keys[static_cast<std::size_t>(key - layout.begin())];
        typed.remove_prefix(key->size());
    }
    return sent;
}

// "]Q1" (ISO/IEC 15424: a bracket, a letter for the symbology, a digit); after a dead key the
// bracket is lost.
std::string_view without_mark(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.size() > 3 && text[0] == ']' && is_letter(text[1]) && is_digit(text[2]))
        return text.substr(3);
    const bool lost = text.size() > 2 && (text[0] == 'Q' || text[0] == 'q') && text[1] == '1';
    return lost ? text.substr(2) : text;
}

}  // namespace

std::vector<std::string> scan_readings(std::string_view typed) {
    std::vector<std::string> readings;
    const auto add = [&readings](std::string_view reading) {
        if (!reading.empty() && std::ranges::find(readings, reading) == readings.end())
            readings.emplace_back(reading);
    };
    const std::string text = without_ends(typed.substr(0, longest_scan));
    add(text);
    add(without_mark(text));
    const std::string small = small_letters(text);
    for (const Layout& layout : layouts) {
        const auto sent = undone(small, layout);
        if (!sent) continue;
        add(upper(*sent));
        add(upper(without_mark(*sent)));
    }
    return readings;
}

bool looks_like_keyboard(std::string_view typed) {
    const std::string text = without_ends(typed.substr(0, longest_scan));
    // A letter of several bytes counts once.
    const auto is_code = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
               std::string_view(" -./:").contains(c) ||
               (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    };
    const auto foreign = std::ranges::count_if(text, [&](char c) { return !is_code(c); });
    return text.size() >= 5 && foreign >= 2;
}

}  // namespace jatigi::registry

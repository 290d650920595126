#include "people/lists/date_tokens.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool may_stand_beside(char c) {
    return std::string_view(" \t-/.,").contains(c);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view written) {
    std::string text(written);
    for (const std::string_view mark : {"'", "’", "ʼ"}) replace_all(text, mark, " ");
    for (const std::string_view mark : {"±", "≈", "∼"}) replace_all(text, mark, "~");
    replace_all(text, "½", " 1/2");
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        const auto run = [&](auto is_part) {
            while (end < text.size() && is_part(text[end])) ++end;
            return text.substr(at, end - at);
        };
        if (is_digit(text[at])) {
            tokens.push_back({Token::Kind::number, run(is_digit)});
        } else if (is_letter(text[at])) {
            std::string word = word_key(run(is_letter));
            if (!word.empty()) tokens.push_back({Token::Kind::word, std::move(word)});
        } else if (const char mark = text[at]; !std::string_view(" \t\n()[]").contains(mark)) {
            run([mark](char c) { return c == mark; });
            tokens.push_back({Token::Kind::mark, std::string(1, text[at])});
        }
        at = end;
    }
    return tokens;
}

std::string_view without_time(std::string_view text) {
    auto at = text.find(':');
    if (at == std::string_view::npos) return text;
    while (at > 0 && is_digit(text[at - 1])) --at;
    const bool parted = at > 0 && (text[at - 1] == ' ' || text[at - 1] == 'T');
    return parted ? text.substr(0, at - 1) : text;
}

std::string with_digits(std::string text) {
    const bool date = text.find_first_not_of("0123456789Ool-/. ") == std::string::npos &&
                      std::ranges::count_if(text, is_digit) >= 4;
    if (!date) return text;
    for (char& c : text) {
        if (c == 'O' || c == 'o') c = '0';
        if (c == 'l') c = '1';
    }
    return text;
}

int value_of(const std::string& digits) {
    int value = 0;
    for (const char c : digits.substr(0, 7)) value = value * 10 + (c - '0');
    return value;
}

std::string with_unknown_parts(std::string text) {
    constexpr std::string_view unknown = "xX?_*-";
    if (text.size() != 10 || text.find_first_of(unknown) == std::string::npos) return text;
    for (const std::size_t at : {std::size_t{0}, std::size_t{3}}) {
        const bool both = unknown.contains(text[at]) && text[at + 1] == text[at];
        if (both) text[at] = text[at + 1] = '0';
    }
    return text;
}

std::string without_roman_month(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"I",   "II",   "III", "IV", "V",  "VI",
                                                      "VII", "VIII", "IX",  "X",  "XI", "XII"};
    const auto first = text.find_first_of("IVXivx");
    if (first == std::string_view::npos || first < 2) return std::string(text);
    const auto end = std::min(text.find_first_not_of("IVXivx", first), text.size());
    const auto* month = std::ranges::find(months, upper(text.substr(first, end - first)));
    const auto before = text.find_last_not_of(" \t-/.,", first - 1);
    const auto after = text.find_first_not_of(" \t-/.,", end);
    const bool between = month != months.end() && before != std::string_view::npos &&
                         after != std::string_view::npos && is_digit(text[before]) &&
                         is_digit(text[after]) && may_stand_beside(text[first - 1]) &&
                         may_stand_beside(text[end]);
    if (!between) return std::string(text);
    std::string result(text.substr(0, before + 1));
    result += '/';
    result += std::to_string(month - months.begin() + 1);
    result += '/';
    result += text.substr(after);
    return result;
}

}  // namespace jatigi::lists

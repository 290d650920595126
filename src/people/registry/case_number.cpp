#include "people/registry/case_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "platform/base/check_character.h"

namespace jatigi::registry {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// After the site's letters, which end where the first digit stands, O is meant as 0 and I as 1.
std::string read_digits(std::string text) {
    const auto first = std::find_if(text.begin(), text.end(), is_digit);
    for (auto at = first; at != text.end(); ++at) {
        if (*at == 'O') *at = '0';
        if (*at == 'I') *at = '1';
    }
    return text;
}

}  // namespace

std::optional<std::string> make_case_number(std::string_view prefix, std::int64_t running) {
    std::string number = fmt::format("{}{:05}", prefix, running);
    const auto check = check_character(number);
    // O and I are read as digits, so they never end a number.
    if (!check || *check == 'O' || *check == 'I') return std::nullopt;
    return number + *check;
}

std::optional<CaseNumberParts> case_number_parts(std::string_view case_number) {
    std::size_t letters = 0;
    while (letters < case_number.size() &&
           std::isupper(static_cast<unsigned char>(case_number[letters])) != 0)
        ++letters;
    if (letters < 2 || letters > 4 || case_number.size() < letters + 6 ||
        case_number.size() > letters + 10)
        return std::nullopt;
    const std::string_view digits = case_number.substr(letters, case_number.size() - letters - 1);
    CaseNumberParts parts{std::string(case_number.substr(0, letters)), 0};
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), parts.running);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return parts;
}

std::optional<std::string> parse_case_number(std::string_view typed) {
    std::string compact;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '.') continue;
        compact += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    if (!case_number_parts(read_digits(compact)) || !has_valid_check(read_digits(compact)))
        return std::nullopt;
    return read_digits(compact);
}

}  // namespace jatigi::registry

#include "people/registry/case_number.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "platform/base/check_character.h"

namespace jatigi::registry {

std::optional<std::string> make_case_number(std::string_view prefix, std::int64_t running) {
    std::string number = fmt::format("{}{:05}", prefix, running);
    const auto check = check_character(number);
    if (!check) return std::nullopt;
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
    if (!has_valid_check(compact) || !case_number_parts(compact)) return std::nullopt;
    return compact;
}

}  // namespace jatigi::registry

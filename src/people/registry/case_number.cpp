#include "people/registry/case_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cctype>

#include "platform/base/check_character.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t letters_min = 2, letters_max = 4, digits_min = 5, digits_max = 9;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// After the site's letters O is meant as 0 and I as 1.
std::string with_digits_after(std::size_t letters, std::string text) {
    for (std::size_t at = letters; at < text.size(); ++at) {
        if (text[at] == 'O') text[at] = '0';
        if (text[at] == 'I') text[at] = '1';
    }
    return text;
}

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

// Where the digits are in a compact number, or nothing when it is none.
struct Form {
    std::size_t letters = 0, digits = 0;
};
std::optional<Form> form_of(std::string_view number) {
    const auto digits = std::ranges::find_if_not(number, is_letter);
    const auto letters = static_cast<std::size_t>(digits - number.begin());
    if (letters < letters_min || letters > letters_max || number.size() < letters + digits_min + 1 ||
        number.size() > letters + digits_max + 1)
        return std::nullopt;
    if (!std::all_of(digits, number.end() - 1, is_digit)) return std::nullopt;
    return Form{letters, number.size() - letters - 1};
}

}  // namespace

std::optional<std::string> make_case_number(std::string_view prefix, std::string_view digits) {
    std::string number = fmt::format("{}{}", prefix, digits);
    const auto check = check_character(number);
    // O and I are read as digits, so they never end a number.
    if (!check || *check == 'O' || *check == 'I') return std::nullopt;
    return number + *check;
}

std::optional<std::string> parse_case_number(std::string_view typed) {
    std::string compact;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '.') continue;
        compact += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    // Where the letters end is not seen when the first digit was written as a letter: then the check
    // character tells.
    for (std::size_t letters = letters_max; letters >= letters_min; --letters) {
        std::string number = with_digits_after(letters, compact);
        const auto form = form_of(number);
        if (form && form->letters == letters && has_valid_check(number)) return number;
    }
    return std::nullopt;
}

std::string grouped_case_number(std::string_view case_number) {
    const auto form = form_of(case_number);
    if (!form) return std::string(case_number);
    std::string text(case_number.substr(0, form->letters));
    const std::size_t group = form->digits % 3 == 0 ? 3 : form->digits;
    for (std::size_t at = 0; at < form->digits; at += group)
        text += fmt::format(" {}", case_number.substr(form->letters + at, group));
    return text + ' ' + case_number.back();
}

std::string case_digits(const NumberPermutation& permutation, const CaseCount& count) {
    assert(count.epoch >= 0 && count.epoch < case_epochs);
    assert(count.count >= 0 && count.count < counts_per_epoch);
    static_assert(case_epochs * counts_per_epoch == case_numbers_max);
    const auto number = static_cast<std::uint64_t>(count.epoch * counts_per_epoch + count.count);
    return fmt::format("{:09}", permutation.of(number));
}

}  // namespace jatigi::registry

#include "people/linkage/telephone.h"

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::linkage {
namespace {

constexpr std::size_t fewest_digits = 6;
constexpr std::size_t most_digits = 15;  // E.164.
constexpr std::size_t fewest_international_digits = 8;
constexpr std::size_t longest_cell = 200;

// What a spreadsheet makes of a long number: 2,23107E+10.
bool is_scientific(std::string_view text) {
    const auto e = text.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 1 >= text.size()) return false;
    return text.find_first_not_of("0123456789.,", 0) == e &&
           text.find_first_not_of("+0123456789", e + 1) == std::string_view::npos;
}

// The first of two numbers. A slash may also stand between the pairs of a single one.
std::string first_number(std::string_view cell) {
    std::string text(cell);
    for (const std::string_view mark :
         {";", "\n", ",", "|", " ou ", " or ", " et ", " and ", " - ", " OU ", " ET "}) {
        replace_all(text, mark, "/");
    }
    for (const std::string& part : split(text, '/')) {
        if (digits_of(part).size() >= fewest_digits) return trim(part);
    }
    return trim(text);
}

const PhonePlan* plan_with_code(std::string_view digits, const PhonePlans& plans) {
    for (const auto& [nationality, plan] : plans) {
        if (digits.starts_with(plan.country_code)) return &plan;
    }
    return nullptr;
}

// Digits with the country code -> E.164, or nothing.
std::string international(const std::string& digits, const PhonePlans& plans) {
    if (digits.size() > most_digits || digits.size() < fewest_international_digits) return {};
    const PhonePlan* plan = plan_with_code(digits, plans);
    if (plan != nullptr && digits.size() != plan->country_code.size() + plan->digits) return {};
    return "+" + digits;
}

std::string national(const std::string& digits, std::string_view nationality,
                     const PhonePlans& plans) {
    const auto found = plans.find(nationality);
    if (found != plans.end()) {
        const PhonePlan& plan = found->second;
        if (digits.size() == plan.digits) return "+" + plan.country_code + digits;
        if (digits.size() == plan.digits + 1 && digits[0] == '0') {
            return "+" + plan.country_code + digits.substr(1);
        }
    }
    // The code of a country we know, written without its plus.
    return plan_with_code(digits, plans) != nullptr ? international(digits, plans) : std::string{};
}

}  // namespace

PhoneReading read_phone(const WrittenPhone& written, const PhonePlans& plans) {
    const std::string whole = trim(written.text);
    if (whole.empty()) return {};
    if (whole.size() > longest_cell) return {.e164 = {}, .damaged = true};
    std::string text = first_number(whole);
    if (is_scientific(whole) || is_scientific(text)) return {.e164 = {}, .damaged = true};
    // A number that a spreadsheet wrote with its decimals; "10.29.0" is three pairs instead.
    if (text.ends_with(".0") && text.find('.') == text.size() - 2) text.resize(text.size() - 2);
    replace_all(text, "(0)", "");
    std::string digits = digits_of(text);
    PhoneReading reading;
    if (digits.size() >= fewest_digits) {
        const bool plus = text.contains('+');
        if (plus || digits.starts_with("00")) {
            if (digits.starts_with("00")) digits.erase(0, 2);
            reading.e164 = international(digits, plans);
        } else {
            reading.e164 = national(digits, written.nationality, plans);
        }
    }
    reading.damaged = reading.e164.empty();
    return reading;
}

}  // namespace jatigi::linkage

#include "people/lists/ages.h"

#include <algorithm>
#include <array>

#include "people/lists/date_parts.h"

namespace jatigi::lists {
namespace {

constexpr int widest_range = 20;  // Years between the two ends of "1990-1995" and "25-30 ans".
constexpr int newborn_days = 28;
constexpr std::string_view tens = "tens_";
constexpr std::array<std::string_view, 4> age_units{"age_years", "age_months", "age_weeks",
                                                    "age_days"};

std::string_view unit_at(const std::vector<Token>& tokens, std::size_t at, const DateWords& words) {
    const std::string_view code = at < tokens.size() ? date_code(tokens[at], words) : "";
    return code.starts_with("age_") ? code : std::string_view{};
}

// "2 ans 1/2": the tokens "1", "/" and "2".
bool is_half(const std::vector<Token>& tokens, std::size_t at) {
    return at > 0 && at + 2 < tokens.size() && tokens[at].text == "1" &&
           tokens[at + 1].text == "/" && tokens[at + 2].text == "2";
}

// "La trentaine": no number, and no word that we do not know.
std::optional<WrittenDate> in_tens(const std::vector<Token>& tokens, const DateWords& words) {
    std::optional<WrittenDate> age;
    for (const Token& token : tokens) {
        const std::string_view code = date_code(token, words);
        if (code.starts_with(tens) && !age) {
            age = an_age(DateShape::age_years, value_of(std::string(code.substr(tens.size()))));
            age->oldest += 9;
        } else if (token.kind == Token::Kind::number ||
                   (token.kind == Token::Kind::word && code != "born" && code != "around" &&
                    code != "age_years")) {
            return std::nullopt;
        }
    }
    return age;
}

std::optional<WrittenDate> age_of(const std::array<std::optional<int>, 4>& parts) {
    const auto& [years, months, weeks, days] = parts;
    if (days && !weeks && !months && !years) return an_age(DateShape::age_days, *days);
    if (weeks && !months && !years) {
        WrittenDate date = an_age(DateShape::age_days, *weeks * 7 + days.value_or(0));
        if (!days) date.oldest += 6;
        return date;
    }
    if (months || weeks)
        return an_age(DateShape::age_months,
                      years.value_or(0) * 12 + months.value_or(0) + weeks.value_or(0) * 7 / 30);
    if (years) return an_age(DateShape::age_years, *years);
    return std::nullopt;
}

}  // namespace

std::string_view date_code(const Token& token, const DateWords& words) {
    if (token.text == "~") return "around";
    if (token.kind != Token::Kind::word) return {};
    const auto found = words.find(token.text);
    return found == words.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<WrittenDate> range_in(const std::vector<Token>& tokens, const DateWords& words) {
    std::vector<int> numbers;
    std::string_view unit;
    bool years = true;
    for (const Token& token : tokens) {
        const std::string_view code = date_code(token, words);
        if (token.kind == Token::Kind::number) {
            if (token.text.size() > 4) return std::nullopt;
            years = years && token.text.size() == 4;
            numbers.push_back(value_of(token.text));
        } else if (code.starts_with("age_")) {
            if (!unit.empty() && unit != code) return std::nullopt;
            unit = code;
        } else if (token.kind == Token::Kind::word
                       ? code != "born" && code != "around"
                       : !std::string_view("-/").contains(token.text[0])) {
            return std::nullopt;
        }
    }
    if (numbers.size() != 2 || numbers[0] >= numbers[1]) return std::nullopt;
    const int from = numbers[0];
    const int to = numbers[1];
    if (years && unit.empty() && to - from <= widest_range && from >= first_year &&
        to <= last_year && !is_of_another_calendar(from)) {
        WrittenDate date = whole_year(from);
        date.last = whole_year(to).last;
        date.shape = DateShape::around;
        return date;
    }
    if ((unit != "age_years" && unit != "age_months") || to > oldest_bare_age ||
        to - from > widest_range)
        return std::nullopt;
    WrittenDate date =
        an_age(unit == "age_years" ? DateShape::age_years : DateShape::age_months, from);
    date.oldest = to;
    return date;
}

std::optional<WrittenDate> age_in(const std::vector<Token>& tokens, const DateWords& words) {
    if (const auto decade = in_tens(tokens, words)) return decade;
    std::array<std::optional<int>, 4> parts;  // In the order of the units.
    bool half = false;
    const auto take = [&](std::string_view unit, const Token& number) {
        const auto* const at = std::ranges::find(age_units, unit);
        if (at == age_units.end() || number.text.size() > 3) return false;
        std::optional<int>& part = parts.at(static_cast<std::size_t>(at - age_units.begin()));
        if (part) return false;
        part = value_of(number.text);
        return true;
    };
    // "Années 80" are no age.
    if (!tokens.empty() && tokens[0].text == "annees") return std::nullopt;
    if (tokens.size() == 2 && tokens[1].kind == Token::Kind::number &&
        !unit_at(tokens, 0, words).empty())
        return take(unit_at(tokens, 0, words), tokens[1]) ? age_of(parts) : std::nullopt;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == Token::Kind::mark) continue;
        if (is_half(tokens, i)) {
            half = true;
            i += 2;
            continue;
        }
        half = half || date_code(tokens[i], words) == "half";
        if (!date_code(tokens[i], words).empty()) continue;
        // "six mois": a word is no number.
        if (tokens[i].kind != Token::Kind::number) return std::nullopt;
        if (!take(unit_at(tokens, i + 1, words), tokens[i])) return std::nullopt;
    }
    if (half && parts[0] && !parts[1]) parts[1] = 6;
    return age_of(parts);
}

std::optional<WrittenDate> years_and_months(std::string_view text) {
    std::string tight(text);
    std::erase(tight, ' ');
    const auto a = tight.find_first_of("aA");
    // "1,5 ans", and "0.5" of a spreadsheet.
    const auto point = tight.find_first_of(".,");
    const std::string_view rest =
        point == std::string::npos ? std::string_view{} : std::string_view(tight).substr(point + 1);
    if (point != std::string::npos && point == 1 &&
        (rest == "5" || rest == "5ans" || rest == "5years") &&
        tight.find_first_not_of("0123456789") == point)
        return an_age(DateShape::age_months, value_of(tight.substr(0, point)) * 12 + 6);
    const bool well = a != std::string::npos && a > 0 && a <= 2 && tight.size() >= a + 3 &&
                      tight.size() <= a + 4 && (tight.back() == 'm' || tight.back() == 'M');
    if (!well) return std::nullopt;
    const std::string months = tight.substr(a + 1, tight.size() - a - 2);
    const std::string years = tight.substr(0, a);
    if ((years + months).find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    return an_age(DateShape::age_months, value_of(years) * 12 + value_of(months));
}

WrittenDate newborn() {
    WrittenDate date = an_age(DateShape::age_days, 0);
    date.oldest = newborn_days;
    return date;
}

}  // namespace jatigi::lists

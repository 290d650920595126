// Ages as clerks write them, and ranges of years.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "people/lists/date_tokens.h"
#include "people/lists/dates.h"

namespace jatigi::lists {

// The code of a word or mark of a date; nothing for others.
std::string_view date_code(const Token& token, const DateWords& words);

// "25-30 ans", "entre 25 et 30 ans", "1990-1995": two numbers, the second a little larger.
std::optional<WrittenDate> range_in(const std::vector<Token>& tokens, const DateWords& words);

// "25 ans", "env. 25 ans", "2 ans et 3 mois", "8 mois": every number has its unit, or the unit
// stands before the one number there is, as in Hausa and Bambara.
std::optional<WrittenDate> age_in(const std::vector<Token>& tokens, const DateWords& words);

// "2a6m", as clinics write it, and "1,5 ans"; "2 à 6 mois" is a range.
std::optional<WrittenDate> years_and_months(std::string_view text);

WrittenDate newborn();

}  // namespace jatigi::lists

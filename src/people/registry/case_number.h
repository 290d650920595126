// The case number: the site's three letters, a running number of five digits (more when needed) and
// a check character, "ASM00427K". People read it aloud and type it, so hyphens, blanks and small
// letters do not matter, O and I among the digits are read as 0 and 1, and the check catches every single error and every swap.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace jatigi::registry {

// `prefix`: two to four letters. Nothing for the few running numbers (3 in 37)
// whose check character would be a star, an O or an I.
std::optional<std::string> make_case_number(std::string_view prefix, std::int64_t running);

// The compact form, or nothing when the form or the check character is wrong.
std::optional<std::string> parse_case_number(std::string_view typed);

struct CaseNumberParts {
    std::string prefix;
    std::int64_t running = 0;
};
std::optional<CaseNumberParts> case_number_parts(std::string_view case_number);

}  // namespace jatigi::registry

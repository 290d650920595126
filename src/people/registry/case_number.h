// The case number: the site's letters, nine digits and a check character, "ASM481930257K". People
// read it aloud and type it, so hyphens, blanks and small letters do not matter, O and I among the
// digits are read as 0 and 1, and the check catches every single error and every swap. The digits say
// neither who came first nor how many came (case_counter_view.h). Numbers given before that were
// counted up from 00001; they stay valid.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "people/registry/number_permutation.h"

namespace jatigi::registry {

// `prefix`: two to four letters; `digits`: five to nine. Nothing for the few (3 in 37) whose check
// character would be a star, an O or an I.
std::optional<std::string> make_case_number(std::string_view prefix, std::string_view digits);

// The compact form, or nothing when the form or the check character is wrong.
std::optional<std::string> parse_case_number(std::string_view typed);

// As it stands on paper, to be read aloud and typed: "ASM 481 930 257 K", and "ASM 00427 K".
std::string grouped_case_number(std::string_view case_number);

// A count within an epoch: each pair is one number.
constexpr std::int64_t case_epochs = 10'000, counts_per_epoch = 100'000;
constexpr std::uint64_t case_numbers_max = 1'000'000'000;
struct CaseCount {
    std::int64_t epoch = 0, count = 0;
};
// Nine digits. `permutation` of case_numbers_max.
std::string case_digits(const NumberPermutation& permutation, const CaseCount& count);

}  // namespace jatigi::registry

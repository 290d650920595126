// Whom a unit is for, and which one is proposed to people who are to sleep together. A proposal:
// who stands there knows better, and says so.
#pragma once
#include <span>

#include "centre/sites/unit.h"
#include "platform/base/day.h"

namespace jatigi::sites {

// reference/housing.csv.
struct HousingRules {
    std::int64_t boys_with_mothers_below =
        0;                              // Full years: younger boys sleep where their mothers do.
    std::int64_t adult_from = 0;        // Full years.
    std::chrono::minutes morning_at{};  // After midnight: when the figure of a day is fixed.
};
// Nothing when a rule is missing or is no number.
std::optional<HousingRules> read_housing_rules(std::string_view csv);

// What the profile says. Who is of no known age may be of any.
struct Guest {
    std::string sex;                               // F, M; anything else is not known.
    std::optional<std::int64_t> age_min, age_max;  // Full years.
};
// False only where it is sure that it is meant for others.
bool fits(UnitFor for_whom, const Guest& guest, const HousingRules& rules);

struct UnitOffer {
    UnitDescription unit;
    Places free;
    Persons of_theirs;  // How many of their household sleep there.
};
// Whose family sleeps there before all others, then where nobody is only for the first hours, then
// what is meant for such people, then the fullest that holds them all. Nothing where none does.
std::optional<std::size_t> propose(std::span<const UnitOffer> offers, std::span<const Guest> party,
                                   const HousingRules& rules);

}  // namespace jatigi::sites

// Who ate plates that were counted by number: nobody by name. A meal's plates are shared out among
// the nationalities of those who were at the site that day and were not served by card or tick, by
// largest remainder; whole plates, and their sum is what was counted.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "money/funding/allocation.h"
#include "money/funding/statement.h"

namespace jatigi::funding {

struct CountedMeal {
    sites::SiteId site;
    std::string service;
    Day day;
    Whose whose = Whose::present;  // Never `person`.
    Meals plates;
};

// One for each plate, in the order of the meals, then of the nationalities. `served`: what was
// handed out by name. Where nobody else was there, all who were there count; where nobody was, the
// plates are of no nationality.
std::vector<ChargeableServing> share_counted(std::span<const CountedMeal> meals,
                                             std::span<const StayPeriod> stays,
                                             std::span<const ChargeableServing> served);

}  // namespace jatigi::funding

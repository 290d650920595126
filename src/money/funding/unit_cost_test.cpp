#include "money/funding/unit_cost.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;
using GivenUnitCost = testing::Given<UnitCost, UnitCostEvent>;

GivenUnitCost given(const std::vector<UnitCostEvent>& history) { return GivenUnitCost(history); }

UnitCostSet breakfast(std::int64_t price, Day last) {
    return {{2, 1}, "BREAKFAST", Money::of_minor_units(price, Currency::XOF), 2023y / 1 / 9, last};
}
const UnitCostSet usual = breakfast(450, 2023y / 12 / 31);

TEST(UnitCost, SettingGivesOneFact) { given({}).when(SetUnitCost{usual}).records({usual}); }

TEST(UnitCost, SettingTwiceIsRefused) {
    given({usual}).when(SetUnitCost{usual}).refuses("unit_cost.already_set");
}

TEST(UnitCost, OneDayIsAPeriodAndBackwardsIsNone) {
    const UnitCostSet one_day = breakfast(450, 2023y / 1 / 9);
    given({}).when(SetUnitCost{one_day}).records({one_day});
    given({})
        .when(SetUnitCost{breakfast(450, 2023y / 1 / 8)})
        .refuses("unit_cost.period_invalid");
}

TEST(UnitCost, APriceIsAtLeastOneUnit) {
    const UnitCostSet cheapest = breakfast(1, 2023y / 12 / 31);
    given({}).when(SetUnitCost{cheapest}).records({cheapest});
    given({}).when(SetUnitCost{breakfast(0, 2023y / 12 / 31)}).refuses("unit_cost.price_invalid");
    given({}).when(SetUnitCost{breakfast(-1, 2023y / 12 / 31)}).refuses("unit_cost.price_invalid");
}

TEST(UnitCost, TwoPricesForOneDayAreRefused) {
    given({}).when(SetUnitCost{usual, true}).refuses("unit_cost.overlaps");
}

}  // namespace
}  // namespace jatigi::funding

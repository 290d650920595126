#include "centre/sites/unit.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::sites {
namespace {

using GivenUnit = testing::Given<Unit, UnitEvent>;

const SiteId assamaka{2, 1};
const UnitDescription hangar{.name = "Hangar 2", .capacity = Places{40}, .blocked = Places{4}};
const UnitOpened opened{assamaka, hangar};

GivenUnit given(const std::vector<UnitEvent>& history) {
    return GivenUnit(history);
}
UnitDescription with_places(std::int64_t capacity, std::int64_t blocked) {
    UnitDescription unit = hangar;
    unit.capacity = Places{capacity};
    unit.blocked = Places{blocked};
    return unit;
}

TEST(Unit, OpensOnce) {
    given({}).when(OpenUnit{opened}).records({opened});
    given({opened}).when(OpenUnit{opened}).refuses("unit.already_open");
}

TEST(Unit, HasANameOfItsOwn) {
    UnitDescription unnamed = hangar;
    unnamed.name = " ";
    given({}).when(OpenUnit{{assamaka, unnamed}}).refuses("unit.name_missing");
    given({}).when(OpenUnit{opened, true}).refuses("unit.name_taken");
    given({opened}).when(ChangeUnit{hangar, true}).refuses("unit.name_taken");
}

TEST(Unit, HoldsFromOneToFiveThousand) {
    for (const std::int64_t capacity : {1, 5000})
        given({})
            .when(OpenUnit{{assamaka, with_places(capacity, 0)}})
            .records({UnitOpened{assamaka, with_places(capacity, 0)}});
    for (const std::int64_t capacity : {-1, 0, 5001})
        given({})
            .when(OpenUnit{{assamaka, with_places(capacity, 0)}})
            .refuses("unit.capacity_invalid");
}

TEST(Unit, BlocksNoMorePlacesThanItHas) {
    given({opened})
        .when(ChangeUnit{with_places(40, 40)})
        .records({UnitChanged{with_places(40, 40)}});
    given({opened}).when(ChangeUnit{with_places(40, 41)}).refuses("unit.blocked_invalid");
    given({opened}).when(ChangeUnit{with_places(40, -1)}).refuses("unit.blocked_invalid");
}

TEST(Unit, SayingTheSameAgainIsNoFact) {
    given({opened}).when(ChangeUnit{hangar}).records({});
}

TEST(Unit, WithPeopleInItIsNotClosed) {
    given({opened}).when(CloseUnit{Persons{1}}).refuses("unit.has_people");
    given({opened}).when(CloseUnit{}).records({UnitClosed{}});
    given({opened, UnitClosed{}}).when(CloseUnit{}).refuses("unit.closed");
}

TEST(Unit, OpensAgain) {
    given({opened, UnitClosed{}}).when(ReopenUnit{}).records({UnitReopened{}});
    given({opened}).when(ReopenUnit{}).refuses("unit.not_closed");
    given({opened, UnitClosed{}, UnitReopened{}}).when(CloseUnit{}).records({UnitClosed{}});
}

TEST(Unit, NobodyKnowsIsNotFound) {
    given({}).when(ChangeUnit{hangar}).refuses("unit.not_found");
    given({}).when(CloseUnit{}).refuses("unit.not_found");
    given({}).when(ReopenUnit{}).refuses("unit.not_found");
}

TEST(Unit, AChangeThatComesBeforeTheOpeningHolds) {
    const UnitDescription smaller = with_places(12, 0);
    Unit unit;
    unit = evolve(unit, UnitChanged{smaller});
    unit = evolve(unit, opened);
    EXPECT_EQ(unit.site, assamaka);
    EXPECT_EQ(unit.description(), smaller);
}

}  // namespace
}  // namespace jatigi::sites

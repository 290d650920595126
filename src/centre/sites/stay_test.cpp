#include "centre/sites/stay.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/given.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using GivenStay = testing::Given<Stay, StayEvent>;

const registry::PersonId awa{1, 1};
const SiteId assamaka{2, 1};
const Day arrival = 2023y / 1 / 10;
const Day today = 2023y / 1 / 16;
const PersonCheckedIn checked_in{awa, assamaka, arrival};
const StayEnded ended{StayEnd::returned, today};

GivenStay given(const std::vector<StayEvent>& history) {
    return GivenStay(history);
}
CheckIn check_in_on(Day day) {
    return {.checked_in = {awa, assamaka, day}, .today = today};
}
EndStay end_on(Day day) {
    return {{StayEnd::returned, day}, today};
}

TEST(Stay, CheckInGivesOneFact) {
    given({}).when(check_in_on(arrival)).records({checked_in});
}

TEST(Stay, CheckInTodayIsTakenAndTomorrowIsRefused) {
    given({}).when(check_in_on(today)).records({PersonCheckedIn{awa, assamaka, today}});
    given({}).when(check_in_on(today + Days{1})).refuses("stay.in_future");
}

// A night counts once: they come again on the day they left, or later.
TEST(Stay, CheckInBeforeTheLastEndIsRefused) {
    CheckIn command = check_in_on(arrival);
    command.left_on = arrival;
    given({}).when(command).records({checked_in});
    command.left_on = arrival + Days{1};
    given({}).when(command).refuses("stay.before_last_end");
}

TEST(Stay, CheckInLongAgoIsRefusedWhereSomebodyTypesTheDay) {
    CheckIn command = check_in_on(arrival);
    command.earliest = arrival;
    given({}).when(command).records({checked_in});
    command.earliest = arrival + Days{1};
    given({}).when(command).refuses("stay.too_long_ago");
}

TEST(Stay, CheckInOfSomebodyPresentIsRefused) {
    CheckIn command = check_in_on(arrival);
    command.present_elsewhere = true;
    given({}).when(command).refuses("stay.already_present");
}

TEST(Stay, AStayBeginsOnce) {
    given({checked_in}).when(check_in_on(today)).refuses("stay.already_begun");
    given({checked_in, ended}).when(check_in_on(today)).refuses("stay.already_begun");
}

TEST(Stay, EveryReasonEndsAStay) {
    for (const StayEnd reason : {StayEnd::left_by_own_choice, StayEnd::returned,
                                 StayEnd::transferred, StayEnd::hospital, StayEnd::died})
        given({checked_in})
            .when(EndStay{{reason, today}, today})
            .records({StayEnded{reason, today}});
}

TEST(Stay, AnEndOnTheDayOfArrivalIsTakenAndTheDayBeforeIsRefused) {
    given({checked_in}).when(end_on(arrival)).records({StayEnded{StayEnd::returned, arrival}});
    given({checked_in}).when(end_on(arrival - Days{1})).refuses("stay.ends_before_start");
}

TEST(Stay, AnEndTodayIsTakenAndTomorrowIsRefused) {
    given({checked_in}).when(end_on(today)).records({ended});
    given({checked_in}).when(end_on(today + Days{1})).refuses("stay.in_future");
}

TEST(Stay, OnlyAnOngoingStayEnds) {
    given({}).when(end_on(today)).refuses("stay.not_ongoing");
    given({checked_in, ended}).when(end_on(today)).refuses("stay.not_ongoing");
}

TEST(Stay, AnEndThatWasSeenFirstStands) {
    given({ended, checked_in}).when(end_on(today)).refuses("stay.not_ongoing");
}

const UnitId hangar{3, 1};
const UnitId tent{3, 2};
HousePerson house_in(std::optional<UnitId> unit, Day day = today) {
    return {.housed = {unit, day}, .today = today, .room = {.free = Places{1}}};
}

TEST(Stay, SomebodyIsHousedMovedAndHousedNowhere) {
    given({checked_in}).when(house_in(hangar)).records({PersonHoused{hangar, today}});
    const PersonHoused housed{hangar, arrival};
    given({checked_in, housed}).when(house_in(tent)).records({PersonHoused{tent, today}});
    given({checked_in, housed}).when(house_in({})).records({PersonHoused{{}, today}});
    given({checked_in, housed}).when(house_in(hangar)).records({});
    given({checked_in}).when(house_in({})).records({});
}

TEST(Stay, OnlyWhoIsPresentIsHoused) {
    given({}).when(house_in(hangar)).refuses("stay.not_ongoing");
    given({checked_in, ended}).when(house_in(hangar)).refuses("stay.not_ongoing");
}

TEST(Stay, IsHousedFromADayOfTheStayOn) {
    given({checked_in}).when(house_in(hangar, today + Days{1})).refuses("stay.in_future");
    given({checked_in})
        .when(house_in(hangar, arrival - Days{1}))
        .refuses("stay.housed_before_start");
    given({checked_in}).when(house_in(hangar, arrival)).records({PersonHoused{hangar, arrival}});
    given({checked_in, PersonHoused{tent, today}})
        .when(house_in(hangar, today - Days{1}))
        .refuses("stay.housed_since");
}

TEST(Stay, AFullUnitOrOneForOthersIsAskedAboutAndThenTaken) {
    HousePerson command = house_in(hangar);
    command.room.free = Places{0};
    given({checked_in}).when(command).refuses("unit.full");
    command.despite.full = true;
    given({checked_in}).when(command).records({PersonHoused{hangar, today}});
    command.room.for_them = false;
    given({checked_in}).when(command).refuses("unit.not_for_them");
    command.despite.for_others = true;
    given({checked_in}).when(command).records({PersonHoused{hangar, today}});
}

TEST(Stay, AClosedUnitOrAnotherSitesTakesNobody) {
    HousePerson command = house_in(hangar);
    command.despite = {true, true};
    command.room.closed = true;
    given({checked_in}).when(command).refuses("unit.closed");
    command.room.is_of_site = false;
    given({checked_in}).when(command).refuses("unit.not_found");
}

TEST(Stay, CheckInAndEndFoldInEitherOrder) {
    std::vector<StayEvent> events{checked_in, PersonHoused{hangar, today}, ended};
    for (int order = 0; order < 2; ++order) {
        Stay state;
        for (const StayEvent& event : events) state = evolve(state, event);
        EXPECT_TRUE(std::holds_alternative<EndedStay>(state)) << order;
        std::reverse(events.begin(), events.end());
    }
}

}  // namespace
}  // namespace jatigi::sites

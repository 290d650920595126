#include "centre/assistance/plate_count.h"

#include <gtest/gtest.h>

#include "centre/assistance/round.h"
#include "testing/given.h"

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;
using GivenRound = testing::Given<Round, RoundEvent>;

const registry::PersonId awa{1, 1};
const sites::SiteId assamaka{2, 1};
const Day today = 2023y / 1 / 16;
const Instant seven_oclock = today + 7h + 4min + 11s;
const ByteArray<16> serving{0xAA, 1};

const RoundOpened breakfast{assamaka, "BREAKFAST",     ServiceKind::food,
                            today,    CountMode::scan, Persons{622}};
const RoundOpened blankets{assamaka, "BLANKET",       ServiceKind::item,
                           today,    CountMode::scan, Persons{622}};
const RoundClosed closed{.cooked = Meals{600}, .explanation = ""};

GivenRound given(const std::vector<RoundEvent>& history) {
    return GivenRound(history);
}
RoundTotals totals(const std::vector<RoundEvent>& events) {
    Round state;
    for (const RoundEvent& event : events) state = evolve(state, event);
    return std::get<OngoingRound>(state).totals;
}

PlateHeads unsorted(std::int64_t plates) {
    return {.unsorted = Meals{plates}};
}
CountPlates counting(PlateHeads heads, PlateLine line = PlateLine::present) {
    return {.line = line,
            .heads = heads,
            .rules = {.asked_from = Meals{101}, .plates_a_person_max = 2},
            .moment = {.at = seven_oclock}};
}
PlatesCounted counted(PlateHeads heads, PlateLine line = PlateLine::present) {
    return {.service = "BREAKFAST", .day = today, .line = line, .heads = heads};
}

TEST(PlateCount, PlatesAreCountedByNumberWhateverItsMode) {
    const PlateHeads heads{Meals{20}, Meals{10}, Meals{3}, Meals{4}, Meals{}};
    given({breakfast}).when(counting(heads)).records({counted(heads)});
    CountPlates dish = counting(unsorted(8));
    dish.dishes = 1;
    PlatesCounted of_a_dish = counted(unsorted(8));
    of_a_dish.dishes = 1;
    given({breakfast}).when(dish).records({of_a_dish});
    for (const PlateLine line :
         {PlateLine::unregistered, PlateLine::infant_diet, PlateLine::sick_diet, PlateLine::staff})
        given({breakfast}).when(counting(unsorted(1), line)).records({counted(unsorted(1), line)});
    const RoundTotals both = totals(
        {breakfast, PersonServed{awa, "BREAKFAST", today}, counted(heads), counted(unsorted(2))});
    EXPECT_EQ(both.plates, Meals{39});
    EXPECT_EQ(both.servings, 1);
}

TEST(PlateCount, ACountIsOfSomePlatesAndNoneIsNegative) {
    given({breakfast}).when(counting(unsorted(0))).refuses("plates.count_invalid");
    given({breakfast}).when(counting(unsorted(5'001))).refuses("plates.count_invalid");
    given({breakfast})
        .when(counting({.men = Meals{INT64_MAX}, .women = Meals{INT64_MAX}}))
        .refuses("plates.count_invalid");
    given({breakfast})
        .when(counting({.men = Meals{5}, .women = Meals{-1}}))
        .refuses("round.count_negative");
    CountPlates dishes = counting(unsorted(2));
    dishes.dishes = 3;
    given({breakfast}).when(dishes).refuses("plates.count_invalid");
    dishes.dishes = -1;
    given({breakfast}).when(dishes).refuses("round.count_negative");
    given({}).when(counting(unsorted(1))).refuses("round.not_found");
}

// 622 are expected: twice as many are believed, four thousand on a second word.
TEST(PlateCount, MorePlatesThanPeopleTakeASecondWord) {
    given({breakfast}).when(counting(unsorted(1'244))).records({counted(unsorted(1'244))});
    given({breakfast}).when(counting(unsorted(1'245))).refuses("plates.more_than_people");
    given({breakfast, counted(unsorted(1'244))})
        .when(counting(unsorted(101)))
        .refuses("plates.more_than_people");
    // A convoy came: nobody waits for a question at the pot.
    given({breakfast, counted(unsorted(1'244))})
        .when(counting(unsorted(100)))
        .records({counted(unsorted(100))});
    CountPlates sure = counting(unsorted(4'000));
    sure.sure = true;
    given({breakfast}).when(sure).records({counted(unsorted(4'000))});
    CountPlates waited = counting(unsorted(4'000));
    waited.waited = true;
    PlatesCounted eaten = counted(unsorted(4'000));
    eaten.counted_at = seven_oclock;
    given({breakfast}).when(waited).records({eaten});
}

TEST(PlateCount, AClosedRoundCountsPlatesThatWaitedAndNoOthers) {
    given({breakfast, closed}).when(counting(unsorted(5))).refuses("round.closed");
    CountPlates waited = counting(unsorted(5));
    waited.waited = true;
    waited.sent_by = 7;
    PlatesCounted late = counted(unsorted(5));
    late.counted_at = seven_oclock;
    late.sent_by = 7;
    late.late = true;
    given({breakfast, closed}).when(waited).records({late});
}

TEST(PlateCount, BlanketsAreCountedByNumberForTheUnregisteredAlone) {
    given({blankets}).when(counting(unsorted(5))).refuses("plates.goods_by_name");
    PlatesCounted given_out = counted(unsorted(5), PlateLine::unregistered);
    given_out.service = "BLANKET";
    given({blankets}).when(counting(unsorted(5), PlateLine::unregistered)).records({given_out});
}

TEST(PlateCount, ACountThatWasASlipIsTakenBackOnce) {
    const PlatesUncounted slip{serving, Meals{5}};
    UncountPlates undo{.slip = slip, .counted_at = seven_oclock, .moment = {.at = seven_oclock}};
    given({breakfast, counted(unsorted(5))}).when(undo).records({slip});
    undo.counted_at.reset();
    given({breakfast}).when(undo).refuses("plates.not_counted");
    given({}).when(undo).refuses("round.not_found");
    EXPECT_EQ(totals({breakfast, counted(unsorted(5)), counted(unsorted(3)), slip}).plates,
              Meals{3});
}

// A tablet without the network counted and took back; both come in long after the closing.
TEST(PlateCount, WhatWasMadeAndTakenBackOnADeviceComesInTogether) {
    const PlatesUncounted slip{serving, Meals{5}};
    UncountPlates undo{
        .slip = slip,
        .counted_at = seven_oclock + 3h,
        .moment = {.at = seven_oclock + 1h + 5s, .closed_at = seven_oclock, .late_window = 30min},
        .made_at = seven_oclock + 1h};
    given({breakfast, counted(unsorted(5)), closed}).when(undo).records({slip});
    undo.moment.at = seven_oclock + 2h;
    given({breakfast, counted(unsorted(5)), closed}).when(undo).refuses("round.closed");
}

TEST(PlateCount, AMealHasNoMorePlatesThanAnybodyCanLookAt) {
    std::vector<RoundEvent> history{breakfast};
    for (int i = 0; i < 10; ++i) history.push_back(counted(unsorted(5'000)));
    CountPlates one_more = counting(unsorted(1));
    one_more.sure = one_more.waited = true;
    given(history).when(one_more).refuses("plates.count_invalid");
}

}  // namespace
}  // namespace jatigi::assistance

#include "centre/sites/arrival.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "testing/given.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using GivenArrival = testing::Given<Arrival, ArrivalEvent>;

const Day day = 2018y / 7 / 13;
const Instant three = std::chrono::sys_days{day} + 3h;
const Instant now = three + 4h;
const ArrivalOpened opened{{2, 1}, day, "Point Zero"};
const TallyId at_the_gate{5, 1}, at_the_well{5, 2};

GivenArrival given(std::vector<ArrivalEvent> history) {
    return GivenArrival(history);
}
TallyCounts men(std::int64_t count) {
    return {.men = Persons{count}};
}
ArrivalCounted counted(TallyId tally, TallyCounts counts, Instant at = three) {
    return {.tally = tally, .counts = counts, .at = at};
}
CountArrival count(TallyCounts counts, Instant at = three) {
    return {counted(at_the_gate, counts, at), now};
}
Arrival state_of(const std::vector<ArrivalEvent>& events) {
    Arrival state;
    for (const ArrivalEvent& event : events) state = evolve(state, event);
    return state;
}

TEST(Arrival, OpensOnceAtAPlaceOnADayOfTheLastWeek) {
    given({}).when(OpenArrival{opened, day}).records({opened});
    given({opened}).when(OpenArrival{opened, day}).refuses("arrival.already_open");
    given({}).when(OpenArrival{{{2, 1}, day, " "}, day}).refuses("arrival.place_missing");
    given({}).when(OpenArrival{opened, day - Days{1}}).refuses("arrival.day_invalid");
    given({}).when(OpenArrival{opened, day + Days{7}}).records({opened});
    given({}).when(OpenArrival{opened, day + Days{8}}).refuses("arrival.day_invalid");
}

TEST(Arrival, IsCountedUpAndASlipDown) {
    given({opened}).when(count(men(5))).records({counted(at_the_gate, men(5))});
    given({opened, counted(at_the_gate, men(5))})
        .when(count(men(-5)))
        .records({counted(at_the_gate, men(-5))});
    given({opened, counted(at_the_gate, men(5))})
        .when(count(men(-6)))
        .refuses("arrival.count_invalid");
    given({}).when(count(men(5))).refuses("arrival.not_found");
}

TEST(Arrival, WhatPeopleCannotBeIsRefused) {
    using P = Persons;
    for (const TallyCounts& counts :
         std::vector<TallyCounts>{{},
                                  {.men = P{501}},
                                  {.men = P{-501}},
                                  {.men = P{INT64_MAX}, .women = P{INT64_MAX}, .boys = P{3}},
                                  {.men = P{INT64_MIN}},
                                  {.men = P{2}, .women = P{-1}},
                                  {.boys = P{1}, .under_five = P{2}},
                                  {.men = P{1}, .under_five = P{1}},
                                  {.men = P{1}, .injured = P{2}}})
        given({opened, counted(at_the_gate, men(500))})
            .when(count(counts))
            .refuses("arrival.count_invalid");
    given({opened}).when(count(men(500))).records({counted(at_the_gate, men(500))});
    given({opened}).when(count(men(1), now + 1us)).refuses("arrival.count_invalid");
    given({opened})
        .when(count(men(1), std::chrono::sys_days{day} - 25h))
        .refuses("arrival.count_invalid");
}

TEST(Arrival, WhoWasCountedTwiceIsSetAsideAndTakenUpAgain) {
    const std::vector<ArrivalEvent> both{opened, counted(at_the_gate, men(300)),
                                         counted(at_the_well, men(290))};
    const TallySetAside aside{at_the_well, "the same clump"};
    given(both).when(SetTallyAside{aside}).records({aside});
    given(both).when(SetTallyAside{{at_the_well, ""}}).refuses("arrival.reason_missing");
    given(both).when(SetTallyAside{{{9, 9}, "x"}}).refuses("arrival.tally_unknown");
    given(both).when(TakeTallyUp{at_the_well}).records({});
    std::vector<ArrivalEvent> after = both;
    after.emplace_back(aside);
    given(after).when(SetTallyAside{aside}).records({});
    given(after).when(TakeTallyUp{at_the_well}).records({TallyTakenUp{at_the_well}});
    EXPECT_EQ(balance_of(state_of(both), {}).counts.people(), Persons{590});
    EXPECT_EQ(balance_of(state_of(after), {}).counts.people(), Persons{300});
}

// The arrival of 13 July 2018 at Assamaka: 391 = 315 to Arlit + 64 on their own + 3 medical + 9
// back (nigermigrationresponse.org).
TEST(Arrival, ThatOfJuly2018AddsUp) {
    const OutcomesSaid outcomes{
        .left = Persons{64}, .went_back = Persons{9}, .hospital = Persons{3}};
    const std::vector<ArrivalEvent> night{opened, counted(at_the_gate, men(300)),
                                          counted(at_the_well, men(91)), outcomes};
    EXPECT_EQ(balance_of(state_of(night), Persons{315}).unaccounted, Persons{0});
    EXPECT_EQ(balance_of(state_of(night), Persons{312}).unaccounted, Persons{3});
    EXPECT_EQ(balance_of(state_of(night), Persons{316}).unaccounted, Persons{-1});
}

TEST(Arrival, ClosesWithWhatIsUnaccountedForExplained) {
    const std::vector<ArrivalEvent> night{opened, counted(at_the_gate, men(10))};
    given(night).when(CloseArrival{{""}, Persons{10}}).records({ArrivalClosed{""}});
    given(night).when(CloseArrival{{" "}, Persons{9}}).refuses("arrival.explanation_missing");
    given(night)
        .when(CloseArrival{{"one walked on"}, Persons{9}})
        .records({ArrivalClosed{"one walked on"}});
    given({opened, ArrivalClosed{}}).when(CloseArrival{{""}, {}}).refuses("arrival.closed");
    given({opened, ArrivalClosed{}}).when(ReopenArrival{}).records({ArrivalReopened{}});
    given({opened}).when(ReopenArrival{}).refuses("arrival.not_closed");
}

TEST(Arrival, ABatteryThatDiedComesBackTheNextDay) {
    given({opened, ArrivalClosed{}})
        .when(count(men(300)))
        .records({counted(at_the_gate, men(300))});
}

TEST(Arrival, ARowOfASheetThatIsTypedTwiceIsOne) {
    const auto row = [](std::int64_t number, std::int64_t people) {
        ArrivalCounted typed = counted(at_the_gate, men(people));
        typed.row = number;
        return typed;
    };
    const std::vector<ArrivalEvent> typed{opened, row(1, 7)};
    given(typed).when(CountArrival{row(1, 7), now}).records({});
    given(typed).when(CountArrival{row(1, 8), now}).refuses("arrival.row_differs");
    given(typed).when(CountArrival{row(2, 7), now}).records({row(2, 7)});
    given(typed).when(CountArrival{row(0, 7), now}).refuses("arrival.count_invalid");
}

TEST(Arrival, OutcomesAreNumbersAndTheLastWordHolds) {
    const OutcomesSaid one{.left = Persons{3}}, other{.left = Persons{4}};
    given({opened}).when(SayOutcomes{one}).records({one});
    given({opened, one}).when(SayOutcomes{one}).records({});
    given({opened, one}).when(SayOutcomes{other}).records({other});
    given({opened}).when(SayOutcomes{{.died = Persons{-1}}}).refuses("arrival.count_invalid");
    EXPECT_EQ(state_of({opened, one, other}).outcomes, other);
}

TEST(Arrival, CountsAddUpInAnyOrder) {
    std::vector<ArrivalEvent> events{opened, counted(at_the_gate, men(300), three + 2h),
                                     counted(at_the_gate, men(-1), three + 3h),
                                     counted(at_the_well, {.girls = Persons{4}}, three)};
    std::mt19937 random(3);
    for (int i = 0; i < 50; ++i) {
        std::ranges::shuffle(events, random);
        const Arrival state = state_of(events);
        EXPECT_EQ(balance_of(state, {}).counts,
                  (TallyCounts{.men = Persons{299}, .girls = Persons{4}}));
        EXPECT_EQ(state.tallies.at(at_the_gate).first_at, three + 2h);
        EXPECT_EQ(state.tallies.at(at_the_gate).last_at, three + 3h);
    }
}

}  // namespace
}  // namespace jatigi::sites

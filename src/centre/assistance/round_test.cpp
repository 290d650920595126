#include "centre/assistance/round.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "testing/given.h"

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;
using GivenRound = testing::Given<Round, RoundEvent>;

const registry::PersonId awa{1, 1}, ibrahim{1, 2};
const sites::SiteId assamaka{2, 1};
const Day today = 2023y / 1 / 16;
const Instant seven_oclock = today + 7h + 4min + 11s;
const ByteArray<16> serving{0xAA, 1};

RoundOpened opened_for(ServiceKind kind, Day day) {
    return {assamaka, kind == ServiceKind::food ? "BREAKFAST" : "BLANKET", kind, day,
            CountMode::scan, Persons{622}};
}
const RoundOpened breakfast = opened_for(ServiceKind::food, today);
const RoundOpened blankets = opened_for(ServiceKind::item, today);
const RoundClosed closed{Meals{600}, Meals{5}, Meals{1}, Persons{594}, "invented"};

PersonServed served(registry::PersonId person, std::optional<ServingReason> reason = {}) {
    return {person, "BREAKFAST", today, reason};
}
ServingUndone undone(registry::PersonId person) { return {person, "BREAKFAST", today, serving}; }

ServingFacts present() { return {.presence = Presence::here, .case_number = "ASM00427K"}; }
ServingFacts served_already() {
    ServingFacts facts = present();
    facts.served_at = seven_oclock;
    facts.served_on = today - Days{4};
    return facts;
}
ServingFacts with_presence(Presence presence) {
    ServingFacts facts = present();
    facts.presence = presence;
    return facts;
}

GivenRound given(const std::vector<RoundEvent>& history) { return GivenRound(history); }

Round folded(const std::vector<RoundEvent>& events) {
    Round state;
    for (const RoundEvent& event : events) state = evolve(state, event);
    return state;
}

TEST(Round, OpeningGivesOneFact) {
    given({}).when(OpenRound{breakfast, today}).records({breakfast});
}

TEST(Round, OpeningTwiceIsRefused) {
    given({breakfast}).when(OpenRound{breakfast, today}).refuses("round.already_open");
    given({breakfast, closed}).when(OpenRound{breakfast, today}).refuses("round.already_open");
}

TEST(Round, TheSameRoundOpenElsewhereIsRefused) {
    given({}).when(OpenRound{breakfast, today, true}).refuses("round.same_open");
}

RoundOpened on_paper(Day day) {
    RoundOpened round = opened_for(ServiceKind::food, day);
    round.reason = "a week without power";
    return round;
}

TEST(Round, LatePaperIsEnteredForYesterdayAndWithAReasonForAMonth) {
    const RoundOpened yesterday = opened_for(ServiceKind::food, today - Days{1});
    given({}).when(OpenRound{yesterday, today}).records({yesterday});
    given({})
        .when(OpenRound{opened_for(ServiceKind::food, today - Days{2}), today})
        .refuses("round.reason_missing");
    const RoundOpened last_month = on_paper(today - Days{31});
    given({}).when(OpenRound{last_month, today}).records({last_month});
    given({}).when(OpenRound{on_paper(today - Days{32}), today}).refuses("round.day_invalid");
    given({})
        .when(OpenRound{opened_for(ServiceKind::food, today + Days{1}), today})
        .refuses("round.day_invalid");
}

TEST(Round, ServingSomebodyPresentGivesOneFact) {
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = present()})
        .records({served(awa)});
}

TEST(Round, ServeBeforeOpeningIsRefused) {
    given({}).when(ServePerson{.person = awa, .facts = present()}).refuses("round.not_found");
}

TEST(Round, ServeAfterClosingIsRefused) {
    given({breakfast, closed})
        .when(ServePerson{.person = awa, .facts = present()})
        .refuses("round.closed");
}

// --- Late scans: the plate was given while the round was open ---

const Instant closed_at = seven_oclock + 1h;
RoundMoment moment(Instant at) { return {.at = at, .closed_at = closed_at, .late_window = 60min}; }

PersonServed late(PersonServed plate) {
    plate.late = true;
    return plate;
}

TEST(Round, AScanThatComesSoonAfterTheClosingIsLateAndCounts) {
    given({breakfast, closed})
        .when(ServePerson{.person = awa, .facts = present(), .moment = moment(closed_at + 60min)})
        .records({late(served(awa))});
    given({breakfast, closed})
        .when(ServePerson{.person = awa, .facts = present(),
                          .moment = moment(closed_at + 60min + 1us)})
        .refuses("round.closed");
}

TEST(Round, AScanThatWaitedOnItsDeviceIsNeverRefusedForTheClosing) {
    PersonServed waited = late(served(awa));
    waited.scanned_at = closed_at + 3h;
    given({breakfast, closed})
        .when(ServePerson{.person = awa, .facts = present(), .moment = moment(closed_at + 3h),
                          .waited = true})
        .records({waited});
}

TEST(Round, AScanThatWaitedIsInTheNameOfWhoScannedAndTellsWhoSent) {
    PersonServed waited = served(awa);
    waited.scanned_at = seven_oclock;
    waited.sent_by = 7;
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = present(), .moment = {.at = seven_oclock},
                          .waited = true, .served_by = 5, .sent_by = 7})
        .records({waited});
}

TEST(Round, AScanThatWaitedIsCountedThoughThePersonLeftOrWasServedMeanwhile) {
    PersonServed waited = served(awa);
    waited.scanned_at = seven_oclock;
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = with_presence(Presence::left),
                          .moment = {.at = seven_oclock}, .waited = true})
        .records({waited});
    waited.second = true;
    given({breakfast, served(awa)})
        .when(ServePerson{.person = awa, .facts = served_already(),
                          .moment = {.at = seven_oclock}, .waited = true})
        .records({waited});
}

TEST(Round, ALateServingCanBeUndoneAsLongAsOneCanBeMade) {
    given({breakfast, served(awa), closed})
        .when(UndoServing{awa, serving, seven_oclock, moment(closed_at + 60min)})
        .records({undone(awa)});
    given({breakfast, served(awa), closed})
        .when(UndoServing{awa, serving, seven_oclock, moment(closed_at + 61min)})
        .refuses("round.closed");
}

TEST(Round, WhatCameInLateCanBeUndoneAsLongAfterItCameIn) {
    const Instant came_in = closed_at + 29h;
    given({breakfast, closed, served(awa)})
        .when(UndoServing{awa, serving, came_in, moment(came_in + 60min)})
        .records({undone(awa)});
    given({breakfast, closed, served(awa)})
        .when(UndoServing{awa, serving, came_in, moment(came_in + 61min)})
        .refuses("round.closed");
}

// --- Goods: a second person's reason ---

OpenException allowed_by(std::int64_t account) { return {ServingReason::theft, account}; }

TEST(Round, GoodsAgainNeedTheReasonOfASecondPerson) {
    const PersonServed first{awa, "BLANKET", today};
    PersonServed again = first;
    again.reason = ServingReason::theft;
    given({blankets, first})
        .when(ServePerson{.person = awa, .facts = served_already(), .served_by = 5,
                          .exception = allowed_by(6)})
        .records({again});
    given({blankets, first})
        .when(ServePerson{.person = awa, .facts = served_already(), .served_by = 5,
                          .exception = allowed_by(5)})
        .refuses("exception.same_person");
    // In the name of somebody else it is still one pair of hands.
    given({blankets, first})
        .when(ServePerson{.person = awa, .facts = served_already(), .served_by = 6, .sent_by = 5,
                          .exception = allowed_by(5)})
        .refuses("exception.same_person");
    PersonServed sent = first;
    sent.sent_by = 5;
    sent.second = true;
    sent.scanned_at = seven_oclock;
    given({blankets, first})
        .when(ServePerson{.person = awa, .facts = served_already(), .moment = {.at = seven_oclock},
                          .waited = true, .served_by = 6, .sent_by = 5,
                          .exception = allowed_by(5)})
        .records({sent});
}

TEST(Round, AnExceptionIsForGoodsThatWereHandedOut) {
    const AllowException wanted{awa, ServingReason::newborn, served_already()};
    given({blankets})
        .when(wanted)
        .records({ExceptionAllowed{awa, "BLANKET", today, ServingReason::newborn}});
    given({breakfast}).when(wanted).refuses("exception.not_needed");
    given({blankets})
        .when(AllowException{awa, ServingReason::newborn, present()})
        .refuses("exception.not_needed");
    given({blankets})
        .when(AllowException{awa, ServingReason::child, served_already()})
        .refuses("exception.not_needed");
    given({blankets, closed}).when(wanted).refuses("round.closed");
}

TEST(Round, AReasonForGoodsDoesNotServeFoodAgain) {
    given({breakfast, served(awa)})
        .when(ServePerson{awa, ServingReason::theft, served_already()})
        .refuses("serving.already_served");
}

TEST(Round, OnlySomebodyPresentHereIsServed) {
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = with_presence(Presence::left)})
        .refuses("serving.person_left");
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = with_presence(Presence::at_other_site)})
        .refuses("serving.not_at_site");
    given({breakfast})
        .when(ServePerson{.person = awa, .facts = with_presence(Presence::never_here)})
        .refuses("serving.not_at_site");
}

TEST(Round, AReasonDoesNotBringSomebodyAbsentBack) {
    given({breakfast})
        .when(ServePerson{awa, ServingReason::child, with_presence(Presence::left)})
        .refuses("serving.person_left");
}

TEST(Round, SecondServingOfFoodIsAWarningThatAReasonOverrides) {
    given({breakfast, served(awa)})
        .when(ServePerson{.person = awa, .facts = served_already()})
        .refuses("serving.already_served");
    for (const ServingReason reason :
         {ServingReason::child, ServingReason::spilled, ServingReason::wrong_scan})
        given({breakfast, served(awa)})
            .when(ServePerson{awa, reason, served_already()})
            .records({served(awa, reason)});
}

TEST(Round, SecondItemIsRefusedWhateverTheReason) {
    given({blankets, PersonServed{awa, "BLANKET", today}})
        .when(ServePerson{.person = awa, .facts = served_already()})
        .refuses("serving.already_served");
    given({blankets, PersonServed{awa, "BLANKET", today}})
        .when(ServePerson{awa, ServingReason::child, served_already()})
        .refuses("serving.already_served");
}

TEST(Round, TheRefusalSaysWhenToWhomAndWhetherAReasonHelps) {
    const auto food = decide(folded({breakfast}), ServePerson{.person = awa,
                                                              .facts = served_already()});
    ASSERT_FALSE(food);
    EXPECT_EQ(food.error().params,
              R"({"at":"2023-01-16T07:04:11.000Z","case_number":"ASM00427K","overridable":true})");
    const auto item = decide(folded({blankets}), ServePerson{.person = awa,
                                                             .facts = served_already()});
    ASSERT_FALSE(item);
    EXPECT_EQ(item.error().params,
              R"({"at":"2023-01-16T07:04:11.000Z","case_number":"ASM00427K","overridable":false,)"
              R"("first_day":"2023-01-12","second_person":true})");
}

TEST(Round, AReasonForAFirstServingIsDropped) {
    given({breakfast})
        .when(ServePerson{awa, ServingReason::child, present()})
        .records({served(awa)});
}

TEST(Round, UndoingACountedServingGivesOneFact) {
    given({breakfast, served(awa)})
        .when(UndoServing{awa, serving, seven_oclock})
        .records({undone(awa)});
}

TEST(Round, AServingAndAnUndoCarryServiceAndDayOfTheirRound) {
    const RoundOpened late = opened_for(ServiceKind::item, today - Days{1});
    given({late})
        .when(ServePerson{.person = awa, .facts = present()})
        .records({PersonServed{awa, "BLANKET", today - Days{1}}});
    given({late})
        .when(UndoServing{awa, serving, seven_oclock})
        .records({ServingUndone{awa, "BLANKET", today - Days{1}, serving}});
}

TEST(Round, UndoingWhatIsNotCountedIsRefused) {
    given({breakfast}).when(UndoServing{awa, serving, std::nullopt}).refuses("serving.not_counted");
}

TEST(Round, UndoAsksForAnOpenRound) {
    given({}).when(UndoServing{awa, serving, seven_oclock}).refuses("round.not_found");
    given({breakfast, served(awa), closed})
        .when(UndoServing{awa, serving, seven_oclock})
        .refuses("round.closed");
}

TEST(Round, AReopenedRoundServesAgainAndIsClosedAnew) {
    const RoundReopened reopened{"a bus came late"};
    given({breakfast, closed}).when(ReopenRound{reopened.reason, today}).records({reopened});
    given({breakfast, closed}).when(ReopenRound{reopened.reason, today + Days{1}}).records({reopened});
    given({breakfast, closed, reopened})
        .when(ServePerson{.person = awa, .facts = present()})
        .records({served(awa)});
    given({breakfast, closed, reopened}).when(CloseRound{closed}).records({closed});
    EXPECT_TRUE(std::holds_alternative<FinishedRound>(
        folded({breakfast, served(awa), closed, reopened, served(ibrahim), closed})));
}

// Two people type the same sheet.
TEST(Round, ASheetOfADayIsTypedIntoOneRound) {
    const RoundOpened last_week = on_paper(today - Days{7});
    const RoundId before{9, 1};
    given({}).when(OpenRound{last_week, today, false, before}).refuses("round.same_day");
    given({}).when(OpenRound{breakfast, today, false, before}).records({breakfast});
    // Yesterday's is no paper of a week ago, whatever was said of it.
    given({})
        .when(OpenRound{on_paper(today - Days{1}), today, false, before})
        .records({opened_for(ServiceKind::food, today - Days{1})});
}

// The power failed half-way: what was closed is opened again for the rest of the paper.
TEST(Round, AMealOfTheLastMonthIsOpenedAgainWithAReason) {
    for (const RoundOpened& before :
         {on_paper(today - Days{31}), opened_for(ServiceKind::food, today - Days{31})})
        given({before, closed})
            .when(ReopenRound{"another sheet", today})
            .records({RoundReopened{"another sheet"}});
}

TEST(Round, GoodsAreHandedOutByName) {
    RoundOpened by_heads = blankets;
    by_heads.count_mode = CountMode::head_count;
    given({}).when(OpenRound{by_heads, today}).refuses("round.mode_for_goods");
    by_heads.count_mode = CountMode::list;
    given({}).when(OpenRound{by_heads, today}).records({by_heads});
}

// A tablet without the network served and took back; both come in long after the closing.
TEST(Round, WhatWasServedAndTakenBackOnADeviceComesInTogether) {
    UndoServing unserve{.person = awa,
                        .serving = serving,
                        .counted_at = seven_oclock + 3h,
                        .moment = {.at = seven_oclock + 1h + 5s,
                                   .closed_at = seven_oclock,
                                   .late_window = 30min},
                        .made_at = seven_oclock + 1h};
    given({breakfast, served(awa), closed}).when(unserve).records({undone(awa)});
}

TEST(Round, ReopeningIsForAClosedRoundOfTheLastMonthBesideNoOther) {
    given({}).when(ReopenRound{"invented", today}).refuses("round.not_found");
    given({breakfast}).when(ReopenRound{"invented", today}).refuses("round.already_open");
    given({breakfast, closed})
        .when(ReopenRound{"invented", today + Days{32}})
        .refuses("round.day_invalid");
    given({breakfast, closed})
        .when(ReopenRound{"invented", today - Days{1}})
        .refuses("round.day_invalid");
    given({breakfast, closed})
        .when(ReopenRound{"invented", today, true})
        .refuses("round.same_open");
}

TEST(Round, ClosingWithoutCountsIsTaken) {
    given({breakfast}).when(CloseRound{}).records({RoundClosed{}});
    given({breakfast})
        .when(CloseRound{{.refused = Meals{-1}}})
        .refuses("round.count_negative");
}

TEST(Round, DifferencesAreExplainedNotBlocked) {
    given({breakfast}).when(CloseRound{closed}).records({closed});
}

TEST(Round, ACountOfZeroIsTakenAndANegativeOneIsRefused) {
    const RoundClosed zeros{Meals{0}, Meals{0}, Meals{0}, Persons{0}, ""};
    given({breakfast}).when(CloseRound{zeros}).records({zeros});
    std::vector<RoundClosed> negative(4, zeros);
    negative[0].cooked = Meals{-1};
    negative[1].left_over = Meals{-1};
    negative[2].thrown_away = Meals{-1};
    negative[3].head_count = Persons{-1};
    for (const RoundClosed& closing : negative)
        given({breakfast}).when(CloseRound{closing}).refuses("round.count_negative");
}

TEST(Round, ACardScannedIntoACountIsNoCount) {
    given({breakfast})
        .when(CloseRound{{.cooked = Meals{1'000'001}}})
        .refuses("plates.count_invalid");
}

TEST(Round, ClosesOnceAndOnlyWhatWasOpened) {
    given({}).when(CloseRound{}).refuses("round.not_found");
    given({breakfast, closed}).when(CloseRound{}).refuses("round.closed");
}

TEST(Round, TheCountHoldsExtraServingsAndDropsUndoneOnes) {
    const Round state = folded({breakfast, served(awa), served(ibrahim),
                                served(awa, ServingReason::child),
                                undone(ibrahim)});
    EXPECT_EQ(std::get<OngoingRound>(state).totals.servings, 2);
}

TEST(Round, OnceOpenedTheOrderOfTheRestDoesNotChangeTheCount) {
    std::vector<RoundEvent> rest{served(awa), served(ibrahim),
                                 served(awa, ServingReason::spilled),
                                 undone(ibrahim), closed};
    std::mt19937 random(20230116);
    for (int round = 0; round < 200; ++round) {
        std::shuffle(rest.begin(), rest.end(), random);
        std::vector<RoundEvent> events{breakfast};
        events.insert(events.end(), rest.begin(), rest.end());
        const Round state = folded(events);
        ASSERT_TRUE(std::holds_alternative<FinishedRound>(state)) << round;
        EXPECT_EQ(std::get<FinishedRound>(state).totals.servings, 2) << round;
        EXPECT_EQ(std::get<FinishedRound>(state).opened, breakfast) << round;
    }
}

TEST(Round, ASecondOpeningChangesNothing) {
    const Round state = folded({breakfast, served(awa), blankets});
    EXPECT_EQ(std::get<OngoingRound>(state).opened, breakfast);
    EXPECT_EQ(std::get<OngoingRound>(state).totals.servings, 1);
}

}  // namespace
}  // namespace jatigi::assistance

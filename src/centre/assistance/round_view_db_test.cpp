#include "centre/assistance/round_view.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "centre/assistance/round_codec.h"
#include "platform/log/verify.h"
#include "testing/databases.h"

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;
using Command = ByteArray<16>;
using registry::PersonId;

const PersonId awa{1, 1}, ibrahim{1, 2};
const sites::SiteId assamaka{2, 1};
const RoundId morning{3, 1}, other{3, 2};
const Day day = 2023y / 1 / 16;

log::Views round_views() {
    static const std::array<const log::View*, 1> views{&round_view};
    return views;
}

class RoundView : public ::testing::TestWithParam<store::Dialect> {
protected:
    RoundView() {
        open(morning, "BREAKFAST", day);
        open(other, "BREAKFAST", day);
    }
    // Gives the command's id, by which an undo names the serving.
    Command append(RoundId round, const RoundEvent& event) {
        const log::Cause cause = node_.cause();
        const auto done = node_.write<std::int64_t>([&](log::WriteTx& tx) {
            EncodedFact fact = RoundStream::encode(event);
            return tx.append({.stream = log::stream_name(round_kind, round),
                              .type = fact.type,
                              .version = fact.version,
                              .data = std::move(fact.data)},
                             cause);
        });
        EXPECT_TRUE(done);
        return fixed_bytes<16>(id_bytes(cause.command));
    }
    void open(RoundId round, std::string service, Day on) {
        opened_[round] = {service, on};
        append(round, RoundOpened{assamaka, std::move(service), ServiceKind::food, on,
                                  CountMode::scan, Persons{2}});
    }
    Command serve(RoundId round, PersonId person, std::optional<ServingReason> reason = {}) {
        const auto& [service, on] = opened_[round];
        return append(round, PersonServed{person, service, on, reason});
    }
    // At a time of its own, as a phone that was offline tells it: minutes after six.
    Command serve_at(std::chrono::minutes minute, RoundId round, PersonId person) {
        const Instant before = std::exchange(node_.now, day + 6h + minute);
        const Command command = serve(round, person);
        node_.now = before;
        return command;
    }
    void undo(RoundId round, PersonId person, const Command& serving) {
        const auto& [service, on] = opened_[round];
        append(round, ServingUndone{person, service, on, serving});
    }

    log::LocalId person_number(PersonId person) {
        return (*db().first("select local from stream where id = ? and kind = 'person'",
                            id_bytes(person)))
            ->integer(0);
    }
    std::optional<KeptServing> kept(RoundId round, PersonId person, const Command& command) {
        return find_serving(db(), round_by_id(db(), round).value(), person_number(person), command)
            .value();
    }
    std::string_view state(RoundId round, PersonId person, const Command& command) {
        const auto found = kept(round, person, command);
        return found ? enum_text(found->state) : "serving.not_counted";
    }
    bool stands(RoundId round, PersonId person, const Command& command) {
        const auto found = kept(round, person, command);
        return found && found->state != ServingState::undone;
    }
    std::int64_t served(RoundId round) { return round_by_id(db(), round).value().served; }
    std::size_t payable(Day last = day) { return static_cast<std::size_t>(std::ranges::count_if(
            handed_out(db(), last).value(),
            [](const HandedOut& plate) { return plate.state <= ServingState::extra; })); }
    std::vector<std::vector<store::Value>> dump() {
        std::vector<std::vector<store::Value>> all;
        for (const std::string_view sql : round_view.dumps) {
            const store::Rows rows = db().rows(sql).value();
            for (const store::Row& row : rows) all.push_back(row.values());
        }
        std::sort(all.begin(), all.end());
        return all;
    }
    store::Connection& db() { return node_.db(); }

    std::map<RoundId, std::pair<std::string, Day>> opened_;
    testing::TestNode node_{GetParam(), round_views()};
};

TEST_P(RoundView, AFirstServingIsCounted) {
    const Command serving = serve(morning, awa);
    EXPECT_EQ(state(morning, awa, serving), "counted");
    EXPECT_TRUE(stands(morning, awa, serving));
    EXPECT_EQ(served(morning), 1);
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, TheCountedServingSaysWhen) {
    node_.now = day + 7h;
    serve(morning, awa);
    const auto counted =
        counted_serving(db(), day, "BREAKFAST", person_number(awa)).value();
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->at, Instant{day + 7h});
    EXPECT_FALSE(counted_serving(db(), day, "DINNER", person_number(awa)).value());
    EXPECT_FALSE(counted_serving(db(), day + Days{1}, "BREAKFAST", person_number(awa)).value());
}

TEST_P(RoundView, AServingWithAReasonIsExtraAndIsPaidFor) {
    serve(morning, awa);
    const Command extra = serve(morning, awa, ServingReason::child);
    EXPECT_EQ(state(morning, awa, extra), "extra");
    EXPECT_EQ(served(morning), 2);
    EXPECT_EQ(payable(), 2U);
}

TEST_P(RoundView, ASecondServingWithoutAReasonIsDoubleAndIsNotPaidFor) {
    const Command first = serve(morning, awa);
    const Command second = serve(other, awa);
    EXPECT_EQ(state(morning, awa, first), "counted");
    EXPECT_EQ(state(other, awa, second), "double");
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, AnotherPersonServiceOrDayIsNoDouble) {
    const RoundId dinner{3, 3}, tomorrow{3, 4};
    open(dinner, "DINNER", day);
    open(tomorrow, "BREAKFAST", day + Days{1});
    serve(morning, awa);
    EXPECT_EQ(state(morning, ibrahim, serve(morning, ibrahim)), "counted");
    EXPECT_EQ(state(dinner, awa, serve(dinner, awa)), "counted");
    EXPECT_EQ(state(tomorrow, awa, serve(tomorrow, awa)), "counted");
    EXPECT_EQ(payable(day), 3U);
    EXPECT_EQ(payable(day + Days{1}), 4U);
    EXPECT_EQ(payable(day - Days{1}), 0U);
}

TEST_P(RoundView, AnUndoneServingIsNeitherServedNorPaidFor) {
    const Command serving = serve(morning, awa);
    undo(morning, awa, serving);
    EXPECT_EQ(state(morning, awa, serving), "undone");
    EXPECT_FALSE(stands(morning, awa, serving));
    EXPECT_EQ(served(morning), 0);
    EXPECT_EQ(payable(), 0U);
    EXPECT_FALSE(counted_serving(db(), day, "BREAKFAST", person_number(awa)).value());
}

TEST_P(RoundView, AfterAnUndoAnotherServingCounts) {
    undo(morning, awa, serve(morning, awa));
    const Command again = serve(morning, awa);
    EXPECT_EQ(state(morning, awa, again), "counted");
    EXPECT_EQ(served(morning), 1);
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, ManyUndosOfOnePersonDoNotStandInEachOthersWay) {
    for (int i = 0; i < 4; ++i) undo(morning, awa, serve(morning, awa));
    EXPECT_EQ(state(morning, awa, serve(morning, awa)), "counted");
    EXPECT_EQ(served(morning), 1);
}

TEST_P(RoundView, UndoingTheCountedOneLetsTheEarliestDoubleCount) {
    const Command counted = serve_at(1min, morning, awa);
    const Command later = serve_at(30min, other, awa);
    const RoundId third{3, 3};
    open(third, "BREAKFAST", day);
    const Command earlier = serve_at(20min, third, awa);
    undo(morning, awa, counted);
    EXPECT_EQ(state(third, awa, earlier), "counted");
    EXPECT_EQ(state(other, awa, later), "double");
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, UndoingADoubleLeavesTheCountedOne) {
    const Command counted = serve(morning, awa);
    const Command doubled = serve(other, awa);
    undo(other, awa, doubled);
    EXPECT_EQ(state(morning, awa, counted), "counted");
    EXPECT_EQ(state(other, awa, doubled), "undone");
}

TEST_P(RoundView, UndoingAnExtraLeavesTheCountedOne) {
    const Command counted = serve(morning, awa);
    const Command extra = serve(morning, awa, ServingReason::spilled);
    undo(morning, awa, extra);
    EXPECT_EQ(state(morning, awa, counted), "counted");
    EXPECT_EQ(state(morning, awa, extra), "undone");
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, UndoingTheCountedOneDoesNotMakeAnExtraCount) {
    const Command counted = serve(morning, awa);
    const Command extra = serve(morning, awa, ServingReason::child);
    undo(morning, awa, counted);
    EXPECT_EQ(state(morning, awa, extra), "extra");
    EXPECT_EQ(served(morning), 1);
}

TEST_P(RoundView, UndoingTwiceChangesNothingMore) {
    const Command counted = serve_at(1min, morning, awa);
    const Command doubled = serve_at(2min, other, awa);
    undo(morning, awa, counted);
    undo(morning, awa, counted);
    EXPECT_EQ(state(other, awa, doubled), "counted");
    EXPECT_EQ(payable(), 1U);
}

TEST_P(RoundView, UndoingWhatNobodyServedChangesNothing) {
    const Command counted = serve(morning, awa);
    undo(morning, awa, Command{0xEE});
    undo(morning, ibrahim, counted);
    EXPECT_EQ(state(morning, awa, counted), "counted");
}

TEST_P(RoundView, AnOlderServingThatComesLaterBecomesTheCountedOne) {
    const Command first_here = serve_at(30min, morning, awa);
    const Command older = serve_at(10min, other, awa);
    EXPECT_EQ(state(other, awa, older), "counted");
    EXPECT_EQ(state(morning, awa, first_here), "double");
    EXPECT_EQ(payable(), 1U);
    EXPECT_EQ(counted_serving(db(), day, "BREAKFAST", person_number(awa)).value()->at,
              Instant{day + 6h + 10min});
}

TEST_P(RoundView, AServingOfTheSameMomentThatComesLaterIsDouble) {
    const Command first_here = serve_at(10min, morning, awa);
    const Command second = serve_at(10min, other, awa);
    EXPECT_EQ(state(morning, awa, first_here), "counted");
    EXPECT_EQ(state(other, awa, second), "double");
}

TEST_P(RoundView, AServingThatComesBeforeItsRoundIsCounted) {
    const RoundId late{3, 5};
    opened_[late] = {"DINNER", day};
    const Command early = serve(late, awa);
    EXPECT_TRUE(counted_serving(db(), day, "DINNER", person_number(awa)).value());
    open(late, "DINNER", day);
    EXPECT_EQ(state(late, awa, early), "counted");
    EXPECT_EQ(served(late), 1);
    EXPECT_EQ(payable(), 1U);
}

// Whatever arrives first, the same serving counts in the end.
TEST_P(RoundView, TheOrderOfArrivalDoesNotDecideWhichServingCounts) {
    std::array<int, 3> order{0, 1, 2};
    std::uint64_t run = 0;
    do {
        const PersonId somebody{7, ++run};
        const std::array<RoundId, 3> rounds{RoundId{4, run}, RoundId{5, run}, RoundId{6, run}};
        for (const RoundId round : rounds) open(round, "BREAKFAST", day);
        std::array<Command, 3> servings{};
        for (const int i : order)
            servings[static_cast<std::size_t>(i)] =
                serve_at(10min * (i + 1), rounds[static_cast<std::size_t>(i)], somebody);
        EXPECT_EQ(state(rounds[0], somebody, servings[0]), "counted") << run;
        EXPECT_EQ(state(rounds[1], somebody, servings[1]), "double") << run;
        EXPECT_EQ(state(rounds[2], somebody, servings[2]), "double") << run;
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_P(RoundView, AClosedRoundIsNotListedAsOpen) {
    append(morning, RoundClosed{Meals{10}, Meals{1}, {}, Persons{9}, "invented"});
    const auto any_site = [](log::LocalId) { return true; };
    const auto open_rounds = list_rounds(db(), {.open = true}, any_site, 200).value();
    ASSERT_EQ(open_rounds.size(), 1U);
    EXPECT_EQ(open_rounds[0].id, other);
    EXPECT_EQ(list_rounds(db(), {}, any_site, 200).value().size(), 2U);
    EXPECT_EQ(list_rounds(db(), {.from = day}, any_site, 200).value().size(), 2U);
    EXPECT_TRUE(list_rounds(db(), {.from = day + Days{1}}, any_site, 200).value().empty());
    EXPECT_FALSE(round_by_id(db(), morning).value().open);
    EXPECT_TRUE(round_by_id(db(), morning).value().closed_at);
}

TEST_P(RoundView, RoundsOfOtherSitesTakeNoPlaceOnTheList) {
    const auto all = list_rounds(db(), {}, [](log::LocalId) { return true; }, 200).value();
    const log::LocalId ours = all.at(0).site;
    for (std::uint64_t i = 0; i < 5; ++i)
        append({9, i}, RoundOpened{{8, 8}, "LUNCH", ServiceKind::food, day + Days{1},
                                   CountMode::scan, Persons{2}});
    const auto of_ours = [ours](log::LocalId site) { return site == ours; };
    EXPECT_EQ(list_rounds(db(), {}, of_ours, 2).value().size(), 2U);
}

// --- Counted by number ---

TEST_P(RoundView, PlatesOfNobodyAreCountedByLineAndASlipIsNot) {
    append(morning, PlatesCounted{.service = "BREAKFAST", .day = day,
                                  .heads = {.men = Meals{40}, .girls = Meals{2}}});
    append(morning, PlatesCounted{.service = "BREAKFAST",
                                  .day = day,
                                  .heads = {.unsorted = Meals{8}},
                                  .dishes = 1});
    append(morning, PlatesCounted{.service = "BREAKFAST", .day = day, .line = PlateLine::staff,
                                  .heads = {.unsorted = Meals{6}}});
    const auto slip = append(morning, PlatesCounted{.service = "BREAKFAST", .day = day,
                                                    .heads = {.unsorted = Meals{300}}});
    const RoundRow before = round_by_id(db(), morning).value();
    EXPECT_EQ(before.counted, 356);
    const auto kept = find_plates(db(), morning, slip).value();
    ASSERT_TRUE(kept && !kept->undone);
    EXPECT_EQ(kept->plates, Meals{300});
    append(morning, PlatesUncounted{slip, Meals{300}});
    const RoundRow row = round_by_id(db(), morning).value();
    EXPECT_EQ(row.counted, 56);
    EXPECT_EQ(row.served, 0);
    EXPECT_TRUE(find_plates(db(), morning, slip).value()->undone);
    const auto lines = plates_by_line(db(), row.round).value();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].plates, Meals{50});
    EXPECT_EQ(lines[0].dishes, 1);
    EXPECT_EQ(lines[1].line, PlateLine::staff);
    EXPECT_EQ(counted_plates(db(), day).value().size(), 3U);
    EXPECT_TRUE(counted_plates(db(), day - Days{1}).value().empty());
}

TEST_P(RoundView, TheRoundsOfTheDayOnWhichAMealWasClosedLastAreFound) {
    const log::LocalId site = round_by_id(db(), morning).value().site;
    EXPECT_TRUE(last_served(db(), site, "BREAKFAST").value().empty());
    append(other, RoundClosed{.cooked = Meals{7}, .explanation = "", .refused = Meals{2}});
    const auto before = last_served(db(), site, "BREAKFAST").value();
    ASSERT_EQ(before.size(), 2U);
    EXPECT_EQ(before[0].id, morning);
    EXPECT_EQ(before[1].id, other);
    EXPECT_EQ(before[1].refused, 2);
    const RoundId later{9, 7};
    open(later, "BREAKFAST", day + Days{1});
    EXPECT_EQ(last_served(db(), site, "BREAKFAST").value().size(), 2U);
    append(later, RoundClosed{});
    ASSERT_EQ(last_served(db(), site, "BREAKFAST").value().size(), 1U);
    EXPECT_EQ(last_served(db(), site, "BREAKFAST").value()[0].id, later);
    EXPECT_TRUE(last_served(db(), site + 100, "BREAKFAST").value().empty());
    EXPECT_EQ(same_round_before(db(), site, "BREAKFAST", day).value(), other);
    EXPECT_FALSE(same_round_before(db(), site, "LUNCH", day).value());
}

TEST_P(RoundView, PlatesThatCameInLateAreAmongTheLateOnes) {
    append(morning, PlatesCounted{.service = "BREAKFAST",
                                  .day = day,
                                  .heads = {.unsorted = Meals{90}},
                                  .counted_at = day + 6h,
                                  .late = true});
    EXPECT_EQ(round_by_id(db(), morning).value().late, 90);
}

TEST_P(RoundView, WhatIsServedFromAListIsTicked) {
    append({9, 1}, RoundOpened{{3, 4}, "LUNCH", ServiceKind::food, day, CountMode::list,
                               Persons{2}});
    append({9, 1}, PersonServed{.person = awa, .service = "LUNCH", .day = day});
    serve(morning, awa);
    const auto paid = handed_out(db(), day).value();
    ASSERT_EQ(paid.size(), 2U);
    for (const HandedOut& one : paid) EXPECT_EQ(one.ticked, one.service == "LUNCH");
}

// --- Late, double, once in a period ---

TEST_P(RoundView, ALateServingIsCountedAndMarked) {
    serve(morning, awa);
    append(morning, RoundClosed{});
    append(morning, PersonServed{.person = ibrahim, .service = "BREAKFAST", .day = day,
                                 .late = true});
    const RoundRow row = round_by_id(db(), morning).value();
    EXPECT_EQ(row.served, 2);
    EXPECT_EQ(row.late, 1);
    const auto paid = handed_out(db(), day).value();
    EXPECT_EQ(paid.size(), 2U);
    EXPECT_EQ(std::ranges::count_if(paid, [](const auto& one) { return one.late; }), 1);
}

TEST_P(RoundView, AServingKnownToBeASecondOneIsADoubleThoughNoneIsCountedThatDay) {
    const Command second = append(
        morning, PersonServed{.person = awa, .service = "BREAKFAST", .day = day, .second = true});
    EXPECT_EQ(state(morning, awa, second), "double");
    EXPECT_EQ(payable(), 0U);
    EXPECT_EQ(served(morning), 1);
}

TEST_P(RoundView, TheFirstServingOfThePeriodIsFoundWhateverRoundItWasIn) {
    const RoundId blankets{3, 3}, again{3, 4};
    open(blankets, "BLANKET", day - Days{3});
    open(again, "BLANKET", day);
    serve(blankets, awa);
    const auto found = [&](Day first, Day last) {
        return serving_in(db(), {first, last}, "BLANKET", person_number(awa)).value();
    };
    ASSERT_TRUE(found(day - Days{3}, day));
    EXPECT_EQ(found(day - Days{3}, day)->day, day - Days{3});
    EXPECT_FALSE(found(day - Days{2}, day));
    EXPECT_FALSE(serving_in(db(), {day - Days{3}, day}, "KIT", person_number(awa)).value());
}

TEST_P(RoundView, AnExceptionServesOnceAndRatherForSomebodyElse) {
    const RoundId blankets{3, 3};
    open(blankets, "BLANKET", day);
    serve(blankets, awa);
    append(blankets, ExceptionAllowed{awa, "BLANKET", day, ServingReason::theft});
    const auto waiting = [&](std::int64_t account) {
        return open_exception(db(), round_by_id(db(), blankets).value().round, person_number(awa),
                              account)
            .value();
    };
    ASSERT_TRUE(waiting(99));
    EXPECT_EQ(waiting(99)->reason, ServingReason::theft);
    serve(blankets, awa, ServingReason::theft);
    EXPECT_FALSE(waiting(99));
}

TEST_P(RoundView, TheSameRoundIsOneOfSiteServiceAndDayThatIsOpen) {
    const log::LocalId site = round_by_id(db(), morning).value().site;
    EXPECT_EQ(same_round_open(db(), site, "BREAKFAST", day), true);
    EXPECT_EQ(same_round_open(db(), site, "DINNER", day), false);
    EXPECT_EQ(same_round_open(db(), site, "BREAKFAST", day + Days{1}), false);
    EXPECT_EQ(same_round_open(db(), site + 1'000, "BREAKFAST", day), false);
    append(morning, RoundClosed{});
    EXPECT_EQ(same_round_open(db(), site, "BREAKFAST", day), true);  // The other one.
    append(other, RoundClosed{});
    EXPECT_EQ(same_round_open(db(), site, "BREAKFAST", day), false);
}

TEST_P(RoundView, AReopenedRoundIsOpenAndItsKitchenIsCountedAnew) {
    append(morning, RoundClosed{Meals{10}, {}, Meals{0}, {}, "invented"});
    ASSERT_FALSE(round_by_id(db(), morning)->open);
    append(morning, RoundReopened{"a bus came late"});
    const auto again = round_by_id(db(), morning);
    EXPECT_TRUE(again->open);
    EXPECT_FALSE(again->closed_at);
    append(morning, RoundClosed{});
    EXPECT_FALSE(round_by_id(db(), morning)->open);
}

TEST_P(RoundView, AnUnknownRoundIsNotFound) {
    const auto unknown = round_by_id(db(), RoundId{9, 9});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "round.not_found");
}

TEST_P(RoundView, ARebuildGivesTheSameRows) {
    serve_at(30min, morning, awa);
    serve_at(10min, other, awa);
    serve(morning, awa, ServingReason::child);
    undo(morning, ibrahim, serve_at(5min, morning, ibrahim));
    serve_at(50min, other, ibrahim);
    serve_at(40min, morning, ibrahim);
    append(other, RoundClosed{Meals{10}, {}, Meals{0}, {}, "invented"});
    const auto before = dump();
    EXPECT_EQ(before.size(), 8U);
    ASSERT_TRUE(log::rebuild_views(db(), node_.views(), {}));
    EXPECT_TRUE(dump() == before);
}

TEST_P(RoundView, AnEmptyStoreGetsTheSameRowsFromTheFacts) {
    serve_at(30min, morning, awa);
    undo(other, awa, serve_at(10min, other, awa));
    serve_at(20min, other, awa);
    store::Connection& reader = node_.database().reader();
    ASSERT_TRUE(reader.begin_read());
    const auto report = log::verify(reader, &node_.node().keyring, node_.views(), {});
    reader.rollback();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->problems, std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Each, RoundView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::assistance

#include <gtest/gtest.h>

#include <array>

#include "centre/sites/arrival_codec.h"
#include "centre/sites/arrival_view.h"
#include "centre/sites/wristband_codec.h"
#include "centre/sites/wristband_view.h"
#include "testing/put_fact.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using testing::local_of;
using testing::put_fact;

const SiteId assamaka{2, 1};
const ArrivalId night{3, 1}, later{3, 2};
const TallyId gate{4, 1}, well{4, 2};
const registry::PersonId awa{1, 1}, ibrahim{1, 2};
const Day day = 2023y / 1 / 16;
const Instant three = std::chrono::sys_days{day} + 3h;

log::Views arrival_views() {
    static const std::array<const log::View*, 2> views{&arrival_view, &wristband_view};
    return views;
}

class Arrivals : public ::testing::TestWithParam<store::Dialect> {
protected:
    void arrival(const ArrivalEvent& event, ArrivalId id = night) {
        put_fact<ArrivalStream>(node_, id, event);
    }
    // One stream for each number, whatever its id is made of.
    void band(std::uint64_t number, const WristbandEvent& event) {
        put_fact<WristbandStream>(node_, WristbandId{5, number}, event);
    }
    static WristbandPutOn on(std::string number, ArrivalId id = night) {
        return {.site = assamaka, .number = std::move(number), .arrival = id, .at = three};
    }
    log::LocalId at(const auto& id) { return local_of(node_, id); }
    store::Connection& db() { return node_.db(); }
    Persons awaiting() {
        const auto each_is_one = [](std::span<const log::LocalId> files) {
            return Persons{static_cast<std::int64_t>(files.size())};
        };
        return awaiting_names(db(), at(assamaka), each_is_one).value();
    }

    testing::TestNode node_{GetParam(), arrival_views()};
};

TEST_P(Arrivals, AreListedTheLatestFirstWithTheirTallies) {
    EXPECT_EQ(find_arrival(db(), night).error().code, "arrival.not_found");
    arrival(ArrivalOpened{assamaka, day, "Point Zero"});
    arrival(ArrivalOpened{assamaka, day + Days{1}, "the well"}, later);
    arrival(ArrivalCounted{.tally = well,
                           .counts = {.girls = Persons{2}, .under_five = Persons{1}},
                           .how = CountedHow::estimated,
                           .at = three + 1h});
    arrival(ArrivalCounted{.tally = gate, .counts = {.men = Persons{5}}, .at = three});
    arrival(ArrivalCounted{.tally = gate, .counts = {.men = Persons{-1}}, .at = three + 2h});
    const auto rows = list_arrivals(db(), at(assamaka), 20).value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].id, later);
    EXPECT_EQ(rows[1].place, "Point Zero");
    EXPECT_EQ(list_arrivals(db(), at(assamaka), 1).value().size(), 1U);
    EXPECT_EQ(list_arrivals(db(), at(assamaka), 1, 1).value().at(0).id, night);
    EXPECT_TRUE(list_arrivals(db(), at(assamaka), 1, 2).value().empty());
    const auto tallies = list_tallies(db(), rows[1].arrival).value();
    ASSERT_EQ(tallies.size(), 2U);
    EXPECT_EQ(tallies[0].id, gate);
    EXPECT_EQ(tallies[0].tally.counts, TallyCounts{.men = Persons{4}});
    EXPECT_EQ(tallies[0].tally.first_at, three);
    EXPECT_EQ(tallies[0].tally.last_at, three + 2h);
    EXPECT_TRUE(tallies[1].tally.estimated);
    EXPECT_EQ(tallies[1].tally.counts.under_five, Persons{1});
    testing::expect_rebuilt_alike(node_);
}

TEST_P(Arrivals, OutcomesAndTheEndAreKept) {
    arrival(ArrivalOpened{assamaka, day, "Point Zero"});
    arrival(ArrivalCounted{.tally = gate, .counts = {.men = Persons{9}}, .at = three});
    arrival(TallySetAside{gate, "a try"});
    arrival(OutcomesSaid{.left = Persons{3}, .bodies = Persons{1}, .missing = Persons{2}});
    arrival(ArrivalClosed{"one walked on"});
    const auto closed = find_arrival(db(), night).value();
    EXPECT_TRUE(closed.closed);
    EXPECT_EQ(closed.explanation, "one walked on");
    EXPECT_EQ(closed.outcomes.left, Persons{3});
    EXPECT_EQ(closed.outcomes.missing, Persons{2});
    EXPECT_TRUE(list_tallies(db(), closed.arrival).value()[0].tally.set_aside);
    arrival(TallyTakenUp{gate});
    arrival(ArrivalReopened{});
    EXPECT_FALSE(find_arrival(db(), night).value().closed);
    EXPECT_FALSE(list_tallies(db(), closed.arrival).value()[0].tally.set_aside);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(Arrivals, AWristbandIsFoundByItsNumberAndKnowsWhoseItIs) {
    arrival(ArrivalOpened{assamaka, day, "Point Zero"});
    WristbandPutOn child = on("A002");
    child.age = SeenAge::child;
    child.alone = true;
    band(1, on("A001"));
    band(2, child);
    band(3, WristbandVoided{assamaka, "A003", "torn"});
    band(4, WristbandBound{assamaka, "A004", ibrahim});
    band(1, WristbandBound{assamaka, "A001", awa});
    const auto found = find_wristband(db(), at(assamaka), "A002").value();
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->alone);
    EXPECT_EQ(found->age, SeenAge::child);
    EXPECT_FALSE(found->person);
    EXPECT_EQ(found->at, three);
    EXPECT_FALSE(find_wristband(db(), at(assamaka), "A009").value());
    EXPECT_EQ(wristbands_of(db(), at(night)).value().size(), 2U);
    // The band of the sheet that is not typed yet is of no arrival.
    EXPECT_EQ(files_bound_in(db(), at(night)).value(), std::vector{at(awa)});
    band(1, WristbandUnbound{assamaka, "A001", "the wrong file"});
    EXPECT_TRUE(files_bound_in(db(), at(night)).value().empty());
    band(1, WristbandBound{assamaka, "A001", awa});
    band(4, on("A004"));
    EXPECT_EQ(files_bound_in(db(), at(night)).value().size(), 2U);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(Arrivals, APadAddsUp) {
    arrival(ArrivalOpened{assamaka, day, "Point Zero"});
    put_fact<PadStream>(node_, PadId{6, 1}, PadIssued{assamaka, "A001", "A010"});
    put_fact<PadStream>(node_, PadId{6, 2}, PadIssued{assamaka, "A011", "A020"});
    band(1, on("A001"));
    band(2, on("A010"));
    band(3, on("A011"));
    band(4, on("A0001"));  // Of another form.
    band(5, WristbandVoided{assamaka, "A002", "torn"});
    band(2, WristbandVoided{assamaka, "A010", "fell off"});
    const auto pads = list_pads(db(), at(assamaka)).value();
    ASSERT_EQ(pads.size(), 2U);
    EXPECT_EQ(pads[1].first, "A001");
    const PadUse use = use_of_pad(db(), at(assamaka), "A001", "A010").value();
    EXPECT_EQ(use.put_on, 2);
    EXPECT_EQ(use.spoilt, 1);
    testing::expect_rebuilt_alike(node_);
}

// A kitchen cooks for them; an arrival that was closed is explained.
TEST_P(Arrivals, WhoWasCountedAndPlacedNowhereAwaitsAName) {
    arrival(ArrivalOpened{assamaka, day, "Point Zero"});
    arrival(ArrivalOpened{assamaka, day + Days{1}, "the well"}, later);
    EXPECT_EQ(awaiting(), Persons{0});
    arrival(ArrivalCounted{.tally = gate, .counts = {.men = Persons{5}}, .at = three});
    arrival(ArrivalCounted{.tally = well, .counts = {.girls = Persons{2}}, .at = three}, later);
    arrival(OutcomesSaid{.left = Persons{1}});
    band(1, on("A001"));
    band(1, WristbandBound{assamaka, "A001", awa});
    EXPECT_EQ(awaiting(), Persons{5});
    arrival(ArrivalClosed{"walked on"});
    EXPECT_EQ(awaiting(), Persons{2});
    // However many were closed since.
    for (std::uint64_t i = 0; i < 60; ++i) {
        arrival(ArrivalOpened{assamaka, day + Days{2}, "the gate"}, {7, i});
        arrival(ArrivalClosed{"all placed"}, {7, i});
    }
    EXPECT_EQ(awaiting(), Persons{2});
    // More were placed than counted: that takes nobody else's plate.
    arrival(OutcomesSaid{.left = Persons{9}});
    arrival(ArrivalReopened{});
    EXPECT_EQ(awaiting(), Persons{2});
}

INSTANTIATE_TEST_SUITE_P(Each, Arrivals, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites

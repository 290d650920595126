#include <gtest/gtest.h>

#include <array>

#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "testing/put_fact.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using registry::PersonId;
using testing::local_of;
using testing::put_fact;

const PersonId awa{1, 1}, ibrahim{1, 2};
const SiteId assamaka{2, 1}, agadez{2, 2};
const StayId first{3, 1}, second{3, 2}, third{3, 3};
constexpr Day monday = 2023y / 1 / 16;
constexpr Days one_day{1};

log::Views stay_views() {
    static const std::array<const log::View*, 1> views{&stay_view};
    return views;
}

class StayView : public ::testing::TestWithParam<store::Dialect> {
protected:
    void come(StayId stay, PersonId person, SiteId site, Day day) {
        put_fact<StayStream>(node_, stay, PersonCheckedIn{person, site, day});
    }
    void leave(StayId stay, StayEnd reason, Day day) {
        put_fact<StayStream>(node_, stay, StayEnded{reason, day});
    }
    void house(StayId stay, std::optional<UnitId> unit, Day day) {
        put_fact<StayStream>(node_, stay, PersonHoused{unit, day});
    }
    log::LocalId at(SiteId site) { return local_of(node_, site); }
    log::LocalId who(PersonId person) { return local_of(node_, person); }
    std::vector<StayRow> between(Day from, Day to) {
        return stays_between(db(), at(assamaka), from, to).value();
    }
    store::Connection& db() { return node_.db(); }

    testing::TestNode node_{GetParam(), stay_views()};
};

TEST_P(StayView, WhoeverCameIsPresentThere) {
    come(first, awa, assamaka, monday);
    const auto presence = presence_of(db(), who(awa)).value();
    ASSERT_TRUE(presence);
    EXPECT_EQ(presence->site, at(assamaka));
    EXPECT_EQ(presence->id, first);
    EXPECT_EQ(presence->since, monday);
    EXPECT_EQ(people_present(db(), at(assamaka)).value(), std::vector{who(awa)});
    EXPECT_EQ(people_present(db(), at(assamaka)).value().size(), 1U);
    EXPECT_TRUE(stayed_at(db(), who(awa), at(assamaka)).value());
    EXPECT_FALSE(left_on(db(), who(awa)).value());
    testing::expect_rebuilt_alike(node_);
}

TEST_P(StayView, WhoCameInSomeDaysIsGivenTheLatestFirst) {
    come(first, awa, assamaka, monday);
    come(second, ibrahim, assamaka, monday + one_day);
    const auto since = [this](Day from, Day to) {
        return present_since(db(), at(assamaka), from, to).value();
    };
    using Since = std::vector<std::pair<log::LocalId, Day>>;
    EXPECT_EQ(since(monday, monday + one_day),
              (Since{{who(ibrahim), monday + one_day}, {who(awa), monday}}));
    EXPECT_EQ(since(monday, monday), (Since{{who(awa), monday}}));
    EXPECT_EQ(since(monday + 2 * one_day, monday + 3 * one_day), Since{});
    leave(first, StayEnd::hospital, monday + one_day);
    EXPECT_EQ(since(monday, monday), Since{});
}

TEST_P(StayView, WhoeverLeftIsNowhereAndWasThere) {
    come(first, awa, assamaka, monday);
    leave(first, StayEnd::hospital, monday + one_day);
    EXPECT_FALSE(presence_of(db(), who(awa)).value());
    EXPECT_TRUE(people_present(db(), at(assamaka)).value().empty());
    EXPECT_EQ(people_present(db(), at(assamaka)).value().size(), 0U);
    EXPECT_TRUE(stayed_at(db(), who(awa), at(assamaka)).value());
    EXPECT_EQ(left_on(db(), who(awa)).value(), monday + one_day);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(StayView, AnEndOfAnEarlierStayLeavesTheLaterOne) {
    come(first, awa, assamaka, monday);
    come(second, awa, agadez, monday + one_day);
    leave(first, StayEnd::transferred, monday + one_day);
    const auto presence = presence_of(db(), who(awa)).value();
    ASSERT_TRUE(presence);
    EXPECT_EQ(presence->site, at(agadez));
    EXPECT_EQ(presence->id, second);
}

TEST_P(StayView, AStayOnADayIsTheOneThatCoversIt) {
    come(first, awa, assamaka, monday);
    leave(first, StayEnd::left_by_own_choice, monday + 2 * one_day);
    come(second, awa, assamaka, monday + 5 * one_day);
    EXPECT_FALSE(stay_on(db(), who(awa), monday - one_day).value());
    EXPECT_EQ(stay_on(db(), who(awa), monday).value()->from, monday);
    EXPECT_EQ(stay_on(db(), who(awa), monday).value()->to, monday + 2 * one_day);
    EXPECT_EQ(stay_on(db(), who(awa), monday + 2 * one_day).value()->from, monday);
    EXPECT_FALSE(stay_on(db(), who(awa), monday + 3 * one_day).value());
    EXPECT_EQ(stay_on(db(), who(awa), monday + 9 * one_day).value()->from, monday + 5 * one_day);
    EXPECT_FALSE(stay_on(db(), who(awa), monday + 9 * one_day).value()->to);
    const auto there = [&](Day day) {
        return people_on(db(), presence_of(db(), who(awa)).value()->site, day).value().size();
    };
    EXPECT_EQ(there(monday + 2 * one_day), 1U);
    EXPECT_EQ(there(monday + 3 * one_day), 0U);
    EXPECT_EQ(there(monday + 5 * one_day), 1U);
}

TEST_P(StayView, StaysOfAPeriodAreThoseThatTouchIt) {
    come(first, awa, assamaka, monday);
    leave(first, StayEnd::returned, monday + 2 * one_day);
    come(second, ibrahim, assamaka, monday + one_day);
    come(third, PersonId{1, 3}, agadez, monday);
    ASSERT_EQ(between(monday, monday).size(), 1U);
    const StayRow stay = between(monday, monday).front();
    EXPECT_EQ(stay.person, who(awa));
    EXPECT_EQ(stay.from, monday);
    EXPECT_EQ(stay.to, monday + 2 * one_day);
    EXPECT_EQ(stay.reason, "returned");
    ASSERT_EQ(between(monday + one_day, monday + 9 * one_day).size(), 2U);
    EXPECT_FALSE(between(monday + one_day, monday + 9 * one_day).back().to);
    EXPECT_EQ(between(monday + 3 * one_day, monday + 9 * one_day).size(), 1U);
    EXPECT_TRUE(between(monday - 5 * one_day, monday - one_day).empty());
}

TEST_P(StayView, SomebodySleepsWhereTheLastWordSays) {
    const UnitId hangar{4, 1}, tent{4, 2};
    come(first, awa, assamaka, monday);
    come(second, ibrahim, assamaka, monday);
    EXPECT_FALSE(unit_of(db(), who(awa)).value());
    house(first, hangar, monday);
    house(first, tent, monday);
    EXPECT_EQ(unit_of(db(), who(awa)).value(), local_of(node_, tent));
    house(first, hangar, monday + one_day);
    const auto housed = housed_present(db(), at(assamaka)).value();
    ASSERT_EQ(housed.size(), 2U);
    EXPECT_EQ(housed[0].unit, local_of(node_, hangar));
    EXPECT_FALSE(housed[1].unit);
    const auto unit_on = [this](Day day) {
        return counted_stays(db(), at(assamaka), day, Instant{}).value().front().unit;
    };
    EXPECT_EQ(unit_on(monday), local_of(node_, tent));
    EXPECT_EQ(unit_on(monday + one_day), local_of(node_, hangar));
    house(first, {}, monday + 2 * one_day);
    EXPECT_FALSE(unit_of(db(), who(awa)).value());
    EXPECT_EQ(unit_on(monday + 3 * one_day), 0);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(StayView, WhoComesAgainSleepsNowhereYet) {
    come(first, awa, assamaka, monday);
    house(first, UnitId{4, 1}, monday);
    leave(first, StayEnd::hospital, monday + one_day);
    EXPECT_FALSE(unit_of(db(), who(awa)).value());
    come(second, awa, assamaka, monday + 2 * one_day);
    EXPECT_FALSE(unit_of(db(), who(awa)).value());
    testing::expect_rebuilt_alike(node_);
}

TEST_P(StayView, AStayIsCountedUntilItsEndIsKnown) {
    come(first, awa, assamaka, monday);
    leave(first, StayEnd::left_by_own_choice, monday + one_day);
    const auto counted = [this](Day day, Instant morning) {
        return counted_stays(db(), at(assamaka), day, morning).value();
    };
    const Instant long_ago{}, ever = Instant::max() - one_day;
    ASSERT_EQ(counted(monday, ever).size(), 1U);
    EXPECT_EQ(counted(monday, ever).front().to, monday + one_day);
    EXPECT_GT(counted(monday, ever).front().left_at, counted(monday, ever).front().came_at);
    EXPECT_EQ(counted(monday + one_day, ever).size(), 1U);
    // Two days later it counts only for who looks back from before it was written down.
    EXPECT_TRUE(counted(monday + 3 * one_day, ever).empty());
    EXPECT_EQ(counted(monday + 3 * one_day, long_ago).size(), 1U);
    EXPECT_TRUE(counted(monday - one_day, long_ago).empty());
}

TEST_P(StayView, WhereSomebodyIsIsWhatTheirFactsSay) {
    come(first, awa, assamaka, monday);
    come(second, ibrahim, agadez, monday);
    const auto where = [this](PersonId person) -> std::string {
        const auto found = where_is(db(), node_.node(), who(person));
        if (!found) return std::string(found.error().code);
        return *found == Whereabouts{at(assamaka), at(assamaka)} ? "assamaka" : "other";
    };
    const auto exchange = [this](std::string_view column, log::LocalId value) {
        ASSERT_TRUE(db().run("update presence set " + std::string(column) + " = ? where person = ?",
                             value, who(awa)));
    };
    EXPECT_EQ(where(awa), "assamaka");
    exchange("site", at(agadez));
    EXPECT_EQ(where(awa), "log.altered");
    exchange("site", at(assamaka));
    exchange("stay", local_of(node_, second));
    EXPECT_EQ(where(awa), "log.altered");
    EXPECT_FALSE(proven_presence_of(db(), node_.node(), who(awa)));
    EXPECT_EQ(where(ibrahim), "other");
    exchange("stay", local_of(node_, first));
    EXPECT_EQ(where(awa), "assamaka");
    EXPECT_TRUE(proven_presence_of(db(), node_.node(), who(awa)).value());
    // Nobody is let in elsewhere by being taken out of the list.
    ASSERT_TRUE(db().run("delete from presence where person = ?", who(awa)));
    EXPECT_EQ(where(awa), "log.altered");
    ASSERT_TRUE(db().run("update stay set to_day = 1 where person = ?", who(awa)));
    EXPECT_EQ(where(awa), "log.altered");
    ASSERT_TRUE(db().run("update stay set to_day = null where person = ?", who(awa)));
    ASSERT_TRUE(db().run("insert into presence(person, stay, site) values (?, ?, ?)", who(awa),
                         local_of(node_, first), at(assamaka)));
    EXPECT_EQ(where(awa), "assamaka");
    // Of whom has left, too.
    leave(first, StayEnd::hospital, monday + one_day);
    EXPECT_EQ(where(awa), "other");
    ASSERT_TRUE(db().run("update stay set site = ? where person = ?", at(agadez), who(awa)));
    EXPECT_EQ(where(awa), "log.altered");
}

INSTANTIATE_TEST_SUITE_P(Each, StayView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites

#include <gtest/gtest.h>

#include <array>

#include "centre/sites/presence_index_view.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "testing/databases.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using registry::PersonId;

const PersonId awa{1, 1}, ibrahim{1, 2};
const SiteId assamaka{2, 1}, agadez{2, 2};
const StayId first{3, 1}, second{3, 2}, third{3, 3};
constexpr Day day = 2023y / 1 / 16;

log::Views stay_views() {
    static const std::array<const log::View*, 1> views{&stay_view};
    return views;
}

class WhereEverybodyIs : public ::testing::TestWithParam<store::Dialect> {
protected:
    void append(StayId stay, const StayEvent& event) {
        const auto done = node_.write<std::int64_t>([&](log::WriteTx& tx) {
            EncodedFact fact = StayStream::encode(event);
            return tx.append({.stream = log::stream_name(stay_kind, stay),
                              .type = fact.type,
                              .version = fact.version,
                              .data = std::move(fact.data)},
                             node_.cause());
        });
        EXPECT_TRUE(done) << done.error().code;
    }
    void come(StayId stay, PersonId person, SiteId site) {
        append(stay, PersonCheckedIn{person, site, day});
    }
    void leave(StayId stay) { append(stay, StayEnded{StayEnd::left_by_own_choice, day}); }
    log::LocalId local(ByteArray<16> id) {
        return node_.db().first("select local from stream where id = ?", id).value()->integer(0);
    }
    void look() { EXPECT_TRUE(index_.catch_up(node_.database().reader())); }
    bool is_at(PersonId person, std::optional<SiteId> site) {
        const auto where = index_.where_is(local(fixed_bytes<16>(id_bytes(person)))).site;
        if (!site) return !where;
        return where == local(fixed_bytes<16>(id_bytes(*site)));
    }

    bool is_of(PersonId person, SiteId site) {
        return index_.where_is(local(fixed_bytes<16>(id_bytes(person)))).of ==
               local(fixed_bytes<16>(id_bytes(site)));
    }

    testing::TestNode node_{GetParam(), stay_views()};
    PresenceIndex index_;
};

TEST_P(WhereEverybodyIs, IsKnownOfThoseWhoCameBeforeAndAfterTheFirstLook) {
    come(first, awa, assamaka);
    look();
    EXPECT_TRUE(is_at(awa, assamaka));
    come(second, ibrahim, agadez);
    EXPECT_TRUE(is_at(ibrahim, std::nullopt));
    look();
    EXPECT_TRUE(is_at(ibrahim, agadez));
    EXPECT_TRUE(is_at(awa, assamaka));
}

TEST_P(WhereEverybodyIs, FollowsWhoLeavesAndWhoComesAgainElsewhere) {
    come(first, awa, assamaka);
    look();
    leave(first);
    EXPECT_TRUE(is_at(awa, assamaka));
    look();
    EXPECT_TRUE(is_at(awa, std::nullopt));
    come(second, awa, agadez);
    look();
    EXPECT_TRUE(is_at(awa, agadez));
    leave(second);
    come(third, awa, assamaka);
    look();
    EXPECT_TRUE(is_at(awa, assamaka));
}

TEST_P(WhereEverybodyIs, OfAnEmptyNodeIsNothing) {
    look();
    look();
    EXPECT_EQ(index_.where_is(1), Whereabouts{});
}

// Until they check in elsewhere.
TEST_P(WhereEverybodyIs, WhoHasLeftIsStillOfTheLastSite) {
    come(first, awa, assamaka);
    leave(first);
    look();
    EXPECT_TRUE(is_at(awa, std::nullopt));
    EXPECT_TRUE(is_of(awa, assamaka));
    come(second, awa, agadez);
    look();
    EXPECT_TRUE(is_of(awa, agadez));
    leave(second);
    look();
    EXPECT_TRUE(is_of(awa, agadez));
    PresenceIndex fresh;
    EXPECT_TRUE(fresh.catch_up(node_.database().reader()));
    const auto person = local(fixed_bytes<16>(id_bytes(awa)));
    EXPECT_EQ(fresh.where_is(person), index_.where_is(person));
    EXPECT_EQ(where_is(node_.db(), node_.node(), person).value(), index_.where_is(person));
}

INSTANTIATE_TEST_SUITE_P(Each, WhereEverybodyIs, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites

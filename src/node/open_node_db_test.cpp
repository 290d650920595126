#include <gtest/gtest.h>

#include "node/open_node.h"
#include "platform/access/account_proof.h"
#include "platform/log/watch_head.h"
#include "testing/databases.h"

namespace jatigi::node {
namespace {

constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

class OpenedNode : public ::testing::TestWithParam<store::Dialect> {
protected:
    OpenedNode() {
        EXPECT_TRUE(initialise(place_, {"assamaka", false}, [] { return now; }));
    }
    void by_hand(const std::string& sql) {
        const auto database = open_to_write(place_, store::IfMissing::refuse);
        ASSERT_TRUE(database && database->connection->run(sql)) << sql;
    }
    // Opens the node and closes it again.
    void open() const {
        const auto node = open_node(place_, [] { return now; }, {});
        ASSERT_TRUE(node) << node.error().code;
    }
    std::vector<std::string> problems() const {
        const auto reader = store::open_reader(location_of(place_)).value();
        return vault::verify_watch(*reader, {}).value();
    }

    testing::TestDatabase database_{GetParam()};
    Place place_{.data = database_.location().text(), .keys = database_.key_path()};
};

// Else somebody could be accused of openings that were never made.
TEST_P(OpenedNode, WhatWasPlantedIsNotMadeGoodByOpeningTheNode) {
    by_hand(
        "insert into opening(at, account, kind, class, person, filter, count) "
        "values (1, 1, 'file', 1, 1, null, 1)");
    by_hand("update account set seal = null where id = 2");
    open();
    EXPECT_EQ(problems(), std::vector<std::string>{"watch: 1 rows of opening have no link"});
    const auto reader = store::open_reader(location_of(place_)).value();
    const auto node = load_node(*reader, place_);
    ASSERT_TRUE(node);
    EXPECT_EQ(access::altered_accounts(*reader, *node).value(), std::vector<std::int64_t>{2});
}

INSTANTIATE_TEST_SUITE_P(Each, OpenedNode, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::node

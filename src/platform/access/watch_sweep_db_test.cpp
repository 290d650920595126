#include "platform/access/accounts_for_tests.h"
#include "platform/log/watch_head.h"
#include "platform/access/watch_sweep.h"

namespace jatigi::access {
namespace {

using vault::Watched;
using namespace std::chrono_literals;

class WatchSwept : public AccountsOfANode {
protected:
    void open_file(Instant at, std::int64_t person) {
        ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
            return vault::put_watched(tx.db(), Watched::opening, at, std::int64_t{1}, "file",
                                      std::int64_t{1}, person, std::optional<std::string>{},
                                      std::int64_t{1});
        }));
    }
    std::int64_t sweep(Instant before) {
        return in_writer(
                   [&](log::WriteTx& tx) { return sweep_watched(tx, Watched::opening, before); })
            .value();
    }
    std::int64_t rows() { return db().first("select count(*) from opening").value()->integer(0); }
    std::vector<std::string> problems() {
        return vault::verify_watch(db(), log::noted_watch_heads(db(), node_.node()).value(),
                                   noted_sweeps(db()).value())
            .value();
    }
    const Instant start_ = node_.now;
};

TEST_P(WatchSwept, RowsLeaveWhenTheirTimeIsOverAndTheChainIsWhole) {
    for (int i = 0; i < 5; ++i) open_file(start_ + i * 1s, i);
    node_.now = start_ + 1h;
    ASSERT_TRUE(in_writer([](log::WriteTx& tx) { return log::note_watch_head(tx); }));
    EXPECT_EQ(sweep(start_), 0);
    EXPECT_EQ(sweep(start_ + 3s), 3);
    EXPECT_EQ(rows(), 2);
    EXPECT_TRUE(problems().empty());
    EXPECT_EQ(sweep(start_ + 3s), 0);
    EXPECT_EQ(sweep(start_ + 5s), 2);
    open_file(start_ + 6s, 6);
    EXPECT_TRUE(problems().empty());
}

TEST_P(WatchSwept, ThatIsNoExcuseForARowThatSomebodyTookOut) {
    for (int i = 0; i < 5; ++i) open_file(start_ + i * 1s, i);
    node_.now = start_ + 1h;
    ASSERT_EQ(sweep(start_ + 2s), 2);
    by_hand("delete from opening where person = 2");
    ASSERT_EQ(problems().size(), 1U);
    EXPECT_EQ(problems().front(), "watch: the row of link 3 (opening) is gone or was changed");
}

TEST_P(WatchSwept, OfRowsThatAreAlikeAsManyLeaveAsAreFirst) {
    open_file(start_, 1);
    open_file(start_, 1);
    open_file(start_ + 2s, 2);
    open_file(start_, 1);  // The clock was set back.
    node_.now = start_ + 1h;
    EXPECT_EQ(sweep(start_ + 1s), 2);
    EXPECT_EQ(rows(), 2);
    EXPECT_TRUE(problems().empty());
    EXPECT_EQ(sweep(start_ + 3s), 2);
    EXPECT_TRUE(problems().empty());
}

TEST_P(WatchSwept, WhatAClockDatedAheadStaysAndHoldsNobodyUp) {
    open_file(start_ + 1h, 1);
    open_file(start_, 2);
    open_file(start_, 3);
    EXPECT_EQ(sweep(start_ + 1s), 2);
    EXPECT_EQ(rows(), 1);
    EXPECT_TRUE(problems().empty());
}

TEST_P(WatchSwept, WhatAClockDatedFarBackLeavesInItsTurn) {
    open_file(start_ + 1s, 1);
    open_file(Instant{}, 2);
    node_.now = start_ + 1h;
    EXPECT_EQ(sweep(start_), 0);
    EXPECT_EQ(sweep(start_ + 2s), 2);
    EXPECT_TRUE(problems().empty());
}

INSTANTIATE_TEST_SUITE_P(Each, WatchSwept, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

#include <algorithm>

#include "platform/access/accounts_for_tests.h"
#include "platform/log/watch_head.h"

namespace jatigi::access {
namespace {

using vault::Watched;

class WatchOfANode : public AccountsOfANode {
protected:
    // Opens `count` files, one a second.
    void open_files(int count) {
        for (int i = 0; i < count; ++i) {
            node_.now += std::chrono::seconds{1};
            ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
                return vault::put_watched(tx.db(), Watched::opening, tx.now(), std::int64_t{1},
                                          "file", std::int64_t{1}, std::int64_t{i + 1},
                                          std::optional<std::string>{}, std::int64_t{1});
            }));
        }
    }
    void note_head() {
        ASSERT_TRUE(in_writer([](log::WriteTx& tx) { return log::note_watch_head(tx); }));
    }
    std::vector<std::string> problems() {
        return vault::verify_watch(db(), log::noted_watch_heads(db(), node_.node()).value())
            .value();
    }
    std::string first_problem() {
        const auto found = problems();
        return found.empty() ? "" : found.front();
    }
    // What `verify` says when that was done by hand; afterwards it is as before.
    std::string after(const std::vector<std::string>& statements) {
        EXPECT_TRUE(db().begin());
        for (const std::string& sql : statements) by_hand(sql);
        std::string problem = first_problem();
        db().rollback();
        return problem;
    }
};

TEST_P(WatchOfANode, WhatNobodyTouchedIsWell) {
    EXPECT_TRUE(problems().empty());
    open_files(3);
    EXPECT_TRUE(problems().empty());
    note_head();
    EXPECT_TRUE(problems().empty());
    open_files(2);
    EXPECT_TRUE(problems().empty());
    note_head();
    EXPECT_TRUE(problems().empty());
}

TEST_P(WatchOfANode, EachWayToTouchItIsNoticed) {
    open_files(5);
    note_head();
    EXPECT_EQ(after({"delete from opening where person = 3"}),
              "watch: the row of link 3 (opening) is gone or was changed");
    EXPECT_EQ(after({"update opening set account = 2 where person = 3"}),
              "watch: the row of link 3 (opening) is gone or was changed");
    EXPECT_EQ(after({"update opening set person = 9 where person = 3"}),
              "watch: the row of link 3 (opening) is gone or was changed");
    EXPECT_EQ(after({"insert into opening(at, account, kind, class, person, filter, count) "
                     "values (1, 1, 'file', 1, 9, null, 1)"}),
              "watch: 1 rows of opening have no link");
    EXPECT_EQ(
        after({"delete from opening where person = 3", "delete from watch_link where number = 3"}),
        "watch: links 3 to 3 are missing");
    EXPECT_EQ(
        after({"delete from opening where person = 5", "delete from watch_link where number = 5"}),
        "watch: the chain ends before link 5, which was signed");
    EXPECT_EQ(after({"delete from opening", "delete from watch_link"}),
              "watch: the chain ends before link 5, which was signed");
    EXPECT_TRUE(problems().empty());
}

// Whoever makes the chain anew, as one can who has the program, has no key to sign its head.
TEST_P(WatchOfANode, AChainMadeAnewIsNotTheOneThatWasSigned) {
    open_files(5);
    note_head();
    ASSERT_TRUE(db().begin());
    by_hand("update opening set person = 9 where person = 3");
    by_hand("delete from watch_link");
    ASSERT_TRUE(vault::begin_watch(db()));
    const auto found = problems();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0], "watch: link 5 is not the one that was signed");
    db().rollback();
}

TEST_P(WatchOfANode, AHeadThatDidNotMoveIsNotWrittenTwice) {
    note_head();
    EXPECT_TRUE(log::noted_watch_heads(db(), node_.node())->empty());
    open_files(1);
    note_head();
    note_head();
    EXPECT_EQ(log::noted_watch_heads(db(), node_.node())->size(), 1U);
}

TEST_P(WatchOfANode, RowsOfBeforeBecomeTheFirstLinks) {
    EXPECT_FALSE(vault::needs_watch(db()).value());
    by_hand(
        "insert into opening(at, account, kind, class, person, filter, count) "
        "values (1, 1, 'file', 1, 9, null, 1), (1, 1, 'file', 1, 9, null, 1), "
        "(2, 1, 'list', 1, null, 'site=ASM', 40)");
    by_hand("insert into opening_alarm(at, account, files, kind) values (3, 1, 40, 'file')");
    ASSERT_TRUE(vault::needs_watch(db()).value());
    ASSERT_TRUE(vault::begin_watch(db()));
    EXPECT_FALSE(vault::needs_watch(db()).value());
    EXPECT_TRUE(problems().empty());
    EXPECT_EQ(vault::watch_head(db())->number, 4);
}

TEST_P(WatchOfANode, TheHeadIsSignedWhenTheWriterStops) {
    auto writer = node_.start_writer({.before_signing = log::note_watch_head});
    ASSERT_TRUE(writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(vault::put_watched(tx.db(), Watched::opening_alarm, tx.now(), std::int64_t{1},
                               std::int64_t{40}, "file"));
        return true;
    }));
    writer->stop();
    const auto reader = store::open_reader(node_.database().location()).value();
    const auto heads = log::noted_watch_heads(*reader, node_.node()).value();
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(heads[0], vault::watch_head(*reader).value());
    const auto row = reader->first("select max(f.seq) - max(h.seq) from fact f, head h").value();
    EXPECT_EQ(row->integer(0), 0);  // Nothing of the log is unsigned.
}

INSTANTIATE_TEST_SUITE_P(Each, WatchOfANode, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

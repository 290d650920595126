// Whoever writes to the database beside a running node: what the node wrote and what it saw it does
// not forget, and takes nothing else for it.
#include "app/log_trust_for_tests.h"
#include "jobs/self_check.h"
#include "platform/log/read.h"

namespace jatigi::app {
namespace {

class RunningNode : public LogTrust {};
INSTANTIATE_TEST_SUITE_P(Each, RunningNode, testing::both_stores(), testing::store_name);

// While the node runs: its connection dies, and the log is another one when it comes back.
TEST_P(RunningNode, ARunningNodeGoesOnFromItsOwnLastFactAlone) {
    for (const bool adds : {true, false}) {
        const auto node = centre_.open();
        const auto write = [&] {
            const auto done = node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
                TRY(access::make_link(tx, 1, jobs::test_now + 24h, {.command = {1, 79}}));
                return true;
            });
            return done ? std::string{} : std::string(done.error().code);
        };
        ASSERT_EQ(write(), "");
        const auto dies = [](log::WriteTx&) -> Result<bool> {
            return refuse(ErrorKind::unavailable, "store.unavailable");
        };
        // A second connection, as somebody with the file or the database has.
        beside([&](store::Connection& db) {
            if (adds)
                ASSERT_TRUE(
                    db.run("insert into fact select pos + 1, site, epoch, seq + 1, stream, "
                           "received_at, header, body, header from fact "
                           "where pos = (select max(pos) from fact)"));
            else
                ASSERT_TRUE(db.run("delete from fact where pos = (select max(pos) from fact)"));
        });
        EXPECT_FALSE(node.writer->run<bool>(dies));
        EXPECT_EQ(write(), "log.altered");
        EXPECT_EQ(write(), "log.altered");
        if (adds)
            beside([](store::Connection& db) {
                ASSERT_TRUE(db.run("delete from fact where pos = (select max(pos) from fact)"));
            });
    }
}

// A fact that is filed elsewhere for a moment makes an older one the last again: with the row of
// before, a closed account would sign in.
TEST_P(RunningNode, ARunningNodeForgetsNoFactOfAnAccount) {
    {
        const auto node = centre_.open();
        ASSERT_TRUE(make_link_for(*node.writer, 1));
    }
    const auto node = centre_.open();
    const auto db = store::open_reader(node::location_of(centre_.place)).value();
    const auto refusal = [&](std::int64_t account) {
        const auto last =
            log::last_own_hash(*db, *node.node, access::actor_stream(*node.node, account));
        const auto all = log::own_facts(*db, *node.node, access::actor_stream(*node.node, account));
        EXPECT_EQ(last.has_value(), all.has_value());
        return last ? std::string{} : std::string(last.error().code);
    };
    const auto away_and_back = [&] {
        std::int64_t stream = 0, pos = 0;
        beside([&](store::Connection& other) {
            const auto row =
                other.first("select pos, stream from fact order by pos desc limit 1").value();
            pos = row->integer(0);
            stream = row->integer(1);
            ASSERT_TRUE(
                other.run("update fact set stream = (select min(local) from stream where "
                          "local <> ?) where pos = ?",
                          stream, pos));
        });
        const std::string refused = refusal(1);
        beside([&](store::Connection& other) {
            ASSERT_TRUE(other.run("update fact set stream = ? where pos = ?", stream, pos));
        });
        return refused;
    };
    // What stood there at its start, and what it wrote itself.
    EXPECT_EQ(refusal(1), "");
    EXPECT_EQ(away_and_back(), "log.altered");
    EXPECT_EQ(refusal(1), "");
    ASSERT_TRUE(make_link_for(*node.writer, 1));
    EXPECT_EQ(refusal(1), "");
    EXPECT_EQ(away_and_back(), "log.altered");
    EXPECT_EQ(refusal(1), "");
    // What was rolled back was never there.
    EXPECT_FALSE(node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(access::make_link(tx, 1, jobs::test_now + 24h, {.command = {2, 80}}));
        return refuse(ErrorKind::invalid, "request.text_invalid");
    }));
    ASSERT_TRUE(make_link_for(*node.writer, 2));
    EXPECT_EQ(refusal(1), "");
    EXPECT_EQ(refusal(2), "");
}

// A row that nobody wrote is the last fact of nothing: what an account is would hang on it.
TEST_P(RunningNode, ARunningNodeTakesNothingElseForAFactOfAnAccount) {
    const auto node = centre_.open();
    ASSERT_TRUE(make_link_for(*node.writer, 1));
    const auto db = store::open_reader(node::location_of(centre_.place)).value();
    const log::StreamName stream = access::actor_stream(*node.node, 1);
    const auto refusal = [&] {
        const auto last = log::last_own_hash(*db, *node.node, stream);
        EXPECT_EQ(last.has_value(), log::own_facts(*db, *node.node, stream).has_value());
        return last ? std::string{} : std::string(last.error().code);
    };
    ASSERT_EQ(refusal(), "");
    ASSERT_FALSE(node.node->known->take_altered());
    beside([&](store::Connection& other) {
        ASSERT_TRUE(
            other.run("insert into fact select pos + 1000, site, epoch, seq + 1000, stream, "
                      "received_at, header, header, header from fact where pos = "
                      "(select max(pos) from fact)"));
    });
    EXPECT_EQ(refusal(), "log.altered");
    EXPECT_EQ(access::altered_accounts(*db, *node.node).value(), std::vector<std::int64_t>{1});
    EXPECT_TRUE(node.node->known->take_altered());
    EXPECT_FALSE(node.node->known->take_altered());
    beside([&](store::Connection& other) {
        ASSERT_TRUE(other.run("delete from fact where pos = (select max(pos) from fact)"));
    });
    EXPECT_EQ(refusal(), "");
}

// It began before, so it misses what came since, and nobody moved anything.
TEST_P(RunningNode, AReadingThatIsUnderWayIsNotAltered) {
    const auto node = centre_.open();
    ASSERT_TRUE(make_link_for(*node.writer, 1));
    const auto db = store::open_reader(node::location_of(centre_.place)).value();
    const log::StreamName stream = access::actor_stream(*node.node, 1);
    ASSERT_TRUE(db->begin_read());
    const Bytes before = log::last_own_hash(*db, *node.node, stream).value();
    ASSERT_TRUE(make_link_for(*node.writer, 1));
    EXPECT_EQ(log::last_own_hash(*db, *node.node, stream).value(), before);
    EXPECT_TRUE(log::own_facts(*db, *node.node, stream));
    db->rollback();
    ASSERT_TRUE(db->begin_read());
    EXPECT_NE(log::last_own_hash(*db, *node.node, stream).value(), before);
}

TEST_P(RunningNode, AnotherProgramThatWritesIsNoticed) {
    const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
    const auto work = [&] {
        ASSERT_TRUE(node.writer->run<bool>([](log::WriteTx&) -> Result<bool> { return true; }));
    };
    work();
    const auto noted = [&] {
        const auto reader = store::open_reader(node::location_of(centre_.place));
        return (*reader)
            ->list([](const store::Row& row) { return row.text(0); },
                   "select detail from security_event where kind = ?", "altered")
            .value()
            .size();
    };
    work();
    EXPECT_EQ(noted(), 0U);
    // Put back before anybody looks.
    beside([](store::Connection& db) {
        ASSERT_TRUE(db.run("update person set erased = 1"));
        ASSERT_TRUE(db.run("update person set erased = 0"));
    });
    // In the commit that comes behind it: nothing is left to a minute that may not come.
    work();
    const std::size_t once = GetParam() == store::Dialect::sqlite ? 1 : 0;
    EXPECT_EQ(noted(), once);
    work();
    EXPECT_EQ(noted(), once);
}

TEST_P(RunningNode, ATableThatWasMadeAnotherStopsWhatIsWritten) {
    if (GetParam() != store::Dialect::sqlite) return;  // Nothing tells that somebody writes beside.
    const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
    const auto work = [&] {
        const auto done =
            node.writer->run<bool>([](log::WriteTx&) -> Result<bool> { return true; });
        return done ? std::string{} : std::string(done.error().code);
    };
    EXPECT_EQ(work(), "");
    beside([](store::Connection& db) {
        ASSERT_TRUE(
            db.script("create trigger quiet before insert on security_event begin select "
                      "raise(ignore); end"));
    });
    EXPECT_EQ(work(), "store.schema_altered");
    beside([](store::Connection& db) { ASSERT_TRUE(db.script("drop trigger quiet")); });
    EXPECT_EQ(work(), "");
}

class Readings : public LogTrust {
protected:
    // So many files are opened.
    static void open_files(log::Writer& writer, int count, int after = 0) {
        for (int i = after; i < after + count; ++i)
            ASSERT_TRUE(writer.run<bool>([i](log::WriteTx& tx) -> Result<bool> {
                TRY(vault::put_watched(tx.db(), vault::Watched::opening, tx.now(), std::int64_t{1},
                                       "file", std::int64_t{1}, std::int64_t{i + 1},
                                       std::optional<std::string>{}, std::int64_t{1}));
                return true;
            }));
    }
    static void cut_last(store::Connection& db) {
        const auto links = db.rows(
            "select number, row_hash from watch_link order by number desc "
            "limit 2");
        ASSERT_TRUE(links);
        for (const store::Row& link : *links)
            ASSERT_TRUE(db.run("delete from watch_link where number = ?", link.integer(0)));
        ASSERT_TRUE(db.run("delete from opening where person in (3, 4)"));
    }
    std::vector<std::string> told() {
        const auto db = store::open_reader(node::location_of(centre_.place));
        const auto loaded = node::load_node(**db, centre_.place);
        auto found = jobs::check_tables(**db, &*loaded).value();
        return found[jobs::Checked::watched];
    }
};
INSTANTIATE_TEST_SUITE_P(Each, Readings, testing::both_stores(), testing::store_name);

TEST_P(Readings, CutWhileTheNodeRunsAreToldThoughNoSignatureSawThem) {
    const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
    open_files(*node.writer, 4);
    EXPECT_EQ(told(), std::vector<std::string>{});
    beside(cut_last);
    open_files(*node.writer, 1);
    EXPECT_NE(told(), std::vector<std::string>{});
    // For ever, also once the chain is as long again.
    open_files(*node.writer, 4);
    EXPECT_NE(told(), std::vector<std::string>{});
}

// A writer whose connection died goes on from what it wrote, whatever end was sealed meanwhile.
TEST_P(Readings, CutWhileAConnectionIsMadeAgainAreTold) {
    const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
    open_files(*node.writer, 2);
    beside([](store::Connection& db) {
        ASSERT_TRUE(
            db.run("create table end_before as select one, pos, missing, hash, watch_number, "
                   "watch_link, seal from log_end"));
    });
    open_files(*node.writer, 2, 2);
    EXPECT_EQ(told(), std::vector<std::string>{});
    EXPECT_FALSE(node.writer->run<bool>([](log::WriteTx&) -> Result<bool> {
        return refuse(ErrorKind::unavailable, "store.unavailable");
    }));
    beside(cut_last);
    beside([](store::Connection& db) {
        ASSERT_TRUE(db.run("delete from log_end"));
        ASSERT_TRUE(db.run(
            "insert into log_end(one, pos, missing, hash, watch_number, watch_link, seal) select "
            "one, pos, missing, hash, watch_number, watch_link, seal from end_before"));
    });
    open_files(*node.writer, 1);
    EXPECT_NE(told(), std::vector<std::string>{});
}

TEST_P(Readings, CutWhileNobodyRanAreToldAtOnceAndFromThenOn) {
    {
        const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
        open_files(*node.writer, 4);
    }
    EXPECT_EQ(opened(), "");
    by_hand(cut_last);
    EXPECT_EQ(opened(), "rows of those who read were taken out or added");
    EXPECT_NE(told(), std::vector<std::string>{});
}

TEST_P(Readings, ThatWereMadeUpAreTold) {
    const auto node = node::open_node(centre_.place, [] { return jobs::test_now; }, {}).value();
    open_files(*node.writer, 1);
    beside([](store::Connection& db) {
        ASSERT_TRUE(vault::put_watched(db, vault::Watched::opening, jobs::test_now, std::int64_t{1},
                                       "file", std::int64_t{1}, std::int64_t{9},
                                       std::optional<std::string>{}, std::int64_t{1}));
    });
    open_files(*node.writer, 1);
    EXPECT_NE(told(), std::vector<std::string>{});
}

}  // namespace
}  // namespace jatigi::app

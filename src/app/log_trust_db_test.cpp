// What somebody with the database alone, and no key, changes while the node is down.
#include <gtest/gtest.h>

#include "jobs/erase_for_tests.h"
#include "jobs/self_check.h"
#include "people/registry/register_index_view.h"
#include "platform/access/account_proof.h"
#include "platform/access/sign_in_link.h"
#include "platform/log/read.h"
#include "platform/store/sqlite.h"
#include "testing/planted_fact.h"

namespace jatigi::app {
namespace {

using node::IfAltered;

using namespace std::chrono_literals;

class LogTrust : public ::testing::TestWithParam<store::Dialect> {
protected:
    LogTrust() { centre_.enrol(2); }

    // As a node is found: what was told, or the code of the refusal.
    std::string opened(IfAltered if_altered = IfAltered::refuse) {
        const auto one =
            node::open_node(centre_.place, [] { return jobs::test_now; }, {}, {}, if_altered);
        if (!one) return std::string(one.error().code);
        return one->altered.empty() ? "" : one->altered.front();
    }
    void by_hand(const std::function<void(store::Connection&)>& change) {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        change(*database->connection);
    }
    // While a node runs.
    void beside(const std::function<void(store::Connection&)>& change) {
        const auto location = node::location_of(centre_.place);
        if (GetParam() == store::Dialect::sqlite) {
            const auto db = store::open_sqlite(
                {.path = location.sqlite_path(), .access = store::SqliteAccess::write});
            ASSERT_TRUE(db) << db.error().code;
            change(**db);
        } else {
            const auto db = store::open_reader(location);
            ASSERT_TRUE(db && (*db)->run("SET default_transaction_read_only = off") &&
                        (*db)->begin());
            change(**db);
            ASSERT_TRUE((*db)->commit());
        }
    }
    void by_hand(std::string_view sql) {
        by_hand([sql](store::Connection& db) {
            const auto rows = db.run(sql);
            ASSERT_TRUE(rows) << rows.error().code << sql;
        });
    }
    // A whole open fact, chained as ours are, by somebody who cannot seal the end of the log.
    void forge(const log::StreamName& stream, std::string type, json::object data) {
        by_hand([&](store::Connection& db) {
            const auto loaded = node::load_node(db, centre_.place);
            const auto end = db.first("select pos, hash, seal from log_end").value();
            ASSERT_TRUE(testing::plant(
                db, *loaded,
                {.stream = stream,
                 .body = testing::body_of(stream, std::move(type), std::move(data))}));
            ASSERT_TRUE(db.run("update log_end set pos = ?, hash = ?, seal = ?", end->integer(0),
                               end->bytes(1), end->bytes(2)));
        });
    }
    std::int64_t facts() { return read<std::int64_t>("select count(*) from fact"); }
    template <class T>
    T read(std::string_view sql) {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return (*db)->value<T>(sql).value().value_or(T{});
    }
    bool is_altered(std::int64_t account) {
        const auto db = store::open_reader(node::location_of(centre_.place));
        const auto loaded = node::load_node(**db, centre_.place);
        return !access::check_unaltered(**db, *loaded, account);
    }

    static bool make_link_for(log::Writer& writer, std::int64_t account) {
        const auto made = writer.run<bool>([account](log::WriteTx& tx) -> Result<bool> {
            TRY(access::make_link(tx, account, jobs::test_now + 24h, {.command = {3, 81}}));
            return true;
        });
        return made.has_value();
    }

    jobs::Centre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Each, LogTrust, testing::both_stores(), testing::store_name);

TEST_P(LogTrust, ALogThatNobodyTouchedIsAsItWasLeft) {
    EXPECT_EQ(opened(), "");
    EXPECT_EQ(opened(), "");
}

TEST_P(LogTrust, FactsThatSomebodyAddedAreSetAsideAndCountForNothing) {
    const std::int64_t before = facts();
    forge({"round", ByteArray<16>{9}}, "round.opened", {{"service", "BREAKFAST"}});
    EXPECT_EQ(opened(), "1 facts were added or filed elsewhere from outside; they are set aside");
    EXPECT_EQ(read<std::int64_t>("select count(*) from fact_aside"), 1);
    EXPECT_EQ(facts(), before);
    EXPECT_EQ(opened(), "");
}

// Declared anew, so that the program proves it again.
TEST_P(LogTrust, AnAccountThatWasRaisedIsNotAdoptedBecauseItsProofIsGone) {
    for (const std::int64_t account : {std::int64_t{1}, std::int64_t{3}})
        forge({"actor", ByteArray<16>{static_cast<std::uint8_t>(account)}}, "actor.declared",
              {{"number", account}, {"role", "protection_officer"}});
    by_hand("update account set role = 'protection_officer' where id = 1");
    by_hand("delete from stream where kind = 'actor'");
    EXPECT_NE(opened(), "");
    EXPECT_TRUE(is_altered(1));
}

// As if a later change of the account were another node's.
TEST_P(LogTrust, AFactThatWasFiledUnderAnotherNodeComesBack) {
    by_hand(
        "update fact set site = (select site from head limit 1) where stream in "
        "(select local from stream where kind = 'actor')");
    ASSERT_FALSE(opened().empty());
    EXPECT_EQ(read<std::int64_t>("select count(*) from fact where site is not null"), 0);
    EXPECT_FALSE(is_altered(1));
}

TEST_P(LogTrust, WhereFactsAreMissingItDoesNotBeginUntilSomebodyTakesItSo) {
    for (const std::string_view which : {"max", "min"}) {
        by_hand(fmt::format("delete from fact where pos = (select {}(pos) from fact where pos > 1)",
                            which));
        EXPECT_EQ(opened(), "log.altered") << which;
        EXPECT_NE(opened(IfAltered::accept), "") << which;
        EXPECT_EQ(opened(), "") << which;
    }
    centre_.enrol(1);
    EXPECT_EQ(opened(), "");
}

// Somebody puts another fact in the place of one: the hash after it is not its own any more.
TEST_P(LogTrust, WhereAFactWasReplacedItDoesNotBeginUntilSomebodyTakesItSo) {
    by_hand([](store::Connection& db) {
        const auto pos = db.value<std::int64_t>(
            "select min(pos) from fact where stream in (select local from stream where kind = "
            "'identity')");
        const auto other = db.first("select header, body, hash from fact where pos = 3");
        ASSERT_TRUE(db.run("update fact set header = ?, body = ?, hash = ? where pos = ?",
                           (*other)->bytes(0), (*other)->bytes(1), (*other)->bytes(2), **pos));
    });
    EXPECT_EQ(opened(), "log.altered");
    EXPECT_NE(opened(IfAltered::accept), "");
    EXPECT_EQ(opened(), "");
    centre_.enrol(1);
    EXPECT_EQ(opened(), "");
}

// A closed account's earlier row and its proof, and a log rewritten so that it was never closed.
TEST_P(LogTrust, OpenFactsThatNothingProvesAreNotReadAfterSomebodyTookThem) {
    const log::StreamName round{"round", ByteArray<16>{9}};
    by_hand([&](store::Connection& db) {
        const auto loaded = node::load_node(db, centre_.place);
        const auto pos = testing::plant(
            db, *loaded,
            {.stream = round, .body = testing::body_of(round, "round.opened", {{"b", "1"}})});
        ASSERT_TRUE(pos);
    });
    centre_.enrol(1);
    by_hand([&](store::Connection& db) {
        const auto row = db.first(
            "select f.pos, f.header from fact f join stream s on s.local = "
            "f.stream where s.kind = 'round'");
        const Bytes body = testing::body_of(round, "round.opened", {{"b", "2"}});
        ASSERT_TRUE(db.run("update fact set body = ?, hash = ? where pos = ?", body,
                           log::hash_fact((*row)->bytes(1), body), (*row)->integer(0)));
    });
    EXPECT_EQ(opened(), "log.altered");
    EXPECT_NE(opened(IfAltered::accept), "");
    EXPECT_EQ(opened(), "");
    const auto db = store::open_reader(node::location_of(centre_.place));
    EXPECT_EQ(log::is_quarantined(**db, round.id), true);
    const auto local = (*db)->value<std::int64_t>("select local from stream where kind = 'round'");
    const auto node = node::load_node(**db, centre_.place);
    const auto stream = log::read_open_stream(**db, *node, **local, round);
    EXPECT_TRUE(stream->facts.empty());
    EXPECT_FALSE(stream->whole);
    EXPECT_GT(read<std::int64_t>("select count(*) from fact_unproven"), 0);
}

// Whoever takes a break needs the key for it.
TEST_P(LogTrust, ABreakThatSomebodyPutAmongTheTakenOnesIsNotTaken) {
    by_hand([](store::Connection& db) {
        const auto before = db.first("select pos, hash from fact where pos = 4");
        ASSERT_TRUE(db.run("update fact set header = body where pos = 5"));
        ASSERT_TRUE(db.run("insert into log_break(pos, hash, seal) values (4, ?, ?)",
                           (*before)->bytes(1), ByteArray<16>{}));
    });
    EXPECT_EQ(opened(), "log.altered");
}

TEST_P(LogTrust, AnOpenFactThatWasFiledUnderAnotherStreamStandsWhereItBelongsAgain) {
    const auto last_of_account = [this] {
        return read<std::int64_t>(
            "select stream from fact where pos = (select max(f.pos) from fact f join stream s on "
            "s.local = f.stream where s.kind = 'actor')");
    };
    const std::int64_t stream = last_of_account();
    by_hand(fmt::format(
        "update fact set stream = (select local from stream where kind = 'node') where pos = "
        "(select max(pos) from fact where stream = {})",
        stream));
    EXPECT_EQ(opened(),
              "1 facts were filed elsewhere from outside; they stand where they belong again");
    EXPECT_EQ(last_of_account(), stream);
    EXPECT_EQ(opened(), "");
}

// What was added beside a gap does not come in with it.
TEST_P(LogTrust, WhoeverTakesAGapTakesNoForgedFactWithIt) {
    forge({"round", ByteArray<16>{9}}, "round.opened", {{"service", "BREAKFAST"}});
    by_hand("delete from fact where pos = 2");
    EXPECT_EQ(opened(), "log.altered");
    EXPECT_NE(opened(IfAltered::accept), "");
    EXPECT_EQ(read<std::int64_t>("select count(*) from fact_aside"), 1);
    EXPECT_EQ(opened(), "");
}

// While the node runs: its connection dies, and the log is another one when it comes back.
TEST_P(LogTrust, ARunningNodeGoesOnFromItsOwnLastFactAlone) {
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
TEST_P(LogTrust, ARunningNodeForgetsNoFactOfAnAccount) {
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
TEST_P(LogTrust, ARunningNodeTakesNothingElseForAFactOfAnAccount) {
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
TEST_P(LogTrust, AReadingThatIsUnderWayIsNotAltered) {
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

TEST_P(LogTrust, AnErasureSealsNothingThatSomebodyAdded) {
    forge({"round", ByteArray<16>{9}}, "round.opened", {{"service", "BREAKFAST"}});
    const auto erased = jobs::erase(centre_.place, {.reason = "request"}, jobs::test_now, {});
    EXPECT_FALSE(erased);
    EXPECT_EQ(read<std::int64_t>("select count(*) from fact_aside"), 1);
    EXPECT_EQ(read<std::int64_t>("select count(*) from security_event where kind = 'altered'"), 1);
}

TEST_P(LogTrust, AnErasureReadsNoTableThatIsNotAsWeMakeIt) {
    by_hand([](store::Connection& db) { ASSERT_TRUE(db.script("DROP TABLE stay")); });
    const auto erased = jobs::erase(centre_.place, {.reason = "request"}, jobs::test_now, {});
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().code, "store.schema_altered");
}

TEST_P(LogTrust, NoBackupVouchesForWhatSomebodyAdded) {
    forge({"round", ByteArray<16>{9}}, "round.opened", {{"service", "BREAKFAST"}});
    const auto made = jobs::make_backup(centre_.place, centre_.path("copy"),
                                        jobs::BackupKeys::without, jobs::test_now, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "log.altered");
}

TEST_P(LogTrust, AnEndThatIsNotSealedByThisNodeIsNone) {
    by_hand("update log_end set pos = pos - 1");
    EXPECT_EQ(opened(), "log.altered");
    by_hand("delete from log_end");
    EXPECT_EQ(opened(), "log.altered");
    EXPECT_NE(opened(IfAltered::accept), "");
    EXPECT_EQ(opened(), "");
}

TEST_P(LogTrust, OlderDataThatWerePutBackAreTold) {
    std::optional<store::Row> end;
    by_hand([&](store::Connection& db) { end = *db.first("select pos, hash, seal from log_end"); });
    const std::int64_t before = facts();
    centre_.enrol(1);
    ASSERT_EQ(opened(), "");
    by_hand(fmt::format("delete from fact where pos > {}", before));
    by_hand([&](store::Connection& db) {
        ASSERT_TRUE(db.run("update log_end set pos = ?, hash = ?, seal = ?", end->integer(0),
                           end->bytes(1), end->bytes(2)));
    });
    EXPECT_EQ(opened(), "these data are older than what ran here last, or others");
    EXPECT_EQ(opened(), "");
}

TEST_P(LogTrust, DataOfBeforeAreSealedAsTheyAre) {
    by_hand("delete from log_end");
    vault::destroy_file(node::key_path_of(centre_.place) + ".run");
    EXPECT_EQ(opened(), "");
    EXPECT_EQ(read<std::int64_t>("select count(*) from log_end"), 1);
}

TEST_P(LogTrust, ALinkThatWasUsedIsNoneWhenItsRowIsPutBack) {
    std::string token;
    std::optional<store::Row> row;
    const auto node = centre_.open();
    const auto write = [&](auto work) {
        const auto done = node.writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(work(tx));
            return true;
        });
        return done ? std::string{} : std::string(done.error().code);
    };
    ASSERT_EQ(write([&](log::WriteTx& tx) -> Result<void> {
                  TRY_ASSIGN(token,
                             access::make_link(tx, 3, jobs::test_now + 24h, {.command = {1, 77}}));
                  TRY_ASSIGN(row, tx.db().first("select token, expires_at, seal from sign_in_link "
                                                "where account = 3"));
                  return {};
              }),
              "");
    const auto use = [&](log::WriteTx& tx) -> Result<void> {
        TRY(access::use_link(tx, token));
        return {};
    };
    EXPECT_EQ(write(use), "");
    ASSERT_EQ(write([&](log::WriteTx& tx) -> Result<void> {
                  TRY(
                      tx.db().run("insert into sign_in_link(token, account, expires_at, seal) "
                                  "values (?, 3, ?, ?)",
                                  row->bytes(0), row->integer(1), row->bytes(2)));
                  return {};
              }),
              "");
    EXPECT_EQ(write(use), "session.link_invalid");
}

// The numbers and the hash beside a fact are no part of what is proved by it.
TEST_P(LogTrust, OtherNumbersBesideAFactAreMendedAndTold) {
    const auto last = [this] {
        return read<std::int64_t>("select epoch * 1000 + seq from fact order by pos desc limit 1");
    };
    const std::int64_t before = last();
    by_hand("update fact set epoch = 9, seq = 1 where pos = (select max(pos) from fact)");
    EXPECT_EQ(opened(), "other numbers stood beside 1 facts; theirs stand there again");
    EXPECT_EQ(last(), before);
    by_hand(
        "update fact set hash = (select hash from fact where pos = 3) where pos = (select max(pos) "
        "from fact where stream in (select local from stream where kind = 'actor'))");
    EXPECT_EQ(opened(), "other numbers stood beside 1 facts; theirs stand there again");
    EXPECT_FALSE(is_altered(1));
    EXPECT_EQ(opened(), "");
}

// PostgreSQL lets nobody write to its catalogues who may only write rows.
class LogTrustOfSqlite : public LogTrust {};
INSTANTIATE_TEST_SUITE_P(Each, LogTrustOfSqlite, ::testing::Values(store::Dialect::sqlite),
                         testing::store_name);

// An index that leaves rows out: what it does not hold nobody reads.
TEST_P(LogTrustOfSqlite, WhatAnIndexLeavesOutIsReadAgain) {
    const auto found = [this] {
        return read<std::int64_t>(
            "select count(*) from fact f indexed by fact_stream join stream s on s.local = "
            "f.stream "
            "where s.kind = 'identity'");
    };
    const std::int64_t before = found();
    const std::string sql =
        read<std::string>("select sql from sqlite_master where name = 'fact_stream'");
    by_hand([&](store::Connection& db) {
        ASSERT_TRUE(db.script("DROP INDEX fact_stream"));
        const auto made = db.script(sql + " AND pos > 20");
        ASSERT_TRUE(made) << made.error().detail << sql;
        ASSERT_TRUE(db.script("PRAGMA writable_schema = on"));
        ASSERT_TRUE(db.run("update sqlite_master set sql = ? where name = 'fact_stream'", sql));
    });
    EXPECT_LT(found(), before);
    EXPECT_EQ(opened(), "");
    EXPECT_EQ(found(), before);
}

TEST_P(LogTrust, ATableThatIsNotAsWeMakeItIsRefused) {
    const bool sqlite = GetParam() == store::Dialect::sqlite;
    by_hand([sqlite](store::Connection& db) {
        ASSERT_TRUE(db.script("DROP TABLE security_event"));
        ASSERT_TRUE(db.script(
            sqlite ? "CREATE TABLE security_event(at INTEGER NOT NULL, kind TEXT NOT NULL, "
                     "account INTEGER, detail TEXT NOT NULL, count INTEGER NOT NULL, quiet INTEGER "
                     "GENERATED ALWAYS AS (nullif(at, at)) NOT NULL ON CONFLICT IGNORE)"
                   : "CREATE VIEW security_event AS SELECT 1 AS at"));
    });
    EXPECT_EQ(opened(), "store.schema_altered");
    EXPECT_EQ(opened(IfAltered::accept), "store.schema_altered");
}

TEST_P(LogTrust, AViewThatIsGoneIsNamedAndAnIndexOfSomebodyElseToo) {
    by_hand([](store::Connection& db) {
        ASSERT_TRUE(db.script("CREATE UNIQUE INDEX quiet ON stay(site)"));
    });
    EXPECT_EQ(opened(), GetParam() == store::Dialect::sqlite ? "store.schema_altered" : "");
    by_hand([](store::Connection& db) { ASSERT_TRUE(db.script("DROP INDEX quiet")); });
    by_hand([](store::Connection& db) { ASSERT_TRUE(db.script("DROP TABLE stay")); });
    EXPECT_EQ(opened(), "store.schema_altered");
}

// Put there so that no number comes after them.
TEST_P(LogTrust, RowsWithTheHighestNumberThereIsStopNothing) {
    by_hand([](store::Connection& db) {
        ASSERT_TRUE(db.run("insert into stream(local, kind, id) values (?, 'identity', ?)",
                           std::numeric_limits<std::int64_t>::max(), ByteArray<16>{7}));
        ASSERT_TRUE(db.run(
            "insert into watch_link(number, row_table, row_hash, link) values (?, 'opening', ?, ?)",
            std::numeric_limits<std::int64_t>::max(), ByteArray<32>{}, ByteArray<32>{}));
    });
    EXPECT_EQ(opened(), "");
    centre_.enrol(1);
    const auto db = store::open_reader(node::location_of(centre_.place));
    const auto loaded = node::load_node(**db, centre_.place);
    registry::RegisterIndex index;
    EXPECT_TRUE(registry::load_index(**db, loaded->keyring, index));
    EXPECT_EQ(index.size(), 3U);
}

TEST_P(LogTrust, ATriggerThatSomebodyPutInIsRefused) {
    const bool sqlite = GetParam() == store::Dialect::sqlite;
    by_hand([sqlite](store::Connection& db) {
        if (sqlite) {
            ASSERT_TRUE(
                db.script("CREATE TRIGGER quiet AFTER INSERT ON session BEGIN "
                          "DELETE FROM opening; END"));
        } else {
            ASSERT_TRUE(db.script("CREATE RULE quiet AS ON INSERT TO session DO ALSO NOTHING"));
        }
    });
    EXPECT_EQ(opened(), "store.has_triggers");
}

}  // namespace
}  // namespace jatigi::app

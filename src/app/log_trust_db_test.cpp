// What somebody with the database alone, and no key, changes while the node is down.
#include "app/log_trust_for_tests.h"
#include "jobs/self_check.h"
#include "people/registry/register_index_view.h"
#include "platform/log/read.h"

namespace jatigi::app {
namespace {

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

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "platform/log/handle.h"
#include "platform/log/read.h"
#include "platform/log/writer.h"
#include "testing/databases.h"
#include "testing/note_view.h"
#include "testing/postgres_server.h"

namespace jatigi::log {
namespace {

using namespace std::chrono_literals;
using testing::NoteId;
using testing::write_note;

using Work = std::function<Result<std::string>(WriteTx&)>;

class Writers : public ::testing::TestWithParam<store::Dialect> {
protected:
    Writers() { start(); }
    void start() { writer_ = node_.start_writer(); }
    void stop() { writer_.reset(); }
    store::Connection& reader() { return node_.database().reader(); }

    // A command that keeps a receipt.
    Result<Receipt> handle(const Cause& cause, const Work& work) {
        return writer_->run<Receipt>([&](WriteTx& tx) { return once(tx, cause, work); });
    }
    Work writes(std::uint64_t note, const std::string& words = "invented") {
        return [=, cause = node_.cause()](WriteTx& tx) -> Result<std::string> {
            TRY(write_note(tx, cause, NoteId{9, note}, words));
            return R"({"note":")" + words + "\"}";
        };
    }
    std::int64_t notes() { return testing::count_notes(reader()).value_or(-1); }
    std::int64_t count(std::string_view table) {
        return (*reader().first("select count(*) from " + std::string(table)))->integer(0);
    }
    std::vector<std::int64_t> numbers() {
        std::vector<std::int64_t> found;
        const auto rows = reader().rows("select seq from fact order by pos");
        for (const store::Row& row : rows.value_or(store::Rows{})) found.push_back(row.integer(0));
        return found;
    }
    void expect_chain_of(std::size_t facts) {
        Hash before{};
        std::uint64_t seq = 0;
        ASSERT_TRUE(for_each_fact(reader(), [&](const StoredFact& fact) -> Result<void> {
            TRY_ASSIGN(const FactHeader header, decode_header(fact.header));
            EXPECT_EQ(header.seq, ++seq);
            EXPECT_EQ(header.prev, before);
            EXPECT_EQ(hash_fact(fact.header, fact.body), fact.hash);
            before = fact.hash;
            return {};
        }));
        EXPECT_EQ(seq, facts);
    }

    testing::TestNode node_{GetParam(), testing::note_views()};
    std::unique_ptr<Writer> writer_;
};

std::string_view code_of(const Result<Receipt>& receipt) {
    return receipt ? std::string_view(receipt->code) : receipt.error().code;
}

TEST_P(Writers, FactsAreAppendedAndChained) {
    for (std::uint64_t i = 0; i < 5; ++i) ASSERT_TRUE(handle(node_.cause(), writes(i)));
    expect_chain_of(6);  // The first one opened the epoch.
    EXPECT_EQ(notes(), 5);
}

TEST_P(Writers, AFactSaysWhoCausedItAndWhatItFollows) {
    const Cause cause = node_.cause();
    const Work both = [&](WriteTx& tx) -> Result<std::string> {
        TRY(write_note(tx, cause, NoteId{9, 1}, "first"));
        TRY(write_note(tx, cause, NoteId{9, 1}, "second"));
        return "{}";
    };
    ASSERT_TRUE(handle(cause, both));
    const auto rows = reader().rows("select body, hash from fact order by pos");
    ASSERT_TRUE(rows);
    const auto first = decode_body(rows->at(1).bytes(0));
    const auto second = decode_body(rows->at(2).bytes(0));
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->command, cause.command);
    EXPECT_EQ(first->actor, 1);
    EXPECT_EQ(first->device, 2);
    EXPECT_EQ(first->base, ByteArray<8>{});
    EXPECT_EQ(second->base, fixed_bytes<8>(rows->at(1).bytes(1)));
}

TEST_P(Writers, ARefusalLeavesAReceiptAndNoFact) {
    const Work refuses = [](WriteTx&) -> Result<std::string> {
        return refuse(ErrorKind::conflict, "note.refused", "for the operator", R"({"why":1})");
    };
    const Cause cause = node_.cause();
    const auto first = handle(cause, refuses);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->code, "note.refused");
    EXPECT_EQ(first->params, R"({"why":1})");
    EXPECT_EQ(count("receipt"), 1);
    EXPECT_EQ(numbers().size(), 1U);
    // The decision stands, even when the work would now do something else.
    const auto again = handle(cause, writes(1));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->code, "note.refused");
    EXPECT_EQ(again->params, R"({"why":1})");
    EXPECT_EQ(again->kind, ErrorKind::conflict);
    EXPECT_EQ(notes(), 0);
}

TEST_P(Writers, TheSameCommandTwiceGivesTheSameReceiptAndOneFact) {
    const Cause cause = node_.cause();
    const auto first = handle(cause, writes(1, "first"));
    const auto second = handle(cause, writes(1, "second"));
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(first->accepted() && second->accepted());
    EXPECT_EQ(first->params, R"({"note":"first"})");
    EXPECT_EQ(second->params, first->params);
    EXPECT_EQ(notes(), 1);
}

TEST_P(Writers, AReceiptOutlivesARestart) {
    const Cause cause = node_.cause();
    ASSERT_TRUE(handle(cause, writes(1, "first")));
    stop();
    start();
    EXPECT_EQ(handle(cause, writes(1, "second"))->params, R"({"note":"first"})");
    EXPECT_EQ(notes(), 1);
}

TEST_P(Writers, TheSameIdWithAnotherRequestIsRefused) {
    Cause cause = node_.cause();
    ASSERT_TRUE(handle(cause, writes(1)));
    cause.digest[0] ^= 1U;
    EXPECT_EQ(code_of(handle(cause, writes(2))), "command.id_reused");
    EXPECT_EQ(notes(), 1);
}

TEST_P(Writers, TheSameIdOfAnotherAccountIsAnotherCommand) {
    Cause cause = node_.cause();
    ASSERT_TRUE(handle(cause, writes(1)));
    cause.account = 2;
    cause.digest[0] ^= 1U;
    EXPECT_TRUE(handle(cause, writes(2)));
    EXPECT_EQ(notes(), 2);
}

TEST_P(Writers, AnErrorAfterAnAppendUndoesItAll) {
    const Cause cause = node_.cause();
    const std::int64_t streams = count("stream");
    const Work fails = [&](WriteTx& tx) -> Result<std::string> {
        TRY(write_note(tx, cause, NoteId{9, 1}, "half"));
        return refuse(ErrorKind::conflict, "note.second_half_refused");
    };
    EXPECT_FALSE(handle(cause, fails));
    EXPECT_EQ(numbers().size(), 1U);
    EXPECT_EQ(notes(), 0);
    EXPECT_EQ(count("receipt"), 0);
    EXPECT_EQ(count("stream"), streams);
    // It may be tried again.
    ASSERT_TRUE(handle(cause, writes(1)));
    expect_chain_of(2);
}

TEST_P(Writers, ARequestThatWasNotTakenUpKeepsNoReceipt) {
    for (const ErrorKind kind :
         {ErrorKind::unauthenticated, ErrorKind::not_allowed, ErrorKind::not_found,
          ErrorKind::too_large, ErrorKind::throttled, ErrorKind::unavailable}) {
        const Work refuses = [&](WriteTx&) -> Result<std::string> {
            return refuse(kind, "note.not_taken_up");
        };
        const Cause cause = node_.cause();
        EXPECT_FALSE(handle(cause, refuses));
        EXPECT_EQ(count("receipt"), 0);
        EXPECT_TRUE(handle(cause, writes(1)));
        ASSERT_TRUE(writer_->run<bool>([&](WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run("delete from receipt"));
            return true;
        }));
    }
}

TEST_P(Writers, ABodyOverTheLimitIsRefusedAndLeavesNothing) {
    const auto receipt = handle(node_.cause(), writes(1, std::string(body_bytes_max, 'x')));
    EXPECT_EQ(code_of(receipt), "fact.too_large");
    EXPECT_EQ(numbers().size(), 1U);
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    expect_chain_of(2);
}

// One command of a group fails after it wrote, another hits a constraint, a third is refused: the
// rest of the group stands. The first command holds the writer until all wait.
TEST_P(Writers, OneCommandsErrorLeavesTheRestOfItsGroupAlone) {
    std::latch all_wait(1), all_answered(10);
    std::atomic<int> accepted = 0;
    const auto answered = [&](const Result<bool>& result) {
        accepted += result ? 1 : 0;
        all_answered.count_down();
    };
    writer_->submit<bool>(
        [&](WriteTx&) -> Result<bool> {
            all_wait.wait();
            return true;
        },
        answered);
    for (std::uint64_t i = 1; i < 10; ++i) {
        writer_->submit<bool>(
            [i, cause = node_.cause()](WriteTx& tx) -> Result<bool> {
                if (i == 2) return refuse(ErrorKind::conflict, "note.refused");
                TRY(write_note(tx, cause, NoteId{9, i}, std::to_string(i)));
                if (i == 4) return refuse(ErrorKind::conflict, "note.second_half_refused");
                if (i == 6)
                    TRY(
                        tx.db().run("insert into note(pos, note, words) values (1, 1, 1), "
                                    "(1, 1, 1)"));
                return true;
            },
            answered);
    }
    all_wait.count_down();
    all_answered.wait();
    EXPECT_EQ(accepted, 7);
    EXPECT_EQ(notes(), 6);
    expect_chain_of(7);
    for (const std::string words : {"1", "3", "5", "7", "8", "9"})
        EXPECT_EQ(reader().rows("select pos from note where words = ?", words)->size(), 1U)
            << words;
}

TEST_P(Writers, TwoHundredAtOnceAreAllAnsweredInOneUnbrokenChain) {
    constexpr int threads = 8, each = 25;
    std::latch answered(std::ptrdiff_t{threads} * each);
    std::atomic<int> accepted = 0;
    std::vector<Cause> causes;
    for (int i = 0; i < threads * each; ++i) causes.push_back(node_.cause());
    {
        std::vector<std::jthread> devices;
        for (int device = 0; device < threads; ++device)
            devices.emplace_back([&, device] {
                for (int i = 0; i < each; ++i) {
                    const auto n =
                        static_cast<std::uint64_t>(device) * each + static_cast<std::uint64_t>(i);
                    writer_->submit<Receipt>(
                        [&, n](WriteTx& tx) {
                            return once(tx, causes[n], [&](WriteTx& inner) -> Result<std::string> {
                                TRY(write_note(inner, causes[n], NoteId{9, n % 7}, "x"));
                                return "{}";
                            });
                        },
                        [&](const Result<Receipt>& receipt) {
                            accepted += receipt && receipt->accepted() ? 1 : 0;
                            answered.count_down();
                        });
                }
            });
    }
    answered.wait();
    EXPECT_EQ(accepted, threads * each);
    EXPECT_EQ(notes(), threads * each);
    expect_chain_of(threads * each + 1);
}

TEST_P(Writers, WhatWaitsIsAnsweredBeforeTheWriterStops) {
    std::atomic<int> answers = 0;
    for (std::uint64_t i = 0; i < 100; ++i)
        writer_->submit<std::int64_t>(
            [i, cause = node_.cause()](WriteTx& tx) {
                return write_note(tx, cause, NoteId{9, i}, "x");
            },
            [&](const Result<std::int64_t>& pos) { answers += pos ? 1 : 0; });
    stop();
    EXPECT_EQ(answers, 100);
    EXPECT_EQ(notes(), 100);
}

TEST_P(Writers, TheCommandAfterTheTenThousandthThatWaitsIsRefusedAtOnce) {
    std::latch begun(1), may_end(1);
    std::atomic<int> refused = 0;
    writer_->submit<bool>(
        [&](WriteTx&) -> Result<bool> {
            begun.count_down();
            may_end.wait();
            return true;
        },
        [](const Result<bool>&) {});
    begun.wait();
    const auto submit = [&] {
        writer_->submit<bool>([](WriteTx&) -> Result<bool> { return true; },
                              [&](const Result<bool>& result) {
                                  if (result) return;
                                  EXPECT_EQ(result.error().code, "store.overloaded");
                                  ++refused;
                              });
    };
    for (int i = 0; i < 10'000; ++i) submit();
    EXPECT_EQ(refused, 0);
    submit();
    EXPECT_EQ(refused, 1);
    may_end.count_down();
    stop();
    EXPECT_EQ(refused, 1);
}

TEST_P(Writers, ARestartContinuesTheChain) {
    for (std::uint64_t i = 0; i < 3; ++i) ASSERT_TRUE(handle(node_.cause(), writes(i)));
    stop();
    start();
    for (std::uint64_t i = 0; i < 3; ++i) ASSERT_TRUE(handle(node_.cause(), writes(i)));
    expect_chain_of(7);
    EXPECT_EQ(count("note"), 6);
}

TEST_P(Writers, TheHeadIsSignedAtShutdown) {
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    EXPECT_EQ(count("head"), 1);  // Of the epoch's opening.
    stop();
    const auto row = reader().first("select seq, hash, signature from head order by seq desc");
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->integer(0), 2);
    const auto last = reader().first("select hash from fact order by pos desc limit 1");
    EXPECT_EQ((*row)->bytes(1), (*last)->bytes(0));
    const auto& secrets = node_.node().secrets;
    EXPECT_TRUE(vault::verify_signature(
        secrets.sign_public(),
        head_message(secrets.site(), 1, 2, fixed_bytes<32>((*row)->bytes(1))), (*row)->bytes(2)));
}

TEST_P(Writers, AShutdownWithoutNewFactsSignsNothing) {
    stop();
    start();
    stop();
    EXPECT_EQ(count("head"), 1);
}

TEST_P(Writers, TheHeadIsSignedAfterAMinuteAndNotBefore) {
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    node_.now += 60s - 1us;
    ASSERT_TRUE(handle(node_.cause(), writes(2)));
    EXPECT_EQ(count("head"), 1);
    node_.now += 1us;
    ASSERT_TRUE(handle(node_.cause(), writes(3)));
    EXPECT_EQ(count("head"), 2);
}

TEST_P(Writers, TheHeadIsSignedAfterAThousandFacts) {
    const auto append = [&](int facts) {
        return writer_->run<bool>([&](WriteTx& tx) -> Result<bool> {
            for (int i = 0; i < facts; ++i) TRY(write_note(tx, node_.cause(), NoteId{9, 1}, "x"));
            return true;
        });
    };
    ASSERT_TRUE(append(999));
    ASSERT_TRUE(append(1));  // 999 since the head that opened the epoch.
    EXPECT_EQ(count("head"), 1);
    ASSERT_TRUE(append(1));
    EXPECT_EQ(count("head"), 2);
    expect_chain_of(1002);
}

TEST_P(Writers, AClockThatGoesBackDoesNotTurnAStreamAround) {
    const std::uint64_t before = static_cast<std::uint64_t>(node_.now.time_since_epoch().count());
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    node_.now -= 24h;
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    ASSERT_TRUE(handle(node_.cause(), writes(2)));
    const auto rows = reader().rows("select header from fact order by pos");
    ASSERT_TRUE(rows);
    const auto clock = [&](std::size_t i) { return decode_header(rows->at(i).bytes(0))->hlc_us; };
    EXPECT_EQ(clock(1), before);
    EXPECT_EQ(clock(2), before + 1);  // The same stream: one microsecond after its last fact.
    EXPECT_LT(clock(3), before);      // Another stream is not disturbed.
}

TEST_P(Writers, AfterAFailureOfTheStoreTheConnectionIsOpenedAgain) {
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    const Work fails = [&](WriteTx& tx) -> Result<std::string> {
        TRY(write_note(tx, node_.cause(), NoteId{9, 2}, "lost"));
        return refuse(ErrorKind::unavailable, "store.unavailable", "the disk is gone");
    };
    EXPECT_EQ(code_of(handle(node_.cause(), fails)), "store.unavailable");
    EXPECT_EQ(node_.reconnections(), 0);
    ASSERT_TRUE(handle(node_.cause(), writes(3)));
    EXPECT_EQ(node_.reconnections(), 1);
    EXPECT_EQ(notes(), 2);
    expect_chain_of(3);
}

TEST_P(Writers, ACommitThatFailsLeavesTheHeadToBeSignedLater) {
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    stop();
    // A constraint that is looked at only when the transaction commits.
    if (GetParam() == store::Dialect::sqlite) {
        ASSERT_TRUE(node_.db().script("PRAGMA foreign_keys=ON"));
    }
    ASSERT_TRUE(node_.db().run("delete from head where seq > 1"));
    ASSERT_TRUE(
        node_.db().script("CREATE TABLE parent(id {KEY}); CREATE TABLE child(id {INT} "
                          "REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);"));
    start();
    node_.now += 61s;  // The next group signs the head.
    const Work breaks_commit = [](WriteTx& tx) -> Result<std::string> {
        TRY(tx.db().run("insert into child(id) values (7)"));
        return "{}";
    };
    EXPECT_FALSE(handle(node_.cause(), breaks_commit));
    EXPECT_EQ((*reader().first("select max(seq) from head"))->integer(0), 1);
    stop();
    EXPECT_EQ((*reader().first("select max(seq) from head"))->integer(0), 2);
}

TEST_P(Writers, AWriterOfDataWithoutAnEpochDoesNotStart) {
    testing::TestDatabase empty(GetParam());
    const auto started =
        Writer::start(empty.take_writer(), {}, node_.node(), {}, [] { return Instant{}; }, {});
    EXPECT_FALSE(started);
}

INSTANTIATE_TEST_SUITE_P(Each, Writers, testing::both_stores(), testing::store_name);

// A file does not go away under a connection; a server does.
class WritersToAServer : public Writers {
protected:
    void end_all() {
        testing::postgres_server().end_connections(node_.database().location().text());
    }
};

TEST_P(WritersToAServer, ACommandAfterTheServerWentAwayIsDoneOverANewConnection) {
    ASSERT_TRUE(handle(node_.cause(), writes(1)));
    end_all();
    EXPECT_EQ(code_of(handle(node_.cause(), writes(2))), "");
    EXPECT_EQ(node_.reconnections(), 1);
    ASSERT_TRUE(handle(node_.cause(), writes(3)));
    EXPECT_EQ(node_.reconnections(), 1);
    stop();
    EXPECT_EQ(notes(), 3);
    expect_chain_of(4);
}

TEST_P(WritersToAServer, ACommandWhoseConnectionDiesUnderItIsRefusedAndLeavesNothing) {
    const Work dies = [&](WriteTx& tx) -> Result<std::string> {
        TRY(write_note(tx, node_.cause(), NoteId{9, 1}, "lost"));
        end_all();
        return "{}";
    };
    EXPECT_EQ(code_of(handle(node_.cause(), dies)), "store.unavailable");
    EXPECT_EQ(code_of(handle(node_.cause(), writes(2))), "");
    EXPECT_EQ(notes(), 1);
    expect_chain_of(2);
}

// A command that takes a failed statement for nothing: PostgreSQL rolls back and calls it a commit.
TEST_P(WritersToAServer, ACommitThatKeptNothingIsNotAcknowledged) {
    const auto swallowed = writer_->run<bool>([&](WriteTx& tx) -> Result<bool> {
        TRY(write_note(tx, node_.cause(), NoteId{9, 1}, "lost"));
        EXPECT_FALSE(tx.db().run("insert into nowhere(nothing) values (1)"));
        return true;
    });
    ASSERT_FALSE(swallowed);
    EXPECT_EQ(swallowed.error().code, "store.aborted");
    EXPECT_EQ(notes(), 0);
    EXPECT_EQ(code_of(handle(node_.cause(), writes(2))), "");
    expect_chain_of(2);
}

INSTANTIATE_TEST_SUITE_P(Each, WritersToAServer, ::testing::Values(store::Dialect::postgres),
                         testing::store_name);

}  // namespace
}  // namespace jatigi::log

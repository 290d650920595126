#include "platform/log/verify.h"

#include <gtest/gtest.h>

#include "platform/log/read.h"
#include "testing/databases.h"
#include "testing/note_view.h"

namespace jatigi::log {
namespace {

using testing::NoteId;

// Facts: 1 node.opened, 2 to 5 notes, 6 a sealed note, 7 and 8 notes after the second signed head.
class Verification : public ::testing::TestWithParam<store::Dialect> {
protected:
    Verification() {
        write(testing::write_note, 4);
        write(testing::write_sealed_note, 1);
        node_.sign();
        write(testing::write_note, 2);
    }
    void write(Result<std::int64_t> (*append)(WriteTx&, const Cause&, NoteId, std::string_view),
               int facts) {
        const auto done = node_.write<bool>([&](WriteTx& tx) -> Result<bool> {
            for (int i = 0; i < facts; ++i) {
                const std::string words = "words " + std::to_string(++notes_);
                TRY(append(tx, node_.cause(), NoteId{9, notes_ % 3}, words));
            }
            return true;
        });
        EXPECT_TRUE(done);
    }
    VerifyReport report() {
        store::Connection& reader = node_.database().reader();
        EXPECT_TRUE(reader.begin_read());
        auto made = verify(reader, &node_.node().keyring, node_.views(), {});
        reader.rollback();
        EXPECT_TRUE(made);
        return made.value_or(VerifyReport{});
    }
    template <class... Args>
    void tamper(std::string_view sql, const Args&... args) {
        const auto changed = node_.db().run(sql, args...);
        ASSERT_TRUE(changed) << changed.error().detail;
        EXPECT_GT(*changed, 0);
    }
    Bytes bytes(std::string_view column, std::int64_t pos) {
        return (*node_.db().first("select " + std::string(column) + " from fact where pos = ?",
                                  pos))
            ->bytes(0);
    }
    // Some problem says this.
    void expect_problem(std::string_view words) {
        const VerifyReport made = report();
        EXPECT_FALSE(made.problems.empty());
        const bool said = std::any_of(
            made.problems.begin(), made.problems.end(),
            [&](const std::string& problem) { return problem.find(words) != std::string::npos; });
        EXPECT_TRUE(said) << words << " is not in " << ::testing::PrintToString(made.problems);
    }
    // Body and hash fit each other again, as whoever knows the format would leave them.
    void rewrite(std::int64_t pos, const Bytes& body) {
        tamper("update fact set body = ?, hash = ? where pos = ?", body,
               hash_fact(bytes("header", pos), body), pos);
    }
    Bytes changed_body(std::int64_t pos) {
        Bytes body = bytes("body", pos);
        const std::size_t at = as_text(body).find("words ") + 6;
        body.at(at) = 'X';
        return body;
    }

    testing::TestNode node_{GetParam(), testing::note_views()};
    std::uint64_t notes_ = 0;
};

TEST_P(Verification, ACleanLogHasNoProblems) {
    const VerifyReport made = report();
    EXPECT_EQ(made.problems, std::vector<std::string>{});
    EXPECT_EQ(made.facts, 8);
    EXPECT_EQ(made.sealed, 1);
    EXPECT_EQ(made.unreadable, 0);
    EXPECT_EQ(made.heads, 2);
}

TEST_P(Verification, FactsAfterTheLastHeadAreCounted) {
    EXPECT_EQ(report().unsigned_tail, 2);
    node_.sign();
    EXPECT_EQ(report().unsigned_tail, 0);
}

TEST_P(Verification, WithoutTheKeyringSealsAreNotTried) {
    store::Connection& reader = node_.database().reader();
    ASSERT_TRUE(reader.begin_read());
    const auto made = verify(reader, nullptr, node_.views(), {});
    reader.rollback();
    ASSERT_TRUE(made);
    EXPECT_EQ(made->problems, std::vector<std::string>{});
    EXPECT_EQ(made->unreadable, 0);
}

TEST_P(Verification, AMissingKeyIsReported) {
    tamper("delete from keyring");
    EXPECT_EQ(report().unreadable, 1);
    expect_problem("pos 6: its key is missing, and was not erased");
}

TEST_P(Verification, AKeyThatDoesNotOpenIsReported) {
    tamper("update keyring set generation = 99");
    expect_problem("does not open");
}

TEST_P(Verification, AnErasedPersonIsUnreadableAndNoProblem) {
    tamper("insert into erased_key(key_id, person, class, commitment) "
           "select key_id, person, class, commitment from keyring");
    tamper("delete from keyring");
    const VerifyReport made = report();
    EXPECT_EQ(made.unreadable, 1);
    EXPECT_EQ(made.problems, std::vector<std::string>{});
}

TEST_P(Verification, AChangedBodyByteIsReported) {
    tamper("update fact set body = ? where pos = 3", changed_body(3));
    expect_problem("pos 3: hash differs");
}

TEST_P(Verification, AChangedHeaderByteIsReported) {
    Bytes header = bytes("header", 3);
    header[60] ^= 1U;  // The clock.
    tamper("update fact set header = ? where pos = 3", header);
    expect_problem("pos 3: hash differs");
}

TEST_P(Verification, ABodyWithAByteMoreIsReported) {
    Bytes body = bytes("body", 3);
    body.push_back(' ');
    rewrite(3, body);
    expect_problem("pos 3: body length");
}

TEST_P(Verification, AChangedHashIsReported) {
    Bytes hash = bytes("hash", 3);
    hash[0] ^= 1U;
    tamper("update fact set hash = ? where pos = 3", hash);
    expect_problem("pos 3: hash differs");
    expect_problem("pos 4: prev");
}

TEST_P(Verification, ARewrittenFactBreaksTheChain) {
    rewrite(3, changed_body(3));
    expect_problem("pos 4: prev");
}

TEST_P(Verification, ARewrittenFactUnderAHeadBreaksTheHead) {
    // The last one that the second head signs, and nothing after it.
    tamper("delete from fact where pos > 5");
    tamper("update head set seq = 5, hash = ? where seq = 6", bytes("hash", 5));
    node_.sign();
    rewrite(5, changed_body(5));
    expect_problem("head at seq 5: the log holds another fact");
}

TEST_P(Verification, AFactTakenOutOfTheMiddleIsReported) {
    tamper("delete from fact where pos = 4");
    expect_problem("seq 5 after 3");
}

TEST_P(Verification, SwappedRowsAreReported) {
    tamper("update fact set pos = 1000 where pos = 3");
    tamper("update fact set pos = 3 where pos = 4");
    tamper("update fact set pos = 4 where pos = 1000");
    expect_problem("seq 4 after 2");
}

TEST_P(Verification, ATailCutOffBeforeASignedHeadIsReported) {
    tamper("delete from fact where pos > 5");
    expect_problem("head at seq 6: the log holds another fact or none");
}

TEST_P(Verification, AnAddedFactOutsideTheChainIsReported) {
    const Bytes header = bytes("header", 3);
    tamper("insert into fact(pos, site, epoch, seq, stream, received_at, header, body, hash) "
           "values (9, ?, 1, 9, null, 0, ?, ?, ?)",
           node_.node().secrets.site(), header, bytes("body", 3), bytes("hash", 3));
    expect_problem("pos 9");
}

TEST_P(Verification, AChangedSignatureIsReported) {
    Bytes signature = (*node_.db().first("select signature from head where seq = 6"))->bytes(0);
    signature[63] ^= 1U;
    tamper("update head set signature = ? where seq = 6", signature);
    expect_problem("head at seq 6: signature");
}

TEST_P(Verification, AHeadMovedToAnotherNumberIsReported) {
    tamper("update head set seq = 5 where seq = 6");
    expect_problem("head at seq 5: signature");
}

TEST_P(Verification, AChangedViewRowIsReported) {
    tamper("update note set words = 'another' where pos = 3");
    expect_problem("view note: 6 rows here, 6 from the facts, and they differ");
}

TEST_P(Verification, AViewRowTooFewOrTooManyIsReported) {
    tamper("delete from note where pos = 3");
    expect_problem("view note: 5 rows here, 6 from the facts");
    tamper("insert into note(pos, note, words) select 100 + pos, note, words from note");
    expect_problem("view note: 10 rows here, 6 from the facts");
}

TEST_P(Verification, ASealedBodyThatDoesNotOpenIsReported) {
    Bytes body = bytes("body", 6);
    body[0] ^= 1U;
    rewrite(6, body);
    expect_problem("pos 6: seal does not open");
}

// The column is not hashed: this is how a restriction would be hidden without a key.
TEST_P(Verification, ASealedFactFiledUnderAnotherPersonIsReported) {
    write(testing::write_sealed_note, 2);  // The second is of somebody else.
    tamper("update fact set stream = (select stream from fact where pos = 10) where pos = 6");
    expect_problem("pos 6: filed under another person or stream");
}

TEST_P(Verification, ASealedFactFiledUnderAnOpenStreamIsReported) {
    tamper("update fact set stream = (select stream from fact where pos = 3) where pos = 6");
    expect_problem("pos 6: filed under another person or stream");
}

TEST_P(Verification, ASealedFactFiledNowhereIsReportedWithoutAnyKey) {
    tamper("delete from keyring");
    tamper("update fact set stream = null where pos = 6");
    expect_problem("pos 6: sealed, and filed under no stream");
}

TEST_P(Verification, ASealedFactWhoseStreamIsGoneIsReported) {
    tamper("delete from stream where kind = 'sealed_note'");
    expect_problem("pos 6: sealed, and filed under no stream");
}

TEST_P(Verification, AFactSealedWithTheKeyOfAnotherPersonIsReported) {
    const auto done = node_.write<std::int64_t>([&](WriteTx& tx) {
        return tx.append({.stream = stream_name("sealed_note", NoteId{9, 1}),
                          .cls = FactClass::identity,
                          .person = ByteArray<16>{1},
                          .type = "note.written"},
                         node_.cause());
    });
    ASSERT_EQ(done, 9);
    expect_problem("pos 9: sealed with a key of another person or class");
}

TEST_P(Verification, AHeaderThatCannotBeReadIsReported) {
    tamper("update fact set header = ? where pos = 3", Bytes(5, 0));
    expect_problem("pos 3: header malformed");
}

// State is loaded by these columns, so a changed one changes decisions without touching a byte that
// is hashed.
TEST_P(Verification, AFactFiledUnderAnotherStreamIsReported) {
    tamper("update fact set stream = (select stream from fact where pos = 4) where pos = 3");
    expect_problem("pos 3");
}

TEST_P(Verification, AFactFiledUnderAnotherNumberIsReported) {
    tamper("update fact set seq = 77 where pos = 8");
    expect_problem("pos 8");
}

TEST_P(Verification, ProblemsNameThePositionAndNeverTheContent) {
    tamper("update fact set body = ? where pos = 3", changed_body(3));
    tamper("update note set words = 'another'");
    for (const std::string& problem : report().problems) {
        EXPECT_EQ(problem.find("words"), std::string::npos) << problem;
        EXPECT_EQ(problem.find("another'"), std::string::npos) << problem;
    }
}

TEST_P(Verification, ARebuildMendsViews) {
    tamper("update note set words = 'another'");
    EXPECT_FALSE(report().problems.empty());
    EXPECT_EQ(rebuild_views(node_.db(), node_.views(), {}), 8);
    EXPECT_EQ(report().problems, std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Each, Verification, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::log

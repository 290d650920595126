#include "platform/log/quarantine.h"

#include <gtest/gtest.h>

#include "platform/base/hash.h"
#include "platform/log/read.h"
#include "platform/log/rebuild.h"
#include "platform/log/verify.h"
#include "testing/databases.h"
#include "testing/note_view.h"
#include "testing/planted_fact.h"

namespace jatigi::log {
namespace {

using testing::NoteId;

// The smallest concept with a value that protects: a note that may have been withdrawn.
enum class Standing { kept, withdrawn };
struct NoteStream {
    using State = Standing;
    using Event = Standing;
    static std::optional<Event> decode(const FactBody&) { return Standing::kept; }
    static State protect(State) { return Standing::withdrawn; }
};
Standing evolve(Standing state, Standing event) { return std::max(state, event); }

// Facts: 1 node.opened, 2 and 3 notes, then what a test plants.
class UnreadableFacts : public ::testing::TestWithParam<store::Dialect> {
protected:
    UnreadableFacts() {
        EXPECT_TRUE(write(1, "first"));
        EXPECT_TRUE(write(2, "second"));
    }
    Result<std::int64_t> write(std::uint64_t note, std::string_view words) {
        return node_.write<std::int64_t>([&](WriteTx& tx) {
            return testing::write_note(tx, node_.cause(), NoteId{9, note}, words);
        });
    }
    static StreamName note(std::uint64_t number) { return stream_name("note", NoteId{9, number}); }
    static Bytes torn(std::uint64_t number) {
        return testing::cut_inside_a_letter(
            testing::body_of(note(number), "note.written", {{"words", "secreté"}}));
    }
    void plant(std::uint64_t number) {
        const auto pos = testing::plant(node_.db(), node_.node(), {.stream = note(number),
                                                                   .body = torn(number)});
        ASSERT_TRUE(pos) << pos.error().code << pos.error().detail;
    }
    std::vector<std::string> problems() {
        store::Connection& reader = node_.database().reader();
        EXPECT_TRUE(reader.begin_read());
        const auto made = verify(reader, &node_.node().keyring, node_.views(), {});
        reader.rollback();
        EXPECT_TRUE(made);
        return made ? made->problems : std::vector<std::string>{"verify failed"};
    }
    Standing standing_of(std::uint64_t number) {
        return node_
            .write<Standing>([&](WriteTx& tx) { return tx.state<NoteStream>(note(number)); })
            .value();
    }
    std::int64_t count(std::string_view table) {
        return (*node_.db().first("select count(*) from " + std::string(table)))->integer(0);
    }

    testing::TestNode node_{GetParam(), testing::note_views()};
};

TEST_P(UnreadableFacts, AreProblemsOfVerifyByPositionAlone) {
    plant(1);
    EXPECT_EQ(problems(),
              std::vector<std::string>{"pos 4: body unreadable, its stream is quarantined"});
}

TEST_P(UnreadableFacts, DoNotKeepTheOthersFromARebuild) {
    plant(1);
    EXPECT_TRUE(write(2, "third"));
    EXPECT_EQ(rebuild_views(node_.db(), node_.views(), {}), 5);
    EXPECT_EQ(testing::count_notes(node_.db()), 3);
    const auto quarantine = read_quarantine(node_.db());
    ASSERT_TRUE(quarantine);
    EXPECT_EQ(quarantine->facts, 1);
    EXPECT_EQ(quarantine->streams, std::vector<StreamName>{note(1)});
    EXPECT_EQ(is_quarantined(node_.db(), note(1).id), true);
    EXPECT_EQ(is_quarantined(node_.db(), note(2).id), false);
    EXPECT_EQ(problems().size(), 1U);
}

TEST_P(UnreadableFacts, DoNotKeepTheNodeFromStartingAfterAChangeOfAView) {
    plant(1);
    ASSERT_TRUE(node_.db().run("update view_schema set hash = 'of another version'"));
    EXPECT_TRUE(ensure_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(testing::count_notes(node_.db()), 2);
    EXPECT_EQ(read_quarantine(node_.db())->facts, 1);
}

TEST_P(UnreadableFacts, AreFoundAgainByEachRebuild) {
    plant(1);
    ASSERT_TRUE(rebuild_views(node_.db(), node_.views(), {}));
    ASSERT_TRUE(rebuild_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(read_quarantine(node_.db())->facts, 1);
}

TEST_P(UnreadableFacts, GiveTheirStreamTheValueThatProtects) {
    plant(1);
    EXPECT_EQ(standing_of(1), Standing::withdrawn);
    EXPECT_EQ(standing_of(2), Standing::kept);
}

TEST_P(UnreadableFacts, FiledFromElsewhereProtectBothOrAreReported) {
    ASSERT_TRUE(node_.db().run(
        "update fact set stream = (select stream from fact where pos = 3) where pos = 2"));
    EXPECT_EQ(standing_of(2), Standing::withdrawn);
    EXPECT_EQ(problems(), std::vector<std::string>{"pos 2: filed under another stream"});
}

TEST_P(UnreadableFacts, WithATornHeaderAreAsThoseWithATornBody) {
    ASSERT_TRUE(node_.db().run("update fact set header = ? where pos = 3", Bytes(5, 0)));
    EXPECT_TRUE(rebuild_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(read_quarantine(node_.db())->streams, std::vector<StreamName>{note(2)});
    EXPECT_EQ(standing_of(2), Standing::withdrawn);
    EXPECT_TRUE(write(2, "the stream is still written to"));
}

TEST_P(UnreadableFacts, OfNoKnownStreamAreCounted) {
    plant(1);
    ASSERT_TRUE(node_.db().run("update fact set stream = null where pos = 4"));
    ASSERT_TRUE(rebuild_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(read_quarantine(node_.db())->facts, 1);
    EXPECT_TRUE(read_quarantine(node_.db())->streams.empty());
}

TEST_P(UnreadableFacts, AreNoneInDataThatNoProgramWithTheTableHasSeen) {
    ASSERT_TRUE(node_.db().script("DROP TABLE quarantine"));
    ASSERT_TRUE(node_.db().run("delete from view_schema where name = 'quarantine'"));
    EXPECT_EQ(read_quarantine(node_.db())->facts, 0);
    EXPECT_TRUE(ensure_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(is_quarantined(node_.db(), note(1).id), false);
}

INSTANTIATE_TEST_SUITE_P(Each, UnreadableFacts, testing::both_stores(), testing::store_name);

// The pair of what a replay refuses.
class UnwritableFacts : public UnreadableFacts {
protected:
    std::string refusal(const NewFact& fact) {
        const auto written = node_.write<std::int64_t>(
            [&](WriteTx& tx) { return tx.append(fact, node_.cause()); });
        return written ? std::string{} : std::string(written.error().code);
    }
    static NewFact with(json::object data) {
        return {.stream = note(1), .type = "note.written", .data = std::move(data)};
    }
    static json::value nested(int depth) {
        json::value value = "x";
        for (int i = 0; i < depth; ++i) value = json::array{std::move(value)};
        return value;
    }
};

TEST_P(UnwritableFacts, AreRefusedWhenTheirTextIsCutInsideALetter) {
    EXPECT_EQ(refusal(with({{"words", "secret\xC3"}})), "fact.unreadable_if_written");
    EXPECT_EQ(refusal(with({{"secret\xE9", "words"}})), "fact.unreadable_if_written");
    EXPECT_EQ(refusal(with({{"words", "secreté"}})), "");
}

TEST_P(UnwritableFacts, AreRefusedExactlyWhenTheDecoderRefusesThem) {
    for (int depth = 25; depth < 40; ++depth) {
        const NewFact fact = with({{"words", nested(depth)}});
        const bool read = decode_body(testing::body_of(note(1), "note.written", fact.data))
                              .has_value();
        EXPECT_EQ(refusal(fact), read ? "" : "fact.unreadable_if_written") << depth;
    }
}

TEST_P(UnwritableFacts, AreRefusedWhenTheirTypeOrStreamHasNoSuchForm) {
    EXPECT_EQ(refusal({.stream = note(1), .type = "Note \"written\""}),
              "fact.unreadable_if_written");
    EXPECT_EQ(refusal({.stream = {"No Kind", {}}, .type = "note.written"}),
              "fact.unreadable_if_written");
}

TEST_P(UnwritableFacts, AreRefusedWhenTheModuleDoesNotReadThem) {
    NewFact fact = with({{"words", "fine"}});
    fact.readable = [](const FactBody& body) { return json::text_at(body.data, "words") == "fine"; };
    EXPECT_EQ(refusal(fact), "");
    fact.data["words"] = "not fine";
    EXPECT_EQ(refusal(fact), "fact.unreadable_if_written");
}

TEST_P(UnwritableFacts, LeaveNothingBehind) {
    const std::int64_t facts = count("fact"), streams = count("stream"), keys = count("keyring");
    EXPECT_EQ(refusal({.stream = {"sealed_note", ByteArray<16>{7}},
                       .cls = FactClass::identity,
                       .person = ByteArray<16>{7},
                       .type = "note.written",
                       .data = {{"words", "secret\xC3"}}}),
              "fact.unreadable_if_written");
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("stream"), streams);
    EXPECT_EQ(count("keyring"), keys);
}

INSTANTIATE_TEST_SUITE_P(Each, UnwritableFacts, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::log

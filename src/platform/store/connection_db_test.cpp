#include "platform/store/connection.h"

#include <gtest/gtest.h>

#include <limits>

#include "testing/databases.h"
#include "testing/postgres_server.h"

namespace jatigi::store {
namespace {

constexpr std::string_view secret = "Invented-Secret-Name";

std::string_view code_of(const auto& result) {
    return result ? std::string_view{} : result.error().code;
}

class Connections : public ::testing::TestWithParam<Dialect> {
protected:
    Connections() : database_(GetParam()), db_(database_.writer()) {
        EXPECT_TRUE(db_.script("CREATE TABLE thing(id {KEY}, number {INT}, words TEXT, "
                               "raw {BYTES}); CREATE UNIQUE INDEX thing_words ON thing(words);"));
    }
    Result<std::int64_t> add(std::int64_t id) {
        return db_.run("insert into thing(id, number) values (?, ?)", id, id * 10);
    }
    Result<std::int64_t> add_words(std::int64_t id, std::string_view words) {
        return db_.run("insert into thing(id, words) values (?, ?)", id, words);
    }
    std::vector<std::int64_t> ids(Connection& db) {
        std::vector<std::int64_t> found;
        const auto rows = db.rows("select id from thing order by id");
        EXPECT_TRUE(rows) << rows.error().detail;
        for (const Row& row : rows.value_or(Rows{})) found.push_back(row.integer(0));
        return found;
    }
    using Ids = std::vector<std::int64_t>;

    testing::TestDatabase database_;
    Connection& db_;
};

TEST_P(Connections, NumbersComeBackFromEndToEnd) {
    for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                      std::int64_t{0}, std::int64_t{1} << 53,
                                      std::numeric_limits<std::int64_t>::max()}) {
        ASSERT_TRUE(db_.run("delete from thing"));
        ASSERT_TRUE(db_.run("insert into thing(id, number) values (1, ?)", number));
        EXPECT_EQ((*db_.first("select number from thing"))->integer(0), number);
        EXPECT_TRUE(db_.first("select id from thing where number = ?", number)->has_value());
    }
}

TEST_P(Connections, TextComesBackWhateverItHolds) {
    const std::vector<std::string> texts{"", "Kéïta", "مالي", "\xF0\x9F\x8C\xBE", "it's \"quoted\"",
                                         "\\x41", "a\nb\tc", "%_?$1", std::string(100'000, 'x')};
    for (std::size_t i = 0; i < texts.size(); ++i)
        ASSERT_TRUE(add_words(static_cast<std::int64_t>(i), texts[i])) << i;
    const auto rows = db_.rows("select words from thing order by id");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ((*rows)[i].text(0), texts[i]);
}

TEST_P(Connections, EveryControlCharacterButNulComesBack) {
    for (int character = 1; character < 0xA0; ++character) {
        std::string text = "a";
        if (character >= 0x80) text += '\xC2';
        text += static_cast<char>(character);
        text += 'b';
        ASSERT_TRUE(add_words(character, text)) << character;
        const auto row = db_.first("select id, words from thing where words = ?", text);
        ASSERT_TRUE(row && *row) << character;
        EXPECT_EQ((*row)->integer(0), character);
        EXPECT_EQ((*row)->text(1), text) << character;
    }
}

TEST_P(Connections, ATextWithNulIsRefusedAndIsNotItsBeginning) {
    using namespace std::string_literals;
    ASSERT_TRUE(add_words(1, "admin"));
    for (const std::string& text : {"admin\0x"s, "admin\0"s, "\0admin"s, "\0"s}) {
        EXPECT_EQ(code_of(db_.first("select id from thing where words = ?", text)),
                  "store.text_invalid");
        const auto added = add_words(2, text);
        EXPECT_EQ(code_of(added), "store.text_invalid");
        EXPECT_EQ(added.error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(ids(db_), Ids{1});
}

TEST_P(Connections, ATextThatIsNoUtf8IsRefused) {
    for (const std::string text : {"K\xE9ita", "\xC3", "\xED\xA0\x80", "\xC0\x80"})
        EXPECT_EQ(code_of(add_words(1, text)), "store.text_invalid");
    EXPECT_EQ(ids(db_), Ids{});
}

TEST_P(Connections, ARefusedTextLeavesTheTransactionAsItWas) {
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1));
    EXPECT_EQ(code_of(add_words(2, std::string_view("\0", 1))), "store.text_invalid");
    ASSERT_TRUE(db_.commit());
    EXPECT_EQ(ids(db_), Ids{1});
}

TEST_P(Connections, BytesComeBackWithTheirZeros) {
    Bytes all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
    const std::vector<Bytes> samples{Bytes{0}, Bytes{0, 0, 0}, Bytes{1, 0, 2}, all,
                                     Bytes(70'000, 0xFF)};
    for (const Bytes& bytes : samples) {
        ASSERT_TRUE(db_.run("delete from thing"));
        ASSERT_TRUE(db_.run("insert into thing(id, raw) values (1, ?)", bytes));
        EXPECT_EQ((*db_.first("select raw from thing"))->bytes(0), bytes);
        EXPECT_TRUE(db_.first("select id from thing where raw = ?", bytes)->has_value());
    }
}

TEST_P(Connections, EmptyBytesAndEmptyTextAreNotNull) {
    ASSERT_TRUE(db_.run("insert into thing(id, words, raw) values (1, ?, ?)", "", Bytes{}));
    const auto row = db_.first("select words, raw from thing");
    ASSERT_TRUE(row && *row);
    EXPECT_FALSE((*row)->is_null(0));
    EXPECT_EQ((*row)->text(0), "");
    EXPECT_FALSE((*row)->is_null(1));
    EXPECT_EQ((*row)->bytes(1), Bytes{});
}

TEST_P(Connections, NullComesBackAsNothing) {
    ASSERT_TRUE(db_.run("insert into thing(id, number, words, raw) values (1, ?, ?, ?)",
                        std::optional<std::int64_t>{}, std::optional<std::string>{},
                        std::monostate{}));
    const auto row = db_.first("select number, words, raw from thing");
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->integer_or_null(0), std::nullopt);
    EXPECT_EQ((*row)->text_or_null(1), std::nullopt);
    EXPECT_TRUE((*row)->is_null(2));
}

TEST_P(Connections, SumsAndCountsAreNumbers) {
    ASSERT_TRUE(add(1) && add(2) && add(3));
    const auto row = db_.first("select count(*), sum(number), max(number) from thing");
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->integer(0), 3);
    EXPECT_EQ((*row)->integer(1), 60);
    EXPECT_EQ((*row)->integer(2), 30);
}

TEST_P(Connections, FirstOfNothingIsNothing) {
    const auto row = db_.first("select id from thing");
    ASSERT_TRUE(row);
    EXPECT_FALSE(*row);
}

TEST_P(Connections, RunSaysHowManyRowsItWrote) {
    ASSERT_TRUE(add(1) && add(2) && add(3));
    EXPECT_EQ(db_.run("update thing set number = 0 where id > ?", 1), 2);
    EXPECT_EQ(db_.run("delete from thing where id = ?", 99), 0);
    EXPECT_EQ(db_.run("insert into thing(id) values (1) on conflict do nothing"), 0);
}

TEST_P(Connections, AStatementMayRunAgainWithOtherValues) {
    for (std::int64_t id = 1; id <= 50; ++id) ASSERT_TRUE(add(id));
    for (std::int64_t id = 1; id <= 50; ++id)
        EXPECT_EQ((*db_.first("select number from thing where id = ?", id))->integer(0), id * 10);
}

TEST_P(Connections, ABrokenConstraintHasItsOwnCode) {
    ASSERT_TRUE(add(1));
    const auto twice = add(1);
    EXPECT_EQ(code_of(twice), "store.constraint");
    EXPECT_EQ(twice.error().kind, ErrorKind::conflict);
    EXPECT_EQ(ids(db_), Ids{1});
}

TEST_P(Connections, AnUnknownTableIsAnErrorAndTheConnectionGoesOn) {
    const auto unknown = db_.rows("select id from nothing_of_this_name");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::unavailable);
    EXPECT_TRUE(add(1));
    EXPECT_EQ(ids(db_), Ids{1});
}

TEST_P(Connections, ErrorsNeverHoldTheValue) {
    ASSERT_TRUE(add_words(1, secret));
    std::vector<Error> errors;
    errors.push_back(add_words(2, secret).error());
    errors.push_back(db_.rows("select id from thing where nonsense = ?", secret).error());
    const std::string glued = "insert into thing(id, words) values (1, '" + std::string(secret);
    errors.push_back(db_.run(glued + "')").error());
    errors.push_back(db_.run(glued).error());
    errors.push_back(db_.script(glued).error());
    for (const Error& error : errors) {
        EXPECT_FALSE(error.detail.empty());
        EXPECT_EQ(error.detail.find(secret), std::string::npos) << error.detail;
        EXPECT_EQ(error.params, "");
    }
}

TEST_P(Connections, ARollbackUndoesEverything) {
    ASSERT_TRUE(db_.begin());
    EXPECT_TRUE(db_.in_transaction());
    ASSERT_TRUE(add(1) && add(2));
    db_.rollback();
    EXPECT_FALSE(db_.in_transaction());
    EXPECT_EQ(ids(db_), Ids{});
}

TEST_P(Connections, ACommitKeepsEverything) {
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1) && add(2));
    ASSERT_TRUE(db_.commit());
    EXPECT_FALSE(db_.in_transaction());
    EXPECT_EQ(ids(db_), (Ids{1, 2}));
}

TEST_P(Connections, ACommitWithoutATransactionIsRefused) {
    EXPECT_EQ(code_of(db_.commit()), "store.aborted");
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1));
    db_.rollback();
    EXPECT_EQ(code_of(db_.commit()), "store.aborted");
    EXPECT_EQ(ids(db_), Ids{});
}

// SQLite keeps what came before the statement that failed, PostgreSQL nothing: what a commit says is
// what became of it.
TEST_P(Connections, ACommitThatKeptNothingSaysSo) {
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1));
    EXPECT_EQ(code_of(add(1)), "store.constraint");
    const auto committed = db_.commit();
    EXPECT_EQ(committed.has_value(), GetParam() == Dialect::sqlite);
    EXPECT_EQ(ids(db_), committed ? Ids{1} : Ids{});
    if (!committed) {
        EXPECT_EQ(committed.error().code, "store.aborted");
    }
    db_.rollback();
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(2));
    EXPECT_TRUE(db_.commit());
}

TEST_P(Connections, RollbackWithoutATransactionDoesNothing) {
    db_.rollback();
    ASSERT_TRUE(add(1));
    db_.rollback();
    EXPECT_EQ(ids(db_), Ids{1});
}

TEST_P(Connections, ASavepointUndoesOnlyWhatCameAfterIt) {
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1));
    ASSERT_TRUE(db_.savepoint());
    ASSERT_TRUE(add(2));
    ASSERT_TRUE(db_.rollback_to_savepoint());
    ASSERT_TRUE(db_.savepoint());
    ASSERT_TRUE(add(3));
    ASSERT_TRUE(db_.release_savepoint());
    ASSERT_TRUE(db_.commit());
    EXPECT_EQ(ids(db_), (Ids{1, 3}));
}

TEST_P(Connections, AfterAnErrorInsideASavepointTheTransactionGoesOn) {
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(1));
    ASSERT_TRUE(db_.savepoint());
    EXPECT_EQ(code_of(add(1)), "store.constraint");
    ASSERT_TRUE(db_.rollback_to_savepoint());
    ASSERT_TRUE(add(2));
    ASSERT_TRUE(db_.commit());
    EXPECT_EQ(ids(db_), (Ids{1, 2}));
}

TEST_P(Connections, ASecondWriterIsRefused) {
    const auto second = open_writer(database_.location(), IfMissing::refuse);
    EXPECT_EQ(code_of(second), "store.in_use");
    EXPECT_EQ(code_of(open_writer(database_.location(), IfMissing::create)), "store.in_use");
}

TEST_P(Connections, TheNextWriterComesInWhenTheFirstIsGone) {
    database_.close();
    EXPECT_TRUE(open_writer(database_.location(), IfMissing::refuse));
}

// In PostgreSQL the lock goes with the session; in SQLite it is a file's.
TEST_P(Connections, WhoLostTheConnectionComesBackUnlessSomebodyElseWroteSince) {
    ASSERT_TRUE(db_.script("CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)"));
    database_.close();
    auto first = open_writer(database_.location(), IfMissing::refuse);
    ASSERT_TRUE(first) << first.error().code;
    first->connection.reset();
    ASSERT_TRUE(open_writer_again(database_.location(), first->turn));
    if (GetParam() == Dialect::sqlite) {
        EXPECT_EQ(code_of(open_writer(database_.location(), IfMissing::refuse)), "store.in_use");
        return;
    }
    auto second = open_writer(database_.location(), IfMissing::refuse);
    ASSERT_TRUE(second) << second.error().code;
    EXPECT_EQ(code_of(open_writer_again(database_.location(), first->turn)), "store.in_use");
    second->connection.reset();
    EXPECT_EQ(code_of(open_writer_again(database_.location(), first->turn)), "store.taken_over");
    EXPECT_TRUE(open_writer_again(database_.location(), second->turn));
}

// SQLite takes any kind of value into any column. What is damaged is found by who reads it.
TEST(Row, AValueOfAnotherKindReadsAsNothing) {
    const Row row({std::string("text"), std::int64_t{7}, Bytes{1}});
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.bytes(0), Bytes{});
    EXPECT_EQ(row.text(1), "");
    EXPECT_EQ(row.integer_or_null(2), 0);
    EXPECT_EQ(row.text(0), "text");
    EXPECT_EQ(row.integer(1), 7);
    EXPECT_EQ(row.bytes(2), Bytes{1});
}

TEST_P(Connections, AReaderReadsBesideTheWriter) {
    ASSERT_TRUE(add(1));
    EXPECT_EQ(ids(database_.reader()), Ids{1});
    ASSERT_TRUE(db_.begin());
    ASSERT_TRUE(add(2));
    EXPECT_EQ(ids(database_.reader()), Ids{1});
    ASSERT_TRUE(db_.commit());
    EXPECT_EQ(ids(database_.reader()), (Ids{1, 2}));
}

TEST_P(Connections, AReaderSeesOneMomentUntilItLetsGo) {
    ASSERT_TRUE(add(1));
    Connection& reader = database_.reader();
    ASSERT_TRUE(reader.begin_read());
    EXPECT_EQ(ids(reader), Ids{1});
    ASSERT_TRUE(add(2));
    EXPECT_EQ(ids(reader), Ids{1});
    reader.rollback();
    EXPECT_EQ(ids(reader), (Ids{1, 2}));
}

TEST_P(Connections, AReaderCannotWriteInItsSnapshot) {
    Connection& reader = database_.reader();
    ASSERT_TRUE(reader.begin_read());
    EXPECT_FALSE(reader.run("insert into thing(id) values (1)"));
    reader.rollback();
    EXPECT_EQ(ids(db_), Ids{});
}

TEST_P(Connections, AReaderCannotWriteOutsideOfOneEither) {
    Connection& reader = database_.reader();
    EXPECT_FALSE(reader.run("insert into thing(id) values (1)"));
    EXPECT_FALSE(reader.script("CREATE TABLE other(id {KEY})"));
    EXPECT_EQ(ids(db_), Ids{});
}

TEST_P(Connections, DataThatAreNotThereAreNotMadeByReading) {
    const Location nowhere(GetParam() == Dialect::sqlite
                               ? database_.location().text() + "/nowhere"
                               : testing::TestDatabase(GetParam()).location().text());
    EXPECT_FALSE(open_reader(nowhere));
    EXPECT_FALSE(open_writer(nowhere, IfMissing::refuse));
    EXPECT_FALSE(open_reader(nowhere));
}

// Only a server can end a connection.
class PostgresConnections : public ::testing::Test {
protected:
    void end_all() { testing::postgres_server().end_connections(database_.location().text()); }
    testing::TestDatabase database_{Dialect::postgres};
};

TEST_F(PostgresConnections, AConnectionThatWasEndedStaysClosed) {
    Connection& reader = database_.reader();
    ASSERT_TRUE(reader.begin_read());
    end_all();
    for (int time = 0; time < 4; ++time) EXPECT_FALSE(reader.rows("select 1"));
    EXPECT_FALSE(reader.in_transaction());
    EXPECT_FALSE(reader.commit());
    EXPECT_FALSE(reader.begin_read());
}

TEST_F(PostgresConnections, AWriterThatWasEndedDoesNotGoOnWithoutItsLock) {
    Connection& writer = database_.writer();
    ASSERT_TRUE(writer.script("CREATE TABLE thing(id {KEY})"));
    ASSERT_TRUE(writer.begin());
    ASSERT_TRUE(writer.run("insert into thing(id) values (1)"));
    end_all();
    for (std::int64_t id = 2; id < 6; ++id)
        EXPECT_FALSE(writer.run("insert into thing(id) values (?)", id));
    EXPECT_FALSE(writer.commit());
    EXPECT_EQ(database_.reader().rows("select id from thing").value().size(), 0U);
}

TEST_F(PostgresConnections, OfTwoHostsTheOneThatTakesWritesIsFound) {
    const std::string address = database_.location().text();
    const std::string live = address.substr(address.find("?host=") + 6);
    const std::string database = address.substr(0, address.find('?'));
    const std::string folder = live.substr(0, live.find('&'));
    for (const std::string& hosts : {folder + ",/nowhere", "/nowhere," + folder}) {
        const Location both(database + "?host=" + hosts +
                            "&user=postgres&target_session_attrs=read-write");
        EXPECT_TRUE(open_reader(both)) << hosts;
        EXPECT_TRUE(open_writer(both, IfMissing::refuse)) << hosts;
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Connections, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::store

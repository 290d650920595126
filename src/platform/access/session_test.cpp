#include "platform/access/session.h"

#include <gtest/gtest.h>

#include "platform/base/hash.h"
#include "platform/store/sqlite.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

const Instant start = Day{2023y / 1 / 16} + 6h;
const std::string name = "registrar.one";
const std::string token = "00112233445566778899aabbccddeeff";

class SessionsOfATable : public ::testing::Test {
protected:
    SessionsOfATable() {
        db_ = store::open_sqlite({.path = ":memory:", .access = store::SqliteAccess::write})
                  .value();
        EXPECT_TRUE(db_->script(
            "CREATE TABLE account(id {KEY}, name TEXT, role TEXT, site {INT}, password TEXT, "
            "active {INT}); CREATE TABLE session(token {BYTES} PRIMARY KEY, account {INT}, "
            "began_at {INT}, ended_at {INT});"));
        add_account(1, true);
    }
    void add_account(std::int64_t id, bool active, Role role = Role::registrar) {
        EXPECT_TRUE(
            db_->run("insert into account(id, name, role, site, password, active) "
                     "values (?, ?, ?, 7, null, ?)",
                     id, name + std::to_string(id), enum_text(role), std::int64_t{active}));
    }
    void add_session(const std::string& of_token, std::int64_t account, Instant began,
                     std::optional<std::int64_t> ended = {}) {
        const Hash digest =
            Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(of_token)).finish();
        EXPECT_TRUE(db_->run(
            "insert into session(token, account, began_at, ended_at) values (?, ?, ?, ?)", digest,
            account, began.time_since_epoch().count(), ended));
    }
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool signed_in(Instant loaded, Instant asked) {
        Sessions sessions;
        EXPECT_TRUE(sessions.load(*db_, loaded));
        return sessions.find(token, asked).has_value();
    }
    std::unique_ptr<store::Connection> db_;
};

TEST_F(SessionsOfATable, ATokenFindsItsAccountAfterARestart) {
    add_session(token, 1, start - 1h);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    const auto account = sessions.find(token, start);
    ASSERT_TRUE(account);
    EXPECT_EQ(account->id, 1);
    EXPECT_EQ(account->role, Role::registrar);
    EXPECT_EQ(account->site, 7);
    EXPECT_FALSE(account->has_password);
}

TEST_F(SessionsOfATable, AnotherTokenFindsNobody) {
    add_session(token, 1, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    EXPECT_FALSE(sessions.find("", start));
    EXPECT_FALSE(sessions.find("00112233445566778899aabbccddeefe", start));
}

TEST_F(SessionsOfATable, ACopyOfTheTableSignsNobodyIn) {
    add_session(token, 1, start);
    const Hash digest = Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(token)).finish();
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    EXPECT_FALSE(sessions.find(hex(digest), start));
}

TEST_F(SessionsOfATable, FifteenIdleMinutesAreAllowedAndNotAMomentMore) {
    add_session(token, 1, start);
    EXPECT_TRUE(signed_in(start, start + session_idle_max));
    EXPECT_FALSE(signed_in(start, start + session_idle_max + 1us));
}

TEST_F(SessionsOfATable, EachRequestStartsTheIdleTimeAgain) {
    add_session(token, 1, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    EXPECT_TRUE(sessions.find(token, start + 10min));
    EXPECT_TRUE(sessions.find(token, start + 24min));
    EXPECT_FALSE(sessions.find(token, start + 40min));
}

TEST_F(SessionsOfATable, OnceIdledOutItStaysOut) {
    add_session(token, 1, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    EXPECT_FALSE(sessions.find(token, start + 16min));
    EXPECT_FALSE(sessions.find(token, start));
}

TEST_F(SessionsOfATable, TenHoursAreTheLongestHoweverBusy) {
    add_session(token, 1, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    for (Instant now = start; now <= start + session_length_max; now += 10min)
        ASSERT_TRUE(sessions.find(token, now));
    EXPECT_FALSE(sessions.find(token, start + session_length_max + 1us));
}

TEST_F(SessionsOfATable, ARestartDoesNotMakeASessionYounger) {
    add_session(token, 1, start);
    EXPECT_TRUE(signed_in(start + 9h + 59min, start + 10h));
    EXPECT_FALSE(signed_in(start + 9h + 59min, start + 10h + 1us));
    EXPECT_FALSE(signed_in(start + 11h, start + 11h));
}

TEST_F(SessionsOfATable, ABreakfastAndAGateMayBeSilentAsLongAsTheirSession) {
    std::int64_t account = 10;
    for (const Role role : {Role::food_distributor, Role::gate_officer}) {
        add_account(++account, true, role);
        const std::string theirs = token.substr(2) + std::to_string(account);
        add_session(theirs, account, start);
        Sessions sessions;
        ASSERT_TRUE(sessions.load(*db_, start));
        EXPECT_TRUE(sessions.find(theirs, start + session_length_max));
        EXPECT_FALSE(sessions.find(theirs, start + session_length_max + 1us));
    }
}

TEST_F(SessionsOfATable, EverybodyElseIsAskedAgainAfterFifteenSilentMinutes) {
    std::int64_t account = 10;
    for (const auto& [role, role_text] : role_names) {
        if (role == Role::food_distributor || role == Role::gate_officer) continue;
        add_account(++account, true, role);
        const std::string theirs = token.substr(2) + std::to_string(account);
        add_session(theirs, account, start);
        Sessions sessions;
        ASSERT_TRUE(sessions.load(*db_, start));
        EXPECT_FALSE(sessions.find(theirs, start + session_idle_max + 1us)) << role_text;
    }
}

TEST_F(SessionsOfATable, ForgetAllSignsEverybodyOut) {
    add_session(token, 1, start);
    const std::string resting = "ffeeddccbbaa99887766554433221100";
    add_session(resting, 1, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    ASSERT_TRUE(sessions.find(token, start));  // One was used since the start, one was not.
    sessions.forget_all();
    EXPECT_FALSE(sessions.find(token, start));
    EXPECT_FALSE(sessions.find(resting, start));
}

TEST_F(SessionsOfATable, AnEndedSessionIsGone) {
    add_session(token, 1, start, (start + 1min).time_since_epoch().count());
    EXPECT_FALSE(signed_in(start, start));
}

TEST_F(SessionsOfATable, AnInactiveAccountHasNoSession) {
    add_account(2, false);
    add_session(token, 2, start);
    EXPECT_FALSE(signed_in(start, start));
}

TEST_F(SessionsOfATable, ANewPasswordForgetsTheOtherSessionsOfTheAccountAlone) {
    const std::string other = "ffeeddccbbaa99887766554433221100";
    const std::string resting = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f";
    const std::string neighbour = "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
    add_account(2, true);
    for (const std::string& mine : {token, other, resting}) add_session(mine, 1, start);
    add_session(neighbour, 2, start);
    Sessions sessions;
    ASSERT_TRUE(sessions.load(*db_, start));
    Account changed = sessions.find(token, start).value();
    ASSERT_TRUE(sessions.find(other, start));
    changed.has_password = true;
    sessions.forget_others(changed, token);
    ASSERT_TRUE(sessions.find(token, start));
    EXPECT_TRUE(sessions.find(token, start)->has_password);
    EXPECT_FALSE(sessions.find(other, start));
    EXPECT_FALSE(sessions.find(resting, start));
    EXPECT_TRUE(sessions.find(neighbour, start));
}

TEST_F(SessionsOfATable, ALinkCountsUntilAPasswordIsSetOrARestart) {
    const Account account{.id = 1, .name = name};
    Sessions sessions;
    sessions.remember(token, account, start, Began::by_link);
    EXPECT_TRUE(sessions.began_by_link(token));
    EXPECT_FALSE(sessions.began_by_link(""));
    sessions.forget_others(account, token);
    EXPECT_FALSE(sessions.began_by_link(token));
    add_session(token, 1, start);
    Sessions restarted;
    ASSERT_TRUE(restarted.load(*db_, start));
    ASSERT_TRUE(restarted.find(token, start));
    EXPECT_FALSE(restarted.began_by_link(token));
}

}  // namespace
}  // namespace jatigi::access

#include <gtest/gtest.h>

#include "platform/access/account_proof.h"
#include "platform/access/session.h"
#include "testing/databases.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

const Instant start = Day{2023y / 1 / 16} + 6h;
const std::string token = "00112233445566778899aabbccddeeff";

class SessionsOfATable : public ::testing::Test {
protected:
    SessionsOfATable() { first_ = add_account(); }
    Account add_account(Role role = Role::registrar) {
        const std::string name = "staff." + std::to_string(++accounts_);
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return create_account(tx, {name, role, 7}, node_.cause());
            })
            .value();
    }
    void add_session(const std::string& of_token, std::int64_t account, Instant began,
                     std::optional<Instant> seen = {}, std::optional<Instant> ended = {}) {
        const Hash digest =
            Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(of_token)).finish();
        const std::int64_t began_us = began.time_since_epoch().count();
        EXPECT_TRUE(
            node_.db().run("insert into session(token, account, began_at, ended_at, seen_at, seal) "
                           "values (?, ?, ?, ?, ?, ?)",
                           digest, account, began_us, ended, seen,
                           token_seal(node_.node(), "jatigi session", digest, account, began_us)));
    }
    void load(Sessions& sessions, Instant now) {
        ASSERT_TRUE(sessions.load(node_.db(), node_.node(), now));
    }
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    bool signed_in(Instant loaded, Instant asked) {
        Sessions sessions;
        load(sessions, loaded);
        return sessions.find(token, asked).has_value();
    }

    testing::TestNode node_{store::Dialect::sqlite, {}};
    Account first_;
    int accounts_ = 0;
};

TEST_F(SessionsOfATable, ATokenFindsItsAccountAfterARestart) {
    add_session(token, 1, start - 1h, start);
    Sessions sessions;
    load(sessions, start);
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
    load(sessions, start);
    EXPECT_FALSE(sessions.find("", start));
    EXPECT_FALSE(sessions.find("00112233445566778899aabbccddeefe", start));
}

TEST_F(SessionsOfATable, ACopyOfTheTableSignsNobodyIn) {
    add_session(token, 1, start);
    const Hash digest = Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(token)).finish();
    Sessions sessions;
    load(sessions, start);
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
    load(sessions, start);
    EXPECT_TRUE(sessions.find(token, start + 10min));
    EXPECT_TRUE(sessions.find(token, start + 24min));
    EXPECT_FALSE(sessions.find(token, start + 40min));
}

TEST_F(SessionsOfATable, OnceIdledOutItStaysOut) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    EXPECT_FALSE(sessions.find(token, start + 16min));
    EXPECT_FALSE(sessions.find(token, start));
}

TEST_F(SessionsOfATable, TenHoursAreTheLongestHoweverBusy) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    for (Instant now = start; now <= start + session_length_max; now += 10min)
        ASSERT_TRUE(sessions.find(token, now));
    EXPECT_FALSE(sessions.find(token, start + session_length_max + 1us));
}

TEST_F(SessionsOfATable, ARestartDoesNotMakeASessionYounger) {
    add_session(token, 1, start, start + 9h + 58min);
    EXPECT_TRUE(signed_in(start + 9h + 59min, start + 10h));
    EXPECT_FALSE(signed_in(start + 9h + 59min, start + 10h + 1us));
    EXPECT_FALSE(signed_in(start + 11h, start + 11h));
}

TEST_F(SessionsOfATable, ARestartDoesNotReviveWhatNobodyTouched) {
    add_session(token, 1, start, start + 5min);
    EXPECT_TRUE(signed_in(start + 10min, start + 20min));
    EXPECT_FALSE(signed_in(start + 10min, start + 20min + 1us));
}

TEST_F(SessionsOfATable, AClockSetBackDoesNotTouchASession) {
    add_session(token, 1, start, start + 3h);
    EXPECT_FALSE(signed_in(start, start + session_idle_max + 1us));
}

TEST_F(SessionsOfATable, WhatAPageAsksByItselfProlongsNothing) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    for (Instant now = start; now <= start + 15min; now += 1min)
        ASSERT_TRUE(sessions.find(token, now, Touch::no));
    EXPECT_FALSE(sessions.find(token, start + 15min + 1us, Touch::no));
}

TEST_F(SessionsOfATable, ItTellsHowLongItLastsUntouched) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    EXPECT_EQ(sessions.find(token, start + 5min, Touch::no)->left, 10min);
    EXPECT_EQ(sessions.find(token, start + 5min, Touch::yes)->left, 15min);
    for (Instant now = start + 5min; now < start + 9h + 50min; now += 10min)
        ASSERT_TRUE(sessions.find(token, now));
    EXPECT_EQ(sessions.find(token, start + 9h + 50min, Touch::yes)->left, 10min);
}

TEST_F(SessionsOfATable, ATouchIsSavedOnceAMinute) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    EXPECT_FALSE(sessions.find(token, start + touch_saved_every - 1us, Touch::yes)->save_touch);
    EXPECT_TRUE(sessions.find(token, start + touch_saved_every, Touch::yes)->save_touch);
    EXPECT_FALSE(sessions.find(token, start + touch_saved_every + 1s, Touch::yes)->save_touch);
    EXPECT_FALSE(sessions.find(token, start + 14min, Touch::no)->save_touch);
}

TEST_F(SessionsOfATable, APlantedSessionIsNobodys) {
    add_session(token, 1, start);
    ASSERT_TRUE(node_.db().run("update session set began_at = began_at + 1"));
    EXPECT_FALSE(signed_in(start, start));
    ASSERT_TRUE(node_.db().run("update session set began_at = began_at - 1"));
    EXPECT_TRUE(signed_in(start, start));
    const Account other = add_account(Role::protection_officer);
    ASSERT_TRUE(node_.db().run("update session set account = ?", other.id));
    EXPECT_FALSE(signed_in(start, start));
    ASSERT_TRUE(node_.db().run("update session set account = 1, seal = null"));
    EXPECT_FALSE(signed_in(start, start));
}

TEST_F(SessionsOfATable, AnAccountChangedByHandHasNoSession) {
    add_session(token, 1, start);
    ASSERT_TRUE(node_.db().run("update account set role = 'protection_officer' where id = 1"));
    EXPECT_FALSE(signed_in(start, start));
    ASSERT_TRUE(node_.db().run("update account set role = 'registrar' where id = 1"));
    EXPECT_TRUE(signed_in(start, start));
}

TEST_F(SessionsOfATable, AnEmergencyEndsWhereverItIs) {
    Account helper = first_;
    helper.ends_at = start + 5min;
    Sessions sessions;
    sessions.remember({token}, helper, start);
    EXPECT_EQ(sessions.find(token, start, Touch::yes)->left, 5min);
    EXPECT_TRUE(sessions.find(token, start + 5min - 1us));
    EXPECT_FALSE(sessions.find(token, start + 5min));
}

TEST_F(SessionsOfATable, OnlyATypedPasswordIsFreshAndNotForLong) {
    Sessions sessions;
    sessions.remember({token}, first_, start);
    EXPECT_TRUE(sessions.check_fresh(token, start + fresh_max));
    const auto refused = sessions.check_fresh(token, start + fresh_max + 1us);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "session.not_fresh");
    EXPECT_EQ(refused.error().params, R"({"max_min":10})");
    EXPECT_TRUE(sessions.check_fresh(token, start + 1min, start));
    EXPECT_FALSE(sessions.check_fresh(token, start + 1min, start + 1us));
    EXPECT_FALSE(sessions.check_fresh("", start));
    const std::string by_link = "ffeeddccbbaa99887766554433221100";
    sessions.remember({by_link}, first_, start, Began::by_link);
    EXPECT_FALSE(sessions.check_fresh(by_link, start));
    sessions.forget_others(first_, by_link, start + 1min);  // A password was chosen.
    EXPECT_TRUE(sessions.check_fresh(by_link, start + 1min));
}

TEST_F(SessionsOfATable, NoSessionIsFreshAfterARestart) {
    add_session(token, 1, start);
    Sessions sessions;
    load(sessions, start);
    ASSERT_TRUE(sessions.find(token, start));
    EXPECT_FALSE(sessions.check_fresh(token, start));
}

TEST_F(SessionsOfATable, AClosedAccountsSignInUnderWayComesToNothing) {
    Sessions sessions;
    const auto ticket =
        node_.write<Sessions::Ticket>([&](log::WriteTx& tx) { return sessions.begin(tx, first_); });
    ASSERT_TRUE(ticket);
    sessions.forget_account(first_.id);
    sessions.remember(*ticket, first_, start);
    EXPECT_FALSE(sessions.find(ticket->token, start));
}

TEST_F(SessionsOfATable, SessionsAreShownAndEndedOneByOne) {
    const std::string other = "ffeeddccbbaa99887766554433221100";
    add_session(token, 1, start, start + 2min);
    add_session(other, 1, start, start + 1min);
    add_session("0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", add_account().id, start);
    Sessions sessions;
    load(sessions, start + 2min);
    ASSERT_TRUE(sessions.find(token, start + 2min));
    const auto shown = sessions.shown(1, token, start + 3min);
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_TRUE(shown[0].asking);
    EXPECT_FALSE(shown[1].asking);
    EXPECT_EQ(shown[1].seen_at, start + 1min);
    EXPECT_EQ(other.find(shown[1].id), std::string::npos);
    const auto ended = node_.write<std::int64_t>([&](log::WriteTx& tx) {
        return sessions.end_some(tx, 1, token,
                                 [&](const Sessions::Shown& one) { return one.id == shown[1].id; });
    });
    EXPECT_EQ(ended.value(), 1);
    EXPECT_FALSE(sessions.find(other, start + 3min));
    EXPECT_TRUE(sessions.find(token, start + 3min));
    Sessions restarted;
    load(restarted, start + 3min);
    EXPECT_FALSE(restarted.find(other, start + 3min));
}

TEST_F(SessionsOfATable, ABreakfastAndAGateMayBeSilentAsLongAsTheirSession) {
    for (const Role role : {Role::food_distributor, Role::gate_officer}) {
        const std::int64_t account = add_account(role).id;
        const std::string theirs = token.substr(2) + std::to_string(account);
        add_session(theirs, account, start);
        Sessions sessions;
        load(sessions, start);
        EXPECT_TRUE(sessions.find(theirs, start + session_length_max));
        EXPECT_FALSE(sessions.find(theirs, start + session_length_max + 1us));
    }
}

TEST_F(SessionsOfATable, EverybodyElseIsAskedAgainAfterFifteenSilentMinutes) {
    for (const auto& [role, role_text] : role_names) {
        if (role == Role::food_distributor || role == Role::gate_officer) continue;
        const std::int64_t account = add_account(role).id;
        const std::string theirs = token.substr(2) + std::to_string(account);
        add_session(theirs, account, start);
        Sessions sessions;
        load(sessions, start);
        EXPECT_FALSE(sessions.find(theirs, start + session_idle_max + 1us)) << role_text;
    }
}

TEST_F(SessionsOfATable, ForgetAllSignsEverybodyOut) {
    add_session(token, 1, start);
    const std::string resting = "ffeeddccbbaa99887766554433221100";
    add_session(resting, 1, start);
    Sessions sessions;
    load(sessions, start);
    ASSERT_TRUE(sessions.find(token, start));  // One was used since the start, one was not.
    sessions.forget_all();
    EXPECT_FALSE(sessions.find(token, start));
    EXPECT_FALSE(sessions.find(resting, start));
}

TEST_F(SessionsOfATable, AnEndedSessionIsGone) {
    add_session(token, 1, start, {}, start + 1min);
    EXPECT_FALSE(signed_in(start, start));
}

TEST_F(SessionsOfATable, AClosedAccountHasNoSession) {
    const Account closed = add_account();
    add_session(token, closed.id, start);
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(close_account(tx, closed, node_.cause()));
        return true;
    }));
    EXPECT_FALSE(signed_in(start, start));
}

TEST_F(SessionsOfATable, ANewPasswordForgetsTheOtherSessionsOfTheAccountAlone) {
    const std::string other = "ffeeddccbbaa99887766554433221100";
    const std::string resting = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f";
    const std::string neighbour = "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
    const Account second = add_account();
    for (const std::string& mine : {token, other, resting}) add_session(mine, 1, start);
    add_session(neighbour, second.id, start);
    Sessions sessions;
    load(sessions, start);
    Account changed = sessions.find(token, start).value();
    ASSERT_TRUE(sessions.find(other, start));
    changed.has_password = true;
    sessions.forget_others(changed, token, start);
    ASSERT_TRUE(sessions.find(token, start));
    EXPECT_TRUE(sessions.find(token, start)->has_password);
    EXPECT_FALSE(sessions.find(other, start));
    EXPECT_FALSE(sessions.find(resting, start));
    EXPECT_TRUE(sessions.find(neighbour, start));
}

TEST_F(SessionsOfATable, ALinkCountsUntilAPasswordIsSetOrARestart) {
    const Account& account = first_;
    Sessions sessions;
    sessions.remember({token}, account, start, Began::by_link);
    EXPECT_TRUE(sessions.began_by_link(token));
    EXPECT_FALSE(sessions.began_by_link(""));
    sessions.forget_others(account, token, start);
    EXPECT_FALSE(sessions.began_by_link(token));
    add_session(token, 1, start);
    Sessions restarted;
    load(restarted, start);
    ASSERT_TRUE(restarted.find(token, start));
    EXPECT_FALSE(restarted.began_by_link(token));
}

}  // namespace
}  // namespace jatigi::access

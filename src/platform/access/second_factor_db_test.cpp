#include "platform/access/account_proof.h"
#include "platform/access/accounts_for_tests.h"
#include "platform/access/second_factor.h"
#include "platform/access/second_factor_rule.h"
#include "platform/log/fact_body.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class SecondFactor : public AccountsOfANode {
protected:
    SecondFactor() { account_ = make("fati.diallo", Role::registrar); }

    void enrol(FactorClock clock = {}) {
        codes_ = in_writer([&](log::WriteTx& tx) {
                     return enrol_factor(tx, account_.id, secret_, clock, node_.cause());
                 }).value();
    }
    std::string app_code(std::chrono::seconds ahead = 0s) const {
        return hotp(secret_, static_cast<std::uint64_t>(step_at(node_.now + ahead)));
    }
    Result<FactorShown> say(const std::string& typed) {
        return in_writer(
            [&](log::WriteTx& tx) { return show_code(tx, account_.id, typed, node_.cause()); });
    }
    CodeSeen shown(const std::string& typed) {
        const auto said = say(typed);
        EXPECT_TRUE(said) << said.error().code;
        return said ? said->seen : CodeSeen::wrong;
    }
    bool enrolled() { return find_account(db(), account_.id).value()->has_factor; }
    Result<void> check() { return check_unaltered(db(), node_.node(), account_.id); }
    std::vector<std::string> facts() {
        std::vector<std::string> types;
        const auto rows = db().rows(
            "select f.body from fact f join stream s on s.local = f.stream "
            "where s.kind = 'actor' order by f.pos");
        for (const store::Row& row : *rows) types.push_back(log::decode_body(row.bytes(0))->type);
        return types;
    }

    Account account_;
    FactorSecret secret_ = fixed_bytes<factor_secret_bytes>(as_bytes("12345678901234567890"));
    PrintedCodes codes_;
};

TEST_P(SecondFactor, AnAppIsEnrolledAndShowsEachCodeOnce) {
    EXPECT_FALSE(enrolled());
    EXPECT_EQ(code_of(say(app_code())), "account.factor_none");
    enrol();
    EXPECT_TRUE(enrolled());
    EXPECT_EQ(shown(app_code()), CodeSeen::right);
    EXPECT_EQ(shown(app_code()), CodeSeen::wrong);
    EXPECT_EQ(shown("abc"), CodeSeen::wrong);
    node_.now += 30s;
    const std::string code = app_code();
    EXPECT_EQ(shown(code.substr(0, 3) + " " + code.substr(3)), CodeSeen::right);
    EXPECT_TRUE(check());
}

TEST_P(SecondFactor, TheCodeThatEnrolledIsUsed) {
    enrol({.used = step_at(node_.now)});
    EXPECT_EQ(shown(app_code()), CodeSeen::wrong);
    EXPECT_EQ(shown(app_code(30s)), CodeSeen::right);
}

TEST_P(SecondFactor, TheDriftThatWasSeenIsKept) {
    enrol();
    for (int steps = 1; steps <= 4; ++steps) {
        node_.now += 24h;
        EXPECT_EQ(shown(app_code(steps * 30s)), CodeSeen::right) << steps;
    }
    node_.now += 24h;
    EXPECT_EQ(shown(app_code(0s)), CodeSeen::one_more);
}

TEST_P(SecondFactor, TenMinutesApartTakeTwoCodesInARow) {
    enrol();
    EXPECT_EQ(shown(app_code(10min)), CodeSeen::one_more);
    node_.now += 30s;
    EXPECT_EQ(shown(app_code(10min)), CodeSeen::right);
    node_.now += 30s;
    EXPECT_EQ(shown(app_code(10min)), CodeSeen::right);
}

TEST_P(SecondFactor, EachOfTenCodesOfPaperIsGoodOnce) {
    enrol();
    ASSERT_EQ(codes_.size(), 10U);
    for (const std::string& code : codes_) {
        const auto said = say(code);
        ASSERT_TRUE(said) << said.error().code;
        EXPECT_EQ(said->seen, CodeSeen::right);
        EXPECT_TRUE(said->printed);
        EXPECT_EQ(shown(code), CodeSeen::wrong);
        EXPECT_TRUE(check());
    }
    EXPECT_EQ(find_factor(db(), account_.id).value()->codes_left, 0);
    EXPECT_EQ(shown(app_code()), CodeSeen::right);
}

TEST_P(SecondFactor, NewCodesOfPaperVoidThoseBefore) {
    enrol();
    const auto before = codes_;
    codes_ = in_writer([&](log::WriteTx& tx) {
                 return renew_printed_codes(tx, account_.id, node_.cause());
             }).value();
    EXPECT_EQ(shown(before.at(0)), CodeSeen::wrong);
    EXPECT_EQ(shown(codes_.at(0)), CodeSeen::right);
}

TEST_P(SecondFactor, AnotherAppTakesThePlaceOfTheFirst) {
    enrol();
    const auto before = codes_;
    secret_.front() ^= 1U;
    node_.now += 1h;
    enrol();
    EXPECT_EQ(shown(app_code()), CodeSeen::right);
    secret_.front() ^= 1U;
    EXPECT_EQ(shown(app_code(30s)), CodeSeen::wrong);
    EXPECT_EQ(shown(before.at(0)), CodeSeen::wrong);
}

TEST_P(SecondFactor, AfterFiftyWrongCodesOnlyPaperIsTaken) {
    enrol();
    const std::string wrong = app_code(1h);
    for (std::int64_t i = 1; i <= wrong_codes_max; ++i) {
        const auto said = say(wrong);
        ASSERT_TRUE(said);
        EXPECT_EQ(said->paper_only, i == wrong_codes_max) << i;
    }
    EXPECT_TRUE(say(app_code())->paper_only);
    EXPECT_EQ(shown(codes_.at(3)), CodeSeen::right);
    EXPECT_EQ(shown(app_code()), CodeSeen::right);
}

TEST_P(SecondFactor, ANewLinkTakesItAway) {
    const Account admin = make("admin", Role::administrator);
    enrol();
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return renew_account(tx, account_, admin.id, node_.cause()); }));
    EXPECT_FALSE(enrolled());
    EXPECT_TRUE(check());
    EXPECT_EQ(code_of(say(codes_.at(0))), "account.factor_none");
}

TEST_P(SecondFactor, TheLogTellsOfItWithoutACode) {
    enrol();
    shown(codes_.at(0));
    shown(app_code());
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return renew_printed_codes(tx, account_.id, node_.cause()); }));
    EXPECT_EQ(facts(),
              (std::vector<std::string>{"actor.declared", "actor.factor_enrolled",
                                        "actor.factor_code_used", "actor.factor_codes_made"}));
}

TEST_P(SecondFactor, NeitherSecretNorCodeStandsInTheDatabase) {
    enrol();
    const auto rows = db().rows("select secret from second_factor");
    const Bytes sealed = rows->at(0).bytes(0);
    EXPECT_EQ(as_text(sealed).find(as_text(secret_)), std::string_view::npos);
    EXPECT_EQ(find_factor(db(), account_.id).value()->codes_left, 10);
}

TEST_P(SecondFactor, WhatWasDoneByHandSignsNobodyIn) {
    const Account other = make("awa.kone", Role::nurse);
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return enrol_factor(tx, other.id, FactorSecret{}, {}, node_.cause());
    }));
    int number = 0;
    for (const std::string change :
         {"delete from second_factor", "delete from factor_code",
          "update factor_code set number = number + 20",
          "update second_factor set enrolled_at = enrolled_at + 1",
          "update second_factor set secret = (select o.secret from second_factor o OTHERS)",
          "update second_factor set nonce = (select o.nonce from second_factor o OTHERS)",
          "update factor_code set digest = (select o.digest from factor_code o OTHERS and o.number "
          "= 1)",
          "update second_factor set drift = 5", "update second_factor set used_step = -2",
          "update second_factor set failures = -100",
          "update second_factor set far_step = 5, far_at = 5"}) {
        account_ = make("keeper." + std::to_string(++number), Role::registrar);
        enrol();
        ASSERT_EQ(shown(app_code()), CodeSeen::right);
        std::string sql = change;
        if (const auto at = sql.find("OTHERS"); at != std::string::npos)
            sql.replace(at, 6, "where o.account = " + std::to_string(other.id));
        by_hand(sql + " where account = " + std::to_string(account_.id));
        EXPECT_EQ(code_of(say(codes_.at(0))), "account.altered") << change;
        EXPECT_EQ(code_of(say(app_code(30s))), "account.altered") << change;
    }
}

TEST_P(SecondFactor, AUsedCodeThatIsPutBackIsAltered) {
    enrol();
    by_hand("create table kept as select account, number, digest from factor_code");
    ASSERT_EQ(shown(codes_.at(0)), CodeSeen::right);
    by_hand("delete from factor_code");
    by_hand(
        "insert into factor_code(account, number, digest) select account, number, digest from "
        "kept");
    EXPECT_EQ(code_of(say(codes_.at(0))), "account.altered");
}

class FactorRule : public AccountsOfANode {
protected:
    Account account(Role role, bool has_factor, bool emergency = false) {
        Account made{.id = 1, .name = "one", .role = role, .has_factor = has_factor};
        if (emergency) made.ends_at = node_.now + 24h;
        return made;
    }
    void put(SecondFactorRule rule) {
        ASSERT_TRUE(in_writer(
            [&](log::WriteTx& tx) { return put_second_factor_rule(tx, node_.cause(), rule); }));
    }
    SecondFactorRule holds() { return second_factor_rule(db(), node_.node()).value(); }
};

TEST_P(FactorRule, ItIsOfferedUntilSomebodySaysOtherwiseWithTheKey) {
    EXPECT_EQ(holds(), SecondFactorRule::offered);
    for (const auto rule :
         {SecondFactorRule::required, SecondFactorRule::off, SecondFactorRule::offered}) {
        put(rule);
        EXPECT_EQ(holds(), rule);
    }
    by_hand("update setting set value = 'off' where name = 'second_factor'");
    EXPECT_EQ(holds(), SecondFactorRule::required);
}

TEST_P(FactorRule, NeitherAnOlderOneNorNoneStandsInForTheLast) {
    put(SecondFactorRule::off);
    by_hand("create table kept as select name, value from setting where name = 'second_factor'");
    put(SecondFactorRule::required);
    put(SecondFactorRule::offered);
    by_hand("update setting set value = (select value from kept) where name = 'second_factor'");
    EXPECT_EQ(holds(), SecondFactorRule::required);
    by_hand("delete from setting where name = 'second_factor'");
    EXPECT_EQ(holds(), SecondFactorRule::required);
    put(SecondFactorRule::off);
    EXPECT_EQ(holds(), SecondFactorRule::off);
}

TEST_P(FactorRule, WhoEnrolledIsAskedAndWhoShowedItIsNot) {
    const Account registrar = account(Role::registrar, true);
    EXPECT_EQ(code_of(check_factor(registrar, {})), "session.factor_asked");
    EXPECT_TRUE(check_factor(registrar, {.shown = true}));
    EXPECT_TRUE(check_factor(registrar, {.rule = SecondFactorRule::off}));
    EXPECT_EQ(code_of(check_factor(registrar, {.action = AsksFactor::when_enrolled})),
              "session.factor_asked");
    EXPECT_TRUE(check_factor(registrar, {.action = AsksFactor::never}));
    EXPECT_TRUE(check_factor(account(Role::registrar, false), {}));
}

TEST_P(FactorRule, WhereItIsRequiredRolesThatSeePeopleEnrolFirst) {
    for (const auto& [role, name] : role_names) {
        const auto refused =
            check_factor(account(role, false), {.rule = SecondFactorRule::required});
        EXPECT_EQ(code_of(refused), needs_confirmation(role) ? "account.factor_missing" : "")
            << name;
        EXPECT_TRUE(check_factor(account(role, false), {.rule = SecondFactorRule::required,
                                                        .action = AsksFactor::when_enrolled}))
            << name;
    }
}

TEST_P(FactorRule, TheGateAndMealsAskOnlyFromOutsideAndWhereItIsRequired) {
    const auto asked = [&](const Account& who, SecondFactorRule rule, bool outside) {
        return code_of(check_factor(
            who, {.rule = rule, .action = AsksFactor::from_outside, .from_outside = outside}));
    };
    using enum SecondFactorRule;
    for (const bool enrolled : {false, true}) {
        const Account manager = account(Role::centre_manager, enrolled);
        EXPECT_EQ(asked(manager, required, false), "");
        EXPECT_EQ(asked(manager, offered, true), "");
        EXPECT_EQ(asked(manager, off, true), "");
        EXPECT_EQ(asked(manager, required, true),
                  enrolled ? "session.factor_asked" : "account.factor_missing");
        EXPECT_EQ(asked(account(Role::gate_officer, enrolled), required, true), "");
    }
}

TEST_P(FactorRule, AnEmergencyAccountWaitsForNothingAtHome) {
    const Account relief = account(Role::nurse, false, true);
    EXPECT_TRUE(check_factor(relief, {.rule = SecondFactorRule::required}));
    EXPECT_EQ(
        code_of(check_factor(relief, {.rule = SecondFactorRule::required, .from_outside = true})),
        "account.factor_missing");
}

INSTANTIATE_TEST_SUITE_P(Each, FactorRule, testing::both_stores(), testing::store_name);
INSTANTIATE_TEST_SUITE_P(Each, SecondFactor, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

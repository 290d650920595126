#include "platform/access/accounts_for_tests.h"
#include "platform/access/spoken_code.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class SpokenCodes : public AccountsOfANode {
protected:
    SpokenCodes() {
        admin_ = make("admin", Role::administrator);
        officer_ = make("data.protection", Role::data_protection_officer);
        nurse_ = make("nurse", Role::nurse, admin_.id, 7);
    }
    std::vector<SpokenCode> sheet(const Account& owner) {
        return in_writer([&](log::WriteTx& tx) { return make_sheet(tx, owner, node_.cause()); })
            .value();
    }
    std::optional<CodeAsked> ask(const Account& account) {
        return in_writer([&](log::WriteTx& tx) {
                   return ask_code(tx, account, [](const Account& owner) {
                       return owner.role == Role::data_protection_officer;
                   });
               })
            .value();
    }
    CodeSaid say(const Account& account, const std::string& code) {
        return in_writer(
                   [&](log::WriteTx& tx) { return say_code(tx, account, code, node_.cause()); })
            .value();
    }
    bool confirmed(const Account& account) { return check_confirmed(db(), account.id).has_value(); }

    Account admin_, officer_, nurse_;
};

TEST_P(SpokenCodes, ASheetHasTwentyDifferentCodesInGroupsOfFour) {
    const auto codes = sheet(officer_);
    ASSERT_EQ(codes.size(), 20U);
    std::set<std::string> different;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        EXPECT_EQ(codes[i].number, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(codes[i].code.size(), 14U);
        EXPECT_EQ(codes[i].code[4], ' ');
        different.insert(codes[i].code);
    }
    EXPECT_EQ(different.size(), 20U);
}

TEST_P(SpokenCodes, TheRightCodeConfirmsInTheNameOfWhoseSheetItIs) {
    const auto codes = sheet(officer_);
    const auto asked = ask(nurse_);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->owner, "data.protection");
    EXPECT_EQ(asked->number, 1);
    EXPECT_EQ(asked->until, node_.now + spoken_code_life);
    EXPECT_TRUE(say(nurse_, codes[0].code).right);
    EXPECT_TRUE(confirmed(nurse_));
    const auto row =
        db().first("select confirmed_by, confirmed_how from account where id = ?", nurse_.id);
    EXPECT_EQ((*row)->integer(0), officer_.id);
    EXPECT_EQ((*row)->text(1), "code");
}

TEST_P(SpokenCodes, ACodeIsGoodOnceAndForTheAccountThatAskedForItAlone) {
    const auto codes = sheet(officer_);
    const Account other = make("registrar", Role::registrar, admin_.id);
    ASSERT_TRUE(ask(nurse_));
    EXPECT_EQ(ask(other)->number, 2);
    EXPECT_FALSE(say(other, codes[0].code).right);
    ASSERT_TRUE(say(nurse_, codes[0].code).right);
    EXPECT_FALSE(say(other, codes[0].code).right);
    EXPECT_FALSE(confirmed(other));
    EXPECT_TRUE(say(other, codes[1].code).right);
}

// Whoever can write to the table, and has no key.
TEST_P(SpokenCodes, AUsedCodeIsNoneWhenItsRowIsPutBack) {
    const auto codes = sheet(officer_);
    ASSERT_TRUE(ask(nurse_));
    const Bytes digest =
        db().value<Bytes>("select digest from spoken_code where number = 1").value().value();
    const Bytes seal =
        db().value<Bytes>("select turn_seal from spoken_code where number = 1").value().value();
    const auto until =
        db().value<std::int64_t>("select until from spoken_code where number = 1").value().value();
    ASSERT_TRUE(say(nurse_, codes[0].code).right);
    const Account other = make("registrar", Role::registrar, admin_.id);
    for (const std::int64_t account : {nurse_.id, other.id}) {
        ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
            return tx.db().run(
                "insert into spoken_code(owner, number, digest, asked_for, until, turn_seal) "
                "values (?, 1, ?, ?, ?, ?)",
                officer_.id, digest, account, until, seal);
        }));
        EXPECT_FALSE(say(account == other.id ? other : nurse_, codes[0].code).right);
    }
    EXPECT_FALSE(confirmed(other));
}

TEST_P(SpokenCodes, ACodeThatWaitsForOneAccountIsNotTurnedToAnother) {
    const auto codes = sheet(officer_);
    const Account other = make("registrar", Role::registrar, admin_.id);
    ASSERT_TRUE(ask(nurse_));
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return tx.db().run("update spoken_code set asked_for = ? where number = 1", other.id);
    }));
    EXPECT_FALSE(say(other, codes[0].code).right);
    EXPECT_FALSE(confirmed(other));
}

TEST_P(SpokenCodes, AskedAgainTheNumberStaysUntilItsTenMinutesAreOver) {
    const auto codes = sheet(officer_);
    const Instant until = ask(nurse_)->until;
    node_.now += 9min;
    EXPECT_EQ(ask(nurse_)->number, 1);
    EXPECT_EQ(ask(nurse_)->until, until);
    node_.now += 1min;
    EXPECT_FALSE(say(nurse_, codes[0].code).right);
    EXPECT_EQ(ask(nurse_)->number, 2);
    EXPECT_TRUE(say(nurse_, codes[1].code).right);
}

TEST_P(SpokenCodes, FiveWrongTriesBurnACode) {
    const auto codes = sheet(officer_);
    ASSERT_TRUE(ask(nurse_));
    for (std::int64_t left = spoken_code_tries_max - 1; left >= 0; --left)
        EXPECT_EQ(say(nurse_, "0000 0000 0000").tries_left, left);
    EXPECT_FALSE(say(nurse_, codes[0].code).right);
    EXPECT_FALSE(confirmed(nurse_));
    // Guessing on takes no other code: the next one waits.
    EXPECT_FALSE(ask(nurse_));
    node_.now += spoken_code_life;
    EXPECT_EQ(ask(nurse_)->number, 2);
}

TEST_P(SpokenCodes, WhoeverGuessesLeavesTheSheetsToTheOthers) {
    const auto codes = sheet(officer_);
    for (int asked = 0; asked < 300; ++asked) {
        ask(nurse_);
        for (std::int64_t i = 0; i <= spoken_code_tries_max; ++i) say(nurse_, "0000 0000 0000");
        node_.now += 5min;
    }
    const Account other = make("registrar", Role::registrar, admin_.id);
    const auto left = ask(other);
    ASSERT_TRUE(left);
    EXPECT_LE(left->number, 2 * spoken_codes_a_day_max + 1);  // In 25 hours.
    EXPECT_TRUE(say(other, codes[static_cast<std::size_t>(left->number) - 1].code).right);
}

TEST_P(SpokenCodes, SpacesDoNotMatter) {
    const auto codes = sheet(officer_);
    ASSERT_TRUE(ask(nurse_));
    std::string typed = codes[0].code;
    std::erase(typed, ' ');
    EXPECT_TRUE(say(nurse_, typed).right);
}

TEST_P(SpokenCodes, ANewSheetVoidsTheOld) {
    const auto old = sheet(officer_);
    ASSERT_TRUE(ask(nurse_));
    const auto codes = sheet(officer_);
    EXPECT_FALSE(say(nurse_, old[0].code).right);
    ASSERT_TRUE(ask(nurse_));
    EXPECT_TRUE(say(nurse_, codes[0].code).right);
}

TEST_P(SpokenCodes, NobodyIsAskedWhoMayNotConfirmOrHasNoSheetLeft) {
    EXPECT_FALSE(ask(nurse_));
    sheet(admin_);
    EXPECT_FALSE(ask(nurse_));
    sheet(officer_);
    by_hand("delete from spoken_code where number > 1");
    ASSERT_TRUE(ask(nurse_));
    EXPECT_FALSE(ask(make("registrar", Role::registrar, admin_.id)));
}

TEST_P(SpokenCodes, WhoMadeTheAccountOrBelongsElsewhereIsNotAsked) {
    const Account elsewhere = make("officer.8", Role::data_protection_officer, {}, 8);
    sheet(elsewhere);
    EXPECT_FALSE(ask(nurse_));
    sheet(officer_);
    EXPECT_EQ(ask(nurse_)->owner, "data.protection");
    const Account own = make("own", Role::nurse, officer_.id, 7);
    EXPECT_FALSE(ask(own));
}

TEST_P(SpokenCodes, TheTableHoldsNoCode) {
    const auto codes = sheet(officer_);
    std::string digits = codes[0].code;
    std::erase(digits, ' ');
    const auto row = db().first("select digest from spoken_code where number = 1").value();
    EXPECT_EQ(row->bytes(0).size(), 16U);
    EXPECT_EQ(as_text(row->bytes(0)).find(digits.substr(0, 8)), std::string_view::npos);
}

INSTANTIATE_TEST_SUITE_P(Each, SpokenCodes, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

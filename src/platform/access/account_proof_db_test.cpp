#include "platform/access/account_proof.h"
#include "platform/access/accounts_for_tests.h"
#include "platform/access/password.h"
#include "platform/access/sign_in_link.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class AccountProof : public AccountsOfANode {
protected:
    Result<void> check(std::int64_t account) {
        return check_unaltered(db(), node_.node(), account);
    }
    // As a version without seals left it: the facts of each account in a stream of its own.
    void forget_seals() {
        by_hand("update account set seal = null");
        by_hand("update stream set id = " +
                std::string(db().dialect() == store::Dialect::sqlite
                                ? "randomblob(16)"
                                : "uuid_send(gen_random_uuid())") +
                " where kind = 'actor'");
    }
    bool adopts() { return needs_adoption(db(), node_.node()).value(); }
    void adopt() {
        ASSERT_TRUE(in_writer([&](log::WriteTx& tx) { return adopt_accounts(tx, node_.cause()); }));
    }
};

TEST_P(AccountProof, AnAccountIsAsItWasLeftThroughAllThatIsDoneToIt) {
    const Account admin = make("admin", Role::administrator);
    const Account manager = make("manager", Role::centre_manager);
    const Account nurse = make("nurse", Role::nurse, admin.id);
    EXPECT_TRUE(check(nurse.id));
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return confirm_account(tx, {"nurse", manager}, node_.cause()); }));
    EXPECT_TRUE(check(nurse.id));
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return set_password(tx, nurse.id, "$argon2id$invented", node_.cause());
    }));
    EXPECT_TRUE(check(nurse.id));
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return make_link(tx, nurse.id, node_.now + 1h, node_.cause()); }));
    EXPECT_TRUE(check(nurse.id));
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return renew_account(tx, nurse, admin.id, node_.cause()); }));
    EXPECT_TRUE(check(nurse.id));
    ASSERT_TRUE(
        in_writer([&](log::WriteTx& tx) { return close_account(tx, nurse, node_.cause()); }));
    EXPECT_TRUE(check(nurse.id));
    EXPECT_TRUE(altered_accounts(db(), node_.node())->empty());
}

TEST_P(AccountProof, EveryColumnThatDecidesIsSealed) {
    const Account admin = make("admin", Role::administrator);
    const Account keeper = make("keeper", Role::stock_keeper, admin.id, 7);
    for (const std::string change :
         {"role = 'protection_officer'", "name = 'keeper.two'", "site = null", "site = 8",
          "password = '$argon2id$planted'", "active = 0", "made_at = made_at + 1", "made_by = null",
          "confirmed_by = 1", "confirmed_at = null", "confirmed_how = 'machine'", "vouched_by = 1",
          "ends_at = 5", "closed_at = 5", "closed_by = 1", "seal = null"}) {
        ASSERT_TRUE(db().begin());
        by_hand("update account set " + change + " where id = 2");
        const auto refused = check(keeper.id);
        EXPECT_EQ(code_of(refused), "account.altered") << change;
        EXPECT_EQ(altered_accounts(db(), node_.node()).value(), std::vector<std::int64_t>{2});
        db().rollback();
    }
    EXPECT_TRUE(check(keeper.id));
}

TEST_P(AccountProof, AnEarlierRowPutBackIsAltered) {
    make("admin", Role::administrator);
    const Account helper = make("helper", Role::nurse);
    const std::string columns =
        "id, name, role, password, active, made_at, confirmed_at, confirmed_how, seal";
    by_hand("create table kept as select " + columns + " from account where id = 2");
    ASSERT_TRUE(
        in_writer([&](log::WriteTx& tx) { return close_account(tx, helper, node_.cause()); }));
    by_hand("delete from account where id = 2");
    by_hand("insert into account(" + columns + ") select " + columns + " from kept");
    EXPECT_EQ(code_of(check(helper.id)), "account.altered");
}

TEST_P(AccountProof, NoSealOfAnotherAccountFits) {
    make("admin", Role::administrator);
    make("officer", Role::protection_officer);
    by_hand("update account set id = 3, name = 'other' where id = 1");
    EXPECT_EQ(code_of(check(3)), "account.altered");
    EXPECT_EQ(code_of(check(9)), "account.not_found");
}

TEST_P(AccountProof, WhatWasDoneByHandIsNotMadeGoodByAChange) {
    const Account admin = make("admin", Role::administrator);
    const Account keeper = make("keeper", Role::stock_keeper, admin.id);
    by_hand("update account set role = 'protection_officer' where id = 2");
    const auto change = [&](auto&& work) { return code_of(in_writer(work)); };
    EXPECT_EQ(change([&](log::WriteTx& tx) {
                  return set_password(tx, keeper.id, "$argon2id$x", node_.cause());
              }),
              "account.altered");
    EXPECT_EQ(change([&](log::WriteTx& tx) {
                  return make_link(tx, keeper.id, node_.now + 1h, node_.cause());
              }),
              "account.altered");
    EXPECT_EQ(change([&](log::WriteTx& tx) {
                  return renew_account(tx, keeper, admin.id, node_.cause());
              }),
              "account.altered");
    EXPECT_EQ(code_of(check(keeper.id)), "account.altered");
}

TEST_P(AccountProof, APlantedLinkSignsNobodyIn) {
    const Account officer = make("officer", Role::protection_officer);
    const std::string token = "00112233445566778899aabbccddeeff";
    const auto digest = Sha256{}.add(as_bytes("jatigi link ")).add(as_bytes(token)).finish();
    const Instant later = node_.now + 1h;
    const auto plant = [&](Bytes seal) {
        ASSERT_TRUE(db().run("delete from sign_in_link"));
        ASSERT_TRUE(
            db().run("insert into sign_in_link(token, account, expires_at, seal) "
                     "values (?, ?, ?, ?)",
                     digest, officer.id, later, seal));
    };
    const auto used = [&] {
        return code_of(in_writer([&](log::WriteTx& tx) { return use_link(tx, token); }));
    };
    plant(Bytes(16, 0));
    EXPECT_EQ(used(), "session.link_invalid");
    by_hand("update sign_in_link set seal = null");
    EXPECT_EQ(used(), "session.link_invalid");
    const auto right = token_seal(node_.node(), "jatigi link", digest, officer.id,
                                  later.time_since_epoch().count());
    plant(Bytes(right.begin(), right.end()));
    EXPECT_EQ(used(), "");
}

TEST_P(AccountProof, DataOfBeforeAreAdoptedOnceByWhatTheLogSaysOfTheirRoles) {
    make("admin", Role::administrator);
    make("keeper", Role::stock_keeper);
    make("nurse", Role::nurse);
    EXPECT_FALSE(adopts());
    forget_seals();
    by_hand("update account set role = 'protection_officer' where id = 2");
    EXPECT_TRUE(adopts());
    adopt();
    EXPECT_FALSE(adopts());
    EXPECT_TRUE(check(1));
    EXPECT_EQ(code_of(check(2)), "account.altered");
    EXPECT_TRUE(check(3));
    by_hand("update account set seal = null where id = 3");
    EXPECT_FALSE(adopts());
    EXPECT_EQ(code_of(check(3)), "account.altered");
}

TEST_P(AccountProof, ANodeWithoutAccountsAdoptsNothing) {
    EXPECT_FALSE(adopts());
}

INSTANTIATE_TEST_SUITE_P(Each, AccountProof, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

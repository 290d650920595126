#include "platform/access/accounts_for_tests.h"
#include "platform/access/password.h"
#include "platform/access/session.h"
#include "platform/access/sign_in_link.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class ClosingAccounts : public AccountsOfANode {
protected:
    ClosingAccounts() {
        admin_ = make("admin", Role::administrator);
        officer_ = make("data.protection", Role::data_protection_officer);
        nurse_ = make("nurse", Role::nurse);
    }
    std::string_view close(const Account& account) {
        return code_of(
            in_writer([&](log::WriteTx& tx) { return close_account(tx, account, node_.cause()); }));
    }
    std::string_view renew(const Account& account, std::optional<std::int64_t> by) {
        return code_of(in_writer(
            [&](log::WriteTx& tx) { return renew_account(tx, account, by, node_.cause()); }));
    }
    std::int64_t rows(const std::string& from) {
        return (*db().first("select count(*) from " + from))->integer(0);
    }
    Account admin_, officer_, nurse_;
};

TEST_P(ClosingAccounts, SessionsAndLinksEndAtOnceAndTheNameStaysTaken) {
    ASSERT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return make_link(tx, nurse_.id, node_.now + 1h, node_.cause()); }));
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) { return Sessions{}.begin(tx, nurse_); }));
    EXPECT_EQ(close(nurse_), "");
    EXPECT_EQ(rows("sign_in_link"), 0);
    EXPECT_EQ(rows("session where ended_at is null"), 0);
    EXPECT_FALSE(find_account(db(), nurse_.id).value());
    EXPECT_EQ(close(nurse_), "account.already_closed");
    EXPECT_EQ(renew(nurse_, admin_.id), "account.already_closed");
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return create_account(tx, {"nurse", Role::nurse}, node_.cause());
              })),
              "account.name_taken");
}

TEST_P(ClosingAccounts, TheLastWhoMakesAccountsAndTheLastWhoGuardsStay) {
    for (const Account& last : {admin_, officer_}) {
        EXPECT_EQ(close(last), "account.last_of_its_role");
        make(last.name + ".site", last.role, {}, 7);  // Of one site alone: no replacement.
        EXPECT_EQ(close(last), "account.last_of_its_role");
        make(last.name + ".waits", last.role, nurse_.id);
        make(last.name + ".two", last.role);
        EXPECT_EQ(close(last), "");
    }
}

TEST_P(ClosingAccounts, ARenewedAccountIsNobodysUntilItIsConfirmedAgain) {
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return set_password(tx, nurse_.id, "$argon2id$x", node_.cause());
    }));
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) { return Sessions{}.begin(tx, nurse_); }));
    EXPECT_EQ(renew(nurse_, admin_.id), "");
    EXPECT_EQ(code_of(check_confirmed(db(), nurse_.id)), "account.unconfirmed");
    EXPECT_FALSE(find_account(db(), nurse_.id).value()->has_password);
    EXPECT_EQ(rows("session where ended_at is null"), 0);
    // Whoever gave the link cannot be the one who confirms.
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return confirm_account(tx, {"nurse", admin_}, node_.cause());
              })),
              "account.own_creation");
    EXPECT_TRUE(in_writer(
        [&](log::WriteTx& tx) { return confirm_account(tx, {"nurse", officer_}, node_.cause()); }));
}

TEST_P(ClosingAccounts, AtTheMachineTheConfirmationStays) {
    EXPECT_EQ(renew(nurse_, {}), "");
    EXPECT_TRUE(check_confirmed(db(), nurse_.id));
}

TEST_P(ClosingAccounts, ARoleThatNobodyConfirmsIsRenewedWithoutWaiting) {
    const Account gate = make("gate", Role::gate_officer, admin_.id);
    EXPECT_EQ(renew(gate, admin_.id), "");
    EXPECT_TRUE(check_confirmed(db(), gate.id));
}

TEST_P(ClosingAccounts, TheLastGuardIsRenewedAtTheMachineAlone) {
    EXPECT_EQ(renew(officer_, admin_.id), "account.last_of_its_role");
    EXPECT_EQ(renew(officer_, {}), "");
}

TEST_P(ClosingAccounts, TheListSaysWhoMadeConfirmedAndClosedWhat) {
    make("waits", Role::registrar, admin_.id);
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return close_account(
            tx, nurse_,
            {.account = admin_.id, .actor = admin_.id, .command = node_.cause().command});
    }));
    by_hand("update account set role = 'protection_officer' where name = 'waits'");
    const auto shown = show_accounts(db(), node_.node(), {}).value().accounts;
    ASSERT_EQ(shown.size(), 4U);
    EXPECT_EQ(shown[0].account.name, "admin");
    EXPECT_EQ(shown[0].confirmed_how, "machine");
    EXPECT_FALSE(shown[0].altered);
    EXPECT_EQ(shown[2].account.name, "waits");
    EXPECT_EQ(shown[2].made_by, "admin");
    EXPECT_FALSE(shown[2].confirmed_at);
    EXPECT_TRUE(shown[2].altered);
    EXPECT_EQ(shown[3].account.name, "nurse");
    EXPECT_EQ(shown[3].closed_by, "admin");
    EXPECT_EQ(shown[3].closed_at, node_.now);
}

INSTANTIATE_TEST_SUITE_P(Each, ClosingAccounts, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

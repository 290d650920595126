#include "platform/access/account_proof.h"
#include "platform/access/accounts_for_tests.h"
#include "platform/access/emergency_account.h"
#include "platform/access/openings.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class EmergencyAccounts : public AccountsOfANode {
protected:
    EmergencyAccounts() : nurse_(make("nurse", Role::nurse, {}, 7)) {}
    Result<Account> let_in(const std::string& name, Role role = Role::nurse) {
        return in_writer([&](log::WriteTx& tx) {
            return create_emergency_account(tx, {name, role, 7}, nurse_, node_.cause());
        });
    }
    Account nurse_;
};

TEST_P(EmergencyAccounts, AHelperWorksAtOnceForADayAndItIsToldAsAnAlarm) {
    const auto helper = let_in("relief.nurse");
    ASSERT_TRUE(helper);
    EXPECT_TRUE(check_confirmed(db(), helper->id));
    EXPECT_EQ(helper->ends_at, node_.now + 24h);
    EXPECT_TRUE(find_account(db(), helper->id).value()->is_emergency());
    EXPECT_TRUE(check_unaltered(db(), node_.node(), helper->id));
    const auto alarms = list_alarms(db(), {node_.now, node_.now + 1s}, {}).value();
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_EQ(alarms[0].account, "relief.nurse");
    EXPECT_EQ(alarms[0].kind, "emergency");
}

TEST_P(EmergencyAccounts, OnlyANurseOrARegistrarIsLetIn) {
    for (const auto& [role, name] : role_names) {
        const auto made = let_in("helper." + std::string(name), role);
        EXPECT_EQ(code_of(made), may_be_an_emergency(role) ? "" : "account.emergency_role") << name;
    }
}

TEST_P(EmergencyAccounts, FourHelpersAtATimeAreEnoughForASite) {
    for (const std::string name : {"one", "two", "three", "four"}) EXPECT_TRUE(let_in(name));
    const auto fifth = let_in("five");
    EXPECT_EQ(code_of(fifth), "account.too_many_emergencies");
    EXPECT_EQ(fifth.error().params, R"({"max":4})");
    node_.now += 24h;
    EXPECT_TRUE(let_in("five"));
}

TEST_P(EmergencyAccounts, AHelperNeitherLetsInNorConfirms) {
    const Account admin = make("admin", Role::administrator);
    const Account helper = let_in("relief.nurse").value();
    make("registrar", Role::registrar, admin.id, 7);
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return create_emergency_account(tx, {"friend", Role::nurse, 7}, helper,
                                                  node_.cause());
              })),
              "account.emergency_may_not");
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return confirm_account(tx, {"registrar", helper}, node_.cause());
              })),
              "account.emergency_may_not");
}

INSTANTIATE_TEST_SUITE_P(Each, EmergencyAccounts, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

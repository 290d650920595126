#include "platform/access/device.h"

#include <gtest/gtest.h>

#include "platform/access/account.h"
#include "testing/databases.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

class Devices : public ::testing::TestWithParam<store::Dialect> {
protected:
    Devices() {
        distributor_ = create("distributor");
        registrar_ = create("registrar");
    }
    std::int64_t create(const std::string& name) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return create_account(tx, {name, Role::food_distributor, {}}, node_.cause());
            })
            .value()
            .id;
    }
    std::string sign_in(std::int64_t account, const std::string& token = {}) {
        return node_
            .write<std::string>(
                [&](log::WriteTx& tx) { return remember_device(tx, token, account); })
            .value();
    }
    bool knows(const std::string& token, std::string_view name) {
        return knows_device(node_.db(), token, name, node_.now).value();
    }
    std::int64_t rows() {
        return (*node_.db().first("select count(*) from known_device"))->integer(0);
    }

    testing::TestNode node_{GetParam(), {}};
    std::int64_t distributor_ = 0, registrar_ = 0;
};

TEST_P(Devices, ADeviceIsKnownAsTheNameThatSignedInThere) {
    const std::string token = sign_in(distributor_);
    EXPECT_EQ(token.size(), 32U);
    EXPECT_TRUE(knows(token, "distributor"));
    EXPECT_FALSE(knows(token, "registrar"));
    EXPECT_FALSE(knows(token, "nobody"));
}

TEST_P(Devices, NoTokenAndAMadeUpTokenAreOfNoDevice) {
    sign_in(distributor_);
    for (const std::string& token : {std::string{}, std::string(32, '0'), std::string(8'000, 'x')})
        EXPECT_FALSE(knows(token, "distributor"));
}

TEST_P(Devices, ASharedTabletIsKnownAsEachOfItsPeople) {
    const std::string token = sign_in(distributor_);
    EXPECT_EQ(sign_in(registrar_, token), token);
    EXPECT_TRUE(knows(token, "distributor"));
    EXPECT_TRUE(knows(token, "registrar"));
    EXPECT_EQ(rows(), 2);
}

TEST_P(Devices, ATokenThatThisNodeNeverGaveIsReplaced) {
    const std::string chosen(32, 'a');
    EXPECT_NE(sign_in(distributor_, chosen), chosen);
    EXPECT_FALSE(knows(chosen, "distributor"));
}

TEST_P(Devices, NinetyDaysAreKnownAndNotAMomentMore) {
    const std::string token = sign_in(distributor_);
    node_.now += device_known_max;
    EXPECT_TRUE(knows(token, "distributor"));
    node_.now += 1us;
    EXPECT_FALSE(knows(token, "distributor"));
}

TEST_P(Devices, EachSignInStartsTheNinetyDaysAgain) {
    const std::string token = sign_in(distributor_);
    node_.now += 60 * 24h;
    EXPECT_EQ(sign_in(distributor_, token), token);
    node_.now += 60 * 24h;
    EXPECT_TRUE(knows(token, "distributor"));
    EXPECT_EQ(rows(), 1);
}

TEST_P(Devices, WhatIsTooOldIsSweptAtTheNextSignIn) {
    sign_in(distributor_);
    sign_in(distributor_);
    node_.now += device_known_max + 1us;
    sign_in(registrar_);
    EXPECT_EQ(rows(), 1);
}

TEST_P(Devices, ACopyOfTheTableIsNoDevice) {
    const std::string token = sign_in(distributor_);
    const auto row = node_.db().first("select token from known_device").value();
    EXPECT_NE(row->bytes(0), from_hex(token));
    EXPECT_FALSE(knows(hex(row->bytes(0)), "distributor"));
    EXPECT_FALSE(knows(std::string(as_text(row->bytes(0))), "distributor"));
}

TEST_P(Devices, AnInactiveAccountHasNone) {
    const std::string token = sign_in(distributor_);
    ASSERT_TRUE(node_.db().run("update account set active = 0 where id = ?", distributor_));
    EXPECT_FALSE(knows(token, "distributor"));
}

INSTANTIATE_TEST_SUITE_P(Each, Devices, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access

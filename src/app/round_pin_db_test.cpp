// One tablet, one breakfast, two colleagues: each goes on with a PIN of their own, and no account
// is shared.
#include <gtest/gtest.h>

#include "app/access_world_for_tests.h"
#include "platform/access/account_proof.h"
#include "platform/access/device.h"
#include "platform/access/round_pin.h"

namespace jatigi::app {
namespace {

class RoundPin : public ::testing::TestWithParam<store::Dialect> {
protected:
    RoundPin() {
        round_ = opened("BREAKFAST", "ASM");
        device_ = signed_in_on({}, "food_distributor.ASM");
        EXPECT_EQ(signed_in_on(device_, "food_distributor.all"), device_);
    }
    std::string next() { return fmt::format("{:032x}", ++commands_); }
    Who& who(std::string_view name) {
        return *std::ranges::find_if(world_.accounts(),
                                     [name](const Who& one) { return one.account.name == name; });
    }
    Response ask(const std::string& token, const std::string& device, std::string_view route,
                 std::string body = {}) {
        const std::size_t space = route.find(' ');
        return world_.send(token, {.method = std::string(route.substr(0, space)),
                                   .path = std::string(route.substr(space + 1)),
                                   .body = std::move(body),
                                   .device_token = device});
    }
    // As after a password that was typed there.
    std::string signed_in_on(const std::string& device, std::string_view name) {
        return world_.write<std::string>([&](log::WriteTx& tx) {
            return access::remember_device(tx, device, who(name).account.id);
        });
    }
    std::string opened(std::string_view service, std::string_view site) {
        const auto made = json::parse_object(
            ask(who("food_distributor.all").token, {}, "POST /api/v1/rounds",
                fmt::format(R"({{"command":"{}","site":"{}","service":"{}","day":"2023-01-16"}})",
                            next(), site, service))
                .body);
        return std::string(json::text_at(*json::object_at(*made, "round"), "id").value_or(""));
    }
    Response choose(std::string_view name, std::string_view pin, const std::string& round,
                    const std::string& device) {
        return ask(who(name).token, device, fmt::format("POST /api/v1/rounds/{}/pin", round),
                   fmt::format(R"({{"command":"{}","pin":"{}"}})", next(), pin));
    }
    Response choose(std::string_view name, std::string_view pin) {
        return choose(name, pin, round_, device_);
    }
    Response say(std::string_view name, std::string_view pin, const std::string& round,
                 const std::string& device) {
        return ask({}, device, "POST /api/v1/session/pin",
                   fmt::format(R"({{"round":"{}","name":"{}","pin":"{}"}})", round, name, pin));
    }
    Response say(std::string_view name, std::string_view pin) {
        return say(name, pin, round_, device_);
    }
    static std::string token_of(const Response& response) {
        constexpr std::string_view start = "__Host-jatigi=";
        for (const auto& [name, value] : response.headers)
            if (value.starts_with(start))
                return value.substr(start.size(), value.find(';') - start.size());
        return {};
    }
    void close() {
        EXPECT_EQ(ask(who("food_distributor.all").token, {},
                      fmt::format("POST /api/v1/rounds/{}/closing", round_),
                      fmt::format(R"({{"command":"{}"}})", next()))
                      .status,
                  200);
    }

    World world_{GetParam()};
    std::string round_, device_;
    std::uint64_t commands_ = 6'000'000;
};

constexpr std::string_view one = "food_distributor.ASM", other = "food_distributor.all";

TEST_P(RoundPin, EachGoesOnInTheirOwnName) {
    EXPECT_EQ(choose(one, "4702").status, 201);
    EXPECT_EQ(choose(other, "9153").status, 201);
    for (const auto& [name, pin] : {std::pair{one, "4702"}, std::pair{other, "9153"}}) {
        const Response begun = say(name, pin);
        ASSERT_EQ(begun.status, 200) << begun.body;
        const auto session =
            json::parse_object(ask(token_of(begun), device_, "GET /api/v1/session").body);
        const json::object& account = *json::object_at(*session, "account");
        EXPECT_EQ(json::text_at(account, "name"), name);
        EXPECT_EQ(json::bool_at(account, "by_pin"), true);
    }
    EXPECT_EQ(say(one, "9153").status, 401);
}

TEST_P(RoundPin, OneThatANewPasswordVoidedIsNoneWhenItsRowIsPutBack) {
    choose(one, "4702");
    world_.by_hand(
        "create table kept as select account, device, round, digest, until, tries from round_pin");
    const std::int64_t account = who(one).account.id;
    world_.write<bool>([account](log::WriteTx& tx) -> Result<bool> {
        TRY(access::seal_change(tx, account, "actor.password_set", {}, {.command = {9, 9}}));
        TRY(access::void_pins(tx.db(), account));
        return true;
    });
    world_.by_hand(
        "insert into round_pin(account, device, round, digest, until, tries) "
        "select account, device, round, digest, until, tries from kept");
    EXPECT_EQ(say(one, "4702").status, 401);
}

TEST_P(RoundPin, ItIsForTheGateAndMealsAlone) {
    choose(other, "9153");
    const std::string token = token_of(say(other, "9153"));
    EXPECT_EQ(ask(token, device_, "GET /api/v1/rounds/" + round_).status, 200);
    EXPECT_EQ(ask(token, device_, "GET /api/v1/sites").status, 200);
    const Response served =
        ask(token, device_, fmt::format("POST /api/v1/rounds/{}/servings", round_),
            fmt::format(R"({{"command":"{}","code":"nobody"}})", next()));
    EXPECT_EQ(served.code, "card.unreadable");
    for (const std::string_view route :
         {"GET /api/v1/account/sessions", "PUT /api/v1/account/password",
          "GET /api/v1/account/second-factor", "POST /api/v1/persons/search"})
        EXPECT_EQ(ask(token, device_, route, "{}").code, "session.by_pin_alone") << route;
    EXPECT_EQ(ask(token, device_, "DELETE /api/v1/session").status, 204);
    EXPECT_EQ(ask(token, device_, "GET /api/v1/session").status, 401);
}

TEST_P(RoundPin, TheScreensAreToldWhatItIsFor) {
    choose(one, "4702");
    const Response begun = say(one, "4702");
    const auto session = json::parse_object(begun.body);
    const json::object& account = *json::object_at(*session, "account");
    EXPECT_EQ(account.at("rights"),
              (json::array{"count_arrivals", "lock_node", "read_rounds", "read_sites", "serve"}));
    EXPECT_EQ(json::bool_at(account, "must_set_password"), false);
    EXPECT_EQ(json::text_at(account, "second_factor"), "none");
}

TEST_P(RoundPin, ItsSessionEndsWithTheRoundAndNoOtherDoes) {
    const std::string lunch = opened("LUNCH", "ASM");
    choose(one, "4702");
    choose(other, "9153", lunch, device_);
    const std::string of_this = token_of(say(one, "4702"));
    const std::string of_lunch = token_of(say(other, "9153", lunch, device_));
    close();
    // Time to see it, and to bring in what waited.
    EXPECT_EQ(ask(of_this, device_, "GET /api/v1/rounds/" + round_).status, 200);
    world_.wait(access::pin_rest);
    EXPECT_EQ(ask(of_this, device_, "GET /api/v1/session").status, 401);
    EXPECT_EQ(ask(of_lunch, device_, "GET /api/v1/session").status, 200);
    EXPECT_EQ(ask(who(one).token, device_, "GET /api/v1/session").status, 200);
}

TEST_P(RoundPin, APinMakesNoPin) {
    choose(other, "9153");
    const std::string token = token_of(say(other, "9153"));
    const std::string lunch = opened("LUNCH", "ASM");
    EXPECT_EQ(ask(token, device_, fmt::format("POST /api/v1/rounds/{}/pin", lunch),
                  fmt::format(R"({{"command":"{}","pin":"2846"}})", next()))
                  .code,
              "session.by_pin_alone");
}

TEST_P(RoundPin, ItIsGoodOnThatDeviceForThatRoundAndThatNameAlone) {
    choose(one, "4702");
    const std::string lunch = opened("LUNCH", "ASM");
    const std::string elsewhere = signed_in_on({}, one);
    EXPECT_EQ(say(one, "4702", lunch, device_).code, "pin.refused");
    EXPECT_EQ(say(one, "4702", round_, elsewhere).code, "pin.refused");
    EXPECT_EQ(say(one, "4702", round_, {}).code, "pin.refused");
    EXPECT_EQ(say(other, "4702").code, "pin.refused");
    EXPECT_EQ(say("nobody", "4702").code, "pin.refused");
    EXPECT_EQ(say(one, "4702").status, 200);
    // One of the next round takes its place.
    EXPECT_EQ(choose(one, "3391", lunch, device_).status, 201);
    EXPECT_EQ(say(one, "4702").code, "pin.refused");
    EXPECT_EQ(say(one, "3391", lunch, device_).status, 200);
}

TEST_P(RoundPin, ItIsOverWhenTheRoundIsClosed) {
    choose(one, "4702");
    close();
    EXPECT_EQ(say(one, "4702").code, "pin.refused");
    EXPECT_EQ(choose(one, "4702").code, "round.not_found");
}

TEST_P(RoundPin, ItIsGoodAgainWhenTheRoundIsOpenAgain) {
    choose(one, "4702");
    const std::string before = token_of(say(one, "4702"));
    close();
    EXPECT_EQ(ask(who("centre_manager.all").token, {},
                  fmt::format("POST /api/v1/rounds/{}/reopening", round_),
                  fmt::format(R"({{"command":"{}","reason":"trop tôt"}})", next()))
                  .status,
              200);
    const std::string after = token_of(say(one, "4702"));
    world_.wait(access::pin_rest);
    for (const std::string& token : {before, after})
        EXPECT_EQ(ask(token, device_, "GET /api/v1/session").status, 200);
}

TEST_P(RoundPin, EightWrongOnesVoidItWhateverCameBetween) {
    choose(one, "4702");
    for (std::int64_t i = 1; i < access::pin_tries_max; ++i) {
        EXPECT_EQ(say(one, "4703").code, "pin.refused");
        EXPECT_EQ(say(one, "4702").status, 200);
    }
    EXPECT_EQ(say(one, "4703").code, "pin.refused");
    EXPECT_EQ(say(one, "4702").code, "pin.refused");
}

TEST_P(RoundPin, ItBeginsAndEndsNoRound) {
    choose(other, "9153");
    const std::string token = token_of(say(other, "9153"));
    EXPECT_EQ(
        ask(token, device_, "POST /api/v1/rounds",
            fmt::format(R"({{"command":"{}","site":"ASM","service":"LUNCH","day":"2023-01-16"}})",
                        next()))
            .code,
        "session.by_pin_alone");
    EXPECT_EQ(ask(token, device_, fmt::format("POST /api/v1/rounds/{}/closing", round_),
                  fmt::format(R"({{"command":"{}"}})", next()))
                  .code,
              "session.by_pin_alone");
}

TEST_P(RoundPin, EasyOnesAreRefused) {
    for (const std::string_view pin : {"1111", "1234", "4321", "00000000"})
        EXPECT_EQ(choose(one, pin).code, "pin.too_easy") << pin;
    for (const std::string_view pin : {"123", "123456789", "12a4", "１２３４"})
        EXPECT_EQ(choose(one, pin).code, "pin.malformed") << pin;
}

TEST_P(RoundPin, WhoNeverSignedInThereChoosesNone) {
    EXPECT_EQ(choose("centre_manager.all", "4702").code, "pin.device_unknown");
    EXPECT_EQ(choose(one, "4702", round_, "0123456789abcdef0123456789abcdef").code,
              "pin.device_unknown");
}

TEST_P(RoundPin, WhoseRoundItIsNotChoosesNone) {
    signed_in_on(device_, "food_distributor.AGZ");
    EXPECT_EQ(choose("food_distributor.AGZ", "4702").code, "round.not_found");
    EXPECT_EQ(choose("registrar.ASM", "4702").code, "access.denied");
}

TEST_P(RoundPin, ANewPasswordAndAClosedAccountVoidIt) {
    choose(one, "4702");
    world_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(access::Sessions::end_others(tx, who(one).account.id, {}));
        return true;
    });
    EXPECT_EQ(say(one, "4702").code, "pin.refused");
}

TEST_P(RoundPin, ARestartEndsTheSessionAndNotThePin) {
    choose(one, "4702");
    const std::string token = token_of(say(one, "4702"));
    world_.restart_sessions();
    EXPECT_EQ(ask(token, device_, "GET /api/v1/session").status, 401);
    EXPECT_EQ(say(one, "4702").status, 200);
}

TEST_P(RoundPin, WhatWasChangedByHandIsNoPin) {
    choose(one, "4702");
    world_.by_hand(
        "update round_pin set account = (select id from account where name = "
        "'centre_manager.all')");
    EXPECT_EQ(say("centre_manager.all", "4702").code, "pin.refused");
}

INSTANTIATE_TEST_SUITE_P(Each, RoundPin, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app

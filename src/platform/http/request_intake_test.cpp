#include "platform/http/request_intake.h"

#include <gtest/gtest.h>

#include <optional>

namespace jatigi::http {
namespace {

constexpr std::size_t KiB = 1024;  // NOLINT(readability-identifier-naming)
constexpr std::size_t read_size = 16 * KiB;
const std::string token = "0123456789abcdef0123456789abcdef";

class Intake : public ::testing::Test {
protected:
    // Read by read, until all of `bytes` is taken or refused.
    static std::string send(RequestIntake& intake, std::string_view bytes,
                            std::size_t at_once = read_size) {
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, at_once);
            bytes.remove_prefix(part.size());
            if (const auto taken = intake.received(part); !taken)
                return std::string(taken.error().code);
        }
        return "taken";
    }
    static std::string request(const std::string& headers, std::optional<std::size_t> body) {
        const std::string start = "POST /list HTTP/1.1\r\nHost: centre\r\n" + headers;
        if (!body) return start + "\r\n";
        return start + "Content-Length: " + std::to_string(*body) + "\r\n\r\n" +
               std::string(*body, 'x');
    }

    BodyBudget budget_{1024 * KiB};
    vault::LockSwitch lock_;
    IntakeRules rules_{budget_, [](std::string_view shown) { return shown == token; }, &lock_};
    const std::string cookie_ = "Cookie: __Host-jatigi-device=11; __Host-jatigi=" + token + "\r\n";
};

TEST_F(Intake, WhatAnybodyMaySendIsTakenWithoutSessionAndBudget) {
    RequestIntake intake(rules_);
    const std::string head = request("Transfer-Encoding: chunked\r\n", std::nullopt);
    const std::string chunk = "8000\r\n" + std::string(32 * KiB, 'x') + "\r\n";
    EXPECT_EQ(send(intake, head + chunk + chunk + chunk), "taken");
    EXPECT_EQ(
        send(intake,
             "8000\r\n" + std::string(free_bytes_max - head.size() - 3 * chunk.size() - 6, 'x')),
        "taken");
    EXPECT_EQ(budget_.most_held(), 0U);
    EXPECT_EQ(send(intake, "x"), "session.required");
    EXPECT_EQ(budget_.most_held(), 0U);
}

TEST_F(Intake, ABodyThatIsTooLargeWithoutASessionIsRefusedWhenItIsAnnounced) {
    RequestIntake intake(rules_), just(rules_);
    const std::string head = request("Content-Length: 131073\r\n", std::nullopt);
    EXPECT_EQ(send(intake, head), "session.required");
    EXPECT_EQ(send(just, request("Content-Length: 131072\r\n", std::nullopt)), "taken");
}

TEST_F(Intake, WithALiveSessionEveryByteOfABigRequestIsCounted) {
    RequestIntake intake(rules_);
    const std::string sent = request(cookie_, 600 * KiB);
    EXPECT_EQ(send(intake, sent), "taken");
    EXPECT_EQ(budget_.held(), sent.size());
}

TEST_F(Intake, AnotherTokenIsNoSession) {
    RequestIntake intake(rules_);
    EXPECT_EQ(
        send(intake, request("Cookie: __Host-jatigi=" + std::string(32, '0') + "\r\n", 600 * KiB)),
        "session.required");
}

TEST_F(Intake, TheTokenIsFoundWhereverTheReadsCutIt) {
    const std::string sent = request(cookie_, free_bytes_max);
    for (std::size_t cut = 1; cut < sent.find("\r\n\r\n"); ++cut) {
        RequestIntake intake(rules_);
        EXPECT_EQ(send(intake, sent.substr(0, cut)), "taken");
        EXPECT_EQ(send(intake, sent.substr(cut)), "taken") << cut;
    }
    RequestIntake intake(rules_);
    EXPECT_EQ(send(intake, sent, 1), "taken");
}

TEST_F(Intake, TheTokenIsFoundBehindTheLongestHeaders) {
    RequestIntake intake(rules_);
    std::string others;
    for (int i = 0; i < 9; ++i) others += "X: " + std::string(8'000, 'x') + "\r\n";
    EXPECT_EQ(send(intake, request(others + cookie_, free_bytes_max)), "taken");
}

TEST_F(Intake, AnAnswerGivesBackAndForgetsTheSession) {
    RequestIntake intake(rules_);
    EXPECT_EQ(send(intake, request(cookie_, 600 * KiB)), "taken");
    intake.answered();
    EXPECT_EQ(budget_.held(), 0U);
    EXPECT_TRUE(intake.is_empty());
    EXPECT_EQ(send(intake, request("", 600 * KiB)), "session.required");
}

TEST_F(Intake, TheEndOfTheConnectionGivesBack) {
    {
        RequestIntake intake(rules_);
        EXPECT_EQ(send(intake, request(cookie_, 600 * KiB)), "taken");
        EXPECT_GT(budget_.held(), 600 * KiB);
    }
    EXPECT_EQ(budget_.held(), 0U);
}

TEST_F(Intake, TheBudgetIsForAllConnectionsTogether) {
    RequestIntake first(rules_), second(rules_), third(rules_);
    EXPECT_EQ(send(first, request(cookie_, 600 * KiB)), "taken");
    EXPECT_EQ(send(second, request(cookie_, 600 * KiB)), "request.busy");
    EXPECT_LE(budget_.most_held(), 1024 * KiB);
    EXPECT_EQ(send(third, request("", 4 * KiB)), "taken");
    second.answered();
    first.answered();
    EXPECT_EQ(send(third, request(cookie_, 600 * KiB)), "taken");
}

TEST_F(Intake, ALockedNodeTakesNoBodyWhereverTheReadsCutItsAnnouncement) {
    lock_.lock({});
    for (const std::string announced :
         {"CONTENT-Length: 67108864\r\n", "transfer-encoding: Chunked\r\n"}) {
        const std::string sent = request(announced, std::nullopt);
        for (std::size_t cut = 1; cut < sent.size(); ++cut) {
            RequestIntake intake(rules_);
            EXPECT_EQ(send(intake, sent.substr(0, cut)), "taken");
            EXPECT_EQ(send(intake, sent.substr(cut)), "vault.locked") << cut;
        }
    }
}

TEST_F(Intake, ALockedNodeTakesRequestsWithoutABody) {
    lock_.lock({});
    RequestIntake intake(rules_);
    EXPECT_EQ(send(intake, request(cookie_, 0)), "taken");
}

TEST(BodyBudget, TheLastByteIsTakenAndNoneAfterIt) {
    BodyBudget budget(10);
    EXPECT_TRUE(budget.take(4));
    EXPECT_FALSE(budget.take(7));
    EXPECT_EQ(budget.held(), 4U);
    EXPECT_TRUE(budget.take(6));
    EXPECT_FALSE(budget.take(1));
    budget.give_back(10);
    EXPECT_EQ(budget.held(), 0U);
    EXPECT_EQ(budget.most_held(), 10U);
}

}  // namespace
}  // namespace jatigi::http

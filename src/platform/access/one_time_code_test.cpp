#include "platform/access/one_time_code.h"

#include <gtest/gtest.h>

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

const Bytes rfc_secret = [] {
    const ByteView text = as_bytes("12345678901234567890");
    return Bytes(text.begin(), text.end());
}();
constexpr Instant noon = Day{2023y / 1 / 16} + 12h;

std::string code_at(Instant instant) {
    return hotp(rfc_secret, static_cast<std::uint64_t>(step_at(instant)));
}
Looked look(std::string_view code, Instant now, const FactorClock& clock = {}) {
    return look_at_code(rfc_secret, code, now, clock);
}

TEST(OneTimeCode, HotpGivesTheCodesOfRfc4226AppendixD) {
    constexpr std::array<std::string_view, 10> codes{"755224", "287082", "359152", "969429",
                                                     "338314", "254676", "287922", "162583",
                                                     "399871", "520489"};
    for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(hotp(rfc_secret, i), codes.at(i));
}

TEST(OneTimeCode, TotpGivesTheCodesOfRfc6238AppendixB) {
    const std::vector<std::pair<std::int64_t, std::string>> codes{
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (const auto& [seconds, code] : codes) {
        const Instant instant{std::chrono::seconds{seconds}};
        EXPECT_EQ(hotp(rfc_secret, static_cast<std::uint64_t>(step_at(instant)), 8), code);
    }
}

TEST(OneTimeCode, TheSecretIsSpelledAsInRfc4648) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> spelled{{
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
    }};
    for (const auto& [plain, text] : spelled) EXPECT_EQ(base32(as_bytes(plain)), text);
}

TEST(OneTimeCode, TheUriIsWhatAppsRead) {
    EXPECT_EQ(otpauth_uri("Jatigi Côte & Nord", "fati.diallo", rfc_secret),
              "otpauth://totp/Jatigi%20C%C3%B4te%20%26%20Nord:fati.diallo"
              "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jatigi%20C%C3%B4te%20%26%20Nord"
              "&algorithm=SHA1&digits=6&period=30");
}

TEST(OneTimeCode, OneStepMoreOrLessIsRightAndTwoAreNot) {
    for (const auto away : {-30s, 0s, 30s}) {
        const Looked looked = look(code_at(noon + away), noon);
        EXPECT_EQ(looked.seen, CodeSeen::right) << away.count();
        EXPECT_EQ(looked.clock.drift, away / 30s);
    }
    EXPECT_EQ(look(code_at(noon + 60s), noon).seen, CodeSeen::one_more);
    EXPECT_EQ(look(code_at(noon - 60s), noon).seen, CodeSeen::one_more);
}

TEST(OneTimeCode, AStepIsTakenOnceAndNoneBeforeIt) {
    const Looked first = look(code_at(noon), noon);
    EXPECT_EQ(look(code_at(noon), noon, first.clock).seen, CodeSeen::wrong);
    EXPECT_EQ(look(code_at(noon - 30s), noon, first.clock).seen, CodeSeen::wrong);
    EXPECT_EQ(look(code_at(noon + 30s), noon, first.clock).seen, CodeSeen::right);
}

TEST(OneTimeCode, ADriftIsLearnedAStepAtATime) {
    FactorClock clock;
    Instant now = noon;
    for (int month = 1; month <= 20; ++month) {
        now += std::chrono::days{30};
        const Looked looked = look(code_at(now + month * 30s), now, clock);
        ASSERT_EQ(looked.seen, CodeSeen::right) << month;
        clock = looked.clock;
    }
    EXPECT_EQ(clock.drift, 20);
}

TEST(OneTimeCode, TenMinutesTakeTwoCodesInARow) {
    for (const auto away : {-10min, 10min}) {
        const Looked first = look(code_at(noon + away), noon);
        EXPECT_EQ(first.seen, CodeSeen::one_more);
        EXPECT_EQ(look(code_at(noon + away), noon, first.clock).seen, CodeSeen::one_more);
        const Looked second = look(code_at(noon + away + 30s), noon + 30s, first.clock);
        EXPECT_EQ(second.seen, CodeSeen::right);
        EXPECT_EQ(second.clock.drift, away / 30s);
        EXPECT_FALSE(second.clock.far);
        EXPECT_EQ(look(code_at(noon + away + 1h), noon + 1h, second.clock).seen, CodeSeen::right);
    }
    EXPECT_EQ(look(code_at(noon + 10min + 30s), noon).seen, CodeSeen::wrong);
    EXPECT_EQ(look(code_at(noon - 10min - 30s), noon).seen, CodeSeen::wrong);
}

TEST(OneTimeCode, TwoCodesThatAreNotInARowAreTwoFirstOnes) {
    const Looked first = look(code_at(noon + 5min), noon);
    const Looked other = look(code_at(noon + 7min), noon + 30s, first.clock);
    EXPECT_EQ(other.seen, CodeSeen::one_more);
    EXPECT_EQ(look(code_at(noon + 5min + 30s), noon + 30s, other.clock).seen, CodeSeen::one_more);
}

TEST(OneTimeCode, AWrongCodeBetweenTheTwoDoesNoHarmAndTheSecondIsNotWaitedForLong) {
    const Looked first = look(code_at(noon + 5min), noon);
    const Looked wrong = look("000000", noon + 10s, first.clock);
    ASSERT_EQ(wrong.seen, CodeSeen::wrong);
    const std::string next = code_at(noon + 5min + 30s);
    EXPECT_EQ(look(next, noon + 3min, wrong.clock).seen, CodeSeen::right);
    EXPECT_NE(look(next, noon + 3min + 1s, wrong.clock).seen, CodeSeen::right);
    EXPECT_NE(look(next, noon - 1s, wrong.clock).seen, CodeSeen::right);
}

TEST(OneTimeCode, ACodeThatWasSeenOverAShoulderIsGoodForNothingOnceItWasTaken) {
    const Looked taken = look(code_at(noon), noon);
    for (auto later = 0s; later <= 15min; later += 30s)
        EXPECT_EQ(look(code_at(noon), noon + later, taken.clock).seen, CodeSeen::wrong);
}

TEST(OneTimeCode, AClockThatWasSetBackTakesNoOldCode) {
    const Looked taken = look(code_at(noon), noon);
    EXPECT_EQ(look(code_at(noon - 5min), noon - 5min, taken.clock).seen, CodeSeen::wrong);
}

TEST(OneTimeCode, WhatIsNoCodeIsWrong) {
    for (const std::string_view text : {"", "12345", "1234567", "abcdef", "12345\n"})
        EXPECT_EQ(look(text, noon).seen, CodeSeen::wrong);
    EXPECT_EQ(look(code_at(Instant{}), Instant{}).seen, CodeSeen::right);
}

}  // namespace
}  // namespace jatigi::access

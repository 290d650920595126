#include "platform/access/throttle.h"

#include <gtest/gtest.h>

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

const Instant start = Day{2023y / 1 / 16} + 6h;
const Attempt stranger{"distributor"};
const Attempt tablet{"distributor", "00112233445566778899aabbccddeeff"};
const Attempt other_tablet{"distributor", "ffeeddccbbaa99887766554433221100"};

void fail(Throttle& throttle, const Attempt& attempt, Instant at) {
    throttle.begun(attempt, at);
    throttle.failed(attempt, at);
}

void fail_times(Throttle& throttle, const Attempt& attempt, int times, Instant at) {
    for (int i = 0; i < times; ++i) fail(throttle, attempt, at);
}

// `times` failures from unknown devices, in turn over `names` names.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
void spray(Throttle& throttle, int times, int names, Instant at) {
    for (int i = 0; i < times; ++i)
        fail(throttle, {"name" + std::to_string(i % names)}, at);
}

TEST(Throttle, FourFailuresAreFreeAndTheFifthCostsASecond) {
    for (const Attempt& attempt : {stranger, tablet}) {
        Throttle throttle;
        EXPECT_EQ(throttle.wait_seconds(attempt, start), 0);
        fail_times(throttle, attempt, 4, start);
        EXPECT_EQ(throttle.wait_seconds(attempt, start), 0);
        fail(throttle, attempt, start);
        EXPECT_EQ(throttle.wait_seconds(attempt, start), 1);
    }
}

TEST(Throttle, ThePauseDoublesUpToAMinute) {
    Throttle throttle;
    fail_times(throttle, stranger, 4, start);
    for (const std::int64_t seconds : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
        fail(throttle, stranger, start);
        EXPECT_EQ(throttle.wait_seconds(stranger, start), seconds);
    }
}

TEST(Throttle, ThePauseRunsOut) {
    Throttle throttle;
    fail_times(throttle, stranger, 8, start);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 8);
    EXPECT_EQ(throttle.wait_seconds(stranger, start + 7999ms), 1);
    EXPECT_EQ(throttle.wait_seconds(stranger, start + 8s), 0);
    EXPECT_EQ(throttle.wait_seconds(stranger, start + 1h), 0);
}

TEST(Throttle, APauseThatRanOutIsNotForgotten) {
    Throttle throttle;
    fail_times(throttle, stranger, 8, start);
    fail(throttle, stranger, start + 1h);
    EXPECT_EQ(throttle.wait_seconds(stranger, start + 1h), 16);
}

TEST(Throttle, SuccessForgetsTheFailures) {
    Throttle throttle;
    fail_times(throttle, stranger, 9, start);
    throttle.succeeded(stranger);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 0);
    fail(throttle, stranger, start);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 0);
}

TEST(Throttle, OneNamesFailuresDoNotSlowAnother) {
    Throttle throttle;
    fail_times(throttle, stranger, 20, start);
    EXPECT_EQ(throttle.wait_seconds({"registrar.two"}, start), 0);
}

TEST(Throttle, AGuesserElsewhereDoesNotKeepTheBreakfastOut) {
    Throttle throttle;
    fail_times(throttle, stranger, 1'000, start);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 60);
    EXPECT_EQ(throttle.wait_seconds(tablet, start), 0);
    // The distributor mistypes twice in the dark, too.
    fail_times(throttle, tablet, 2, start);
    EXPECT_EQ(throttle.wait_seconds(tablet, start), 0);
}

TEST(Throttle, OneTabletsFailuresSlowThatTabletAlone) {
    Throttle throttle;
    fail_times(throttle, tablet, 11, start);
    EXPECT_EQ(throttle.wait_seconds(tablet, start), 60);
    EXPECT_EQ(throttle.wait_seconds(other_tablet, start), 0);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 0);
}

TEST(Throttle, ATabletsSuccessDoesNotHelpTheGuesser) {
    Throttle throttle;
    fail_times(throttle, stranger, 11, start);
    throttle.succeeded(tablet);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 60);
}

TEST(Throttle, FortyTabletsAtOnceAreNoAttack) {
    Throttle throttle;
    for (int i = 0; i < 40; ++i) {
        const Attempt mine{"distributor" + std::to_string(i % 4), "device" + std::to_string(i)};
        fail_times(throttle, mine, 3, start);
        EXPECT_EQ(throttle.wait_seconds(mine, start), 0);
    }
    EXPECT_EQ(throttle.wait_seconds({"somebody.new"}, start), 0);
}

TEST(Throttle, SprayingPausesUnknownDevicesForHalfAMinute) {
    Throttle throttle;
    spray(throttle, 50, 25, start);
    EXPECT_EQ(throttle.wait_seconds({"another"}, start), 0);
    spray(throttle, 1, 25, start);
    EXPECT_EQ(throttle.wait_seconds({"another"}, start), 30);
    EXPECT_EQ(throttle.wait_seconds({"another"}, start + 29s), 1);
    EXPECT_EQ(throttle.wait_seconds({"another"}, start + 30s), 0);
    EXPECT_EQ(throttle.wait_seconds(tablet, start), 0);
}

TEST(Throttle, TenNamesAreNoSprayAndElevenAre) {
    Throttle ten, eleven;
    spray(ten, 110, 10, start);
    spray(eleven, 110, 11, start);
    EXPECT_EQ(ten.wait_seconds({"another"}, start), 0);
    EXPECT_EQ(eleven.wait_seconds({"another"}, start), 30);
}

TEST(Throttle, FailuresOverMoreThanFiveMinutesAreNoSpray) {
    Throttle slow, quick;
    spray(slow, 50, 25, start);
    spray(slow, 1, 25, start + spray_window + 1us);
    EXPECT_EQ(slow.wait_seconds({"another"}, start + spray_window + 1us), 0);
    spray(quick, 50, 25, start);
    spray(quick, 1, 25, start + spray_window);
    EXPECT_EQ(quick.wait_seconds({"another"}, start + spray_window), 30);
}

TEST(Throttle, ASprayThatGoesOnStaysPaused) {
    Throttle throttle;
    spray(throttle, 60, 20, start);
    spray(throttle, 1, 20, start + 31s);
    EXPECT_EQ(throttle.wait_seconds({"another"}, start + 31s), 30);
}

TEST(Throttle, GuessesAtOnceAreNoMoreThanOneAfterTheOther) {
    Throttle throttle;
    int looked_at = 0;
    for (int i = 0; i < 100; ++i) {
        if (throttle.wait_seconds(stranger, start) > 0) continue;
        throttle.begun(stranger, start);
        ++looked_at;
    }
    EXPECT_EQ(looked_at, 5);
    throttle.succeeded(stranger);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 0);
}

TEST(Throttle, AnAttemptThatNobodyLookedAtDoesNotCount) {
    Throttle throttle;
    for (int i = 0; i < 20; ++i) {
        throttle.begun(tablet, start);
        throttle.abandoned(tablet);
    }
    EXPECT_EQ(throttle.wait_seconds(tablet, start), 0);
    throttle.abandoned(stranger);
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 0);
}

TEST(Throttle, NamesWithoutEndTakeBoundedMemory) {
    Throttle throttle;
    for (int i = 0; i < 30'000; ++i)
        fail(throttle, {std::to_string(i) + std::string(900, 'x')}, start);
    EXPECT_LE(throttle.size(), 11'000U);
}

TEST(Throttle, WhoFailsAgainAndAgainIsNotForgottenForTheCrowd) {
    Throttle throttle;
    for (int i = 0; i < 30'000; ++i) {
        fail(throttle, {"name" + std::to_string(i)}, start);
        if (i % 1'000 == 0) fail(throttle, stranger, start);
    }
    EXPECT_EQ(throttle.wait_seconds(stranger, start), 60);
}

}  // namespace
}  // namespace jatigi::access

#include "centre/assistance/service.h"

#include <gtest/gtest.h>

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;

constexpr Day day = 2023y / 1 / 31;
constexpr Day arrived = 2022y / 11 / 3;

bool stands_in_the_way(OncePer period, Day earlier) {
    const Period around = period_around(period, {day, arrived});
    return earlier >= around.first && earlier <= around.last;
}

TEST(Service, OnceADayLooksAtTheDayAlone) {
    EXPECT_TRUE(stands_in_the_way(OncePer::day, day));
    EXPECT_FALSE(stands_in_the_way(OncePer::day, day - Days{1}));
    EXPECT_FALSE(stands_in_the_way(OncePer::day, day + Days{1}));
}

TEST(Service, OnceAWeekIsSevenDaysInBothDirections) {
    for (const Days away : {Days{6}, Days{-6}}) EXPECT_TRUE(stands_in_the_way(OncePer::week, day + away));
    for (const Days away : {Days{7}, Days{-7}})
        EXPECT_FALSE(stands_in_the_way(OncePer::week, day + away));
}

TEST(Service, OnceAMonthLastsToTheSameDayOfTheNext) {
    EXPECT_TRUE(stands_in_the_way(OncePer::month, 2023y / 1 / 1));
    EXPECT_FALSE(stands_in_the_way(OncePer::month, 2022y / 12 / 31));
    // February has no 31st: its last day is a month later.
    EXPECT_TRUE(stands_in_the_way(OncePer::month, 2023y / 2 / 27));
    EXPECT_FALSE(stands_in_the_way(OncePer::month, 2023y / 2 / 28));
}

TEST(Service, OnceAStayLooksAtTheWholeStay) {
    EXPECT_TRUE(stands_in_the_way(OncePer::stay, arrived));
    EXPECT_TRUE(stands_in_the_way(OncePer::stay, day + Days{1}));
    EXPECT_FALSE(stands_in_the_way(OncePer::stay, arrived - Days{1}));
}

TEST(Service, ALineThatSaysNoPeriodIsLeftOut) {
    EXPECT_EQ(read_services("A,a,a,item,nfi,stay,60,x,y\nB,b,b,item,nfi,fortnight,60,x,y\n").size(), 1U);
    EXPECT_EQ(read_services("A,a,a,item,nfi,stay,soon,x,y\n").size(), 0U);
}

TEST(Period, AStayThatEndedEndsIt) {
    const Day began = 2023y / 1 / 2, ended = 2023y / 1 / 9;
    const Period period = period_around(OncePer::stay, {2023y / 1 / 4, began, ended});
    EXPECT_EQ(period.first, began);
    EXPECT_EQ(period.last, ended);
    EXPECT_EQ(period_around(OncePer::stay, {2023y / 1 / 4, began}).last, Day::max());
}

}  // namespace
}  // namespace jatigi::assistance

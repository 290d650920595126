#include "centre/sites/occupancy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;

const Day day = 2023y / 1 / 16;
const Instant morning = std::chrono::sys_days{day} + 7h;
const Instant evening = std::chrono::sys_days{day} + 20h;

struct Told {
    std::int64_t morning = 0, came = 0, came_late = 0, left = 0, left_late = 0, passed = 0,
                 night = 0;
    bool operator==(const Told&) const = default;
};
Told told(const std::vector<CountedStay>& stays) {
    const DayFigures f = figures_of(stays, day, morning, evening);
    return {f.morning.value_or(Persons{-1}).count(),
            f.came.count(),
            f.came_late.count(),
            f.left.count(),
            f.left_late.count(),
            f.passed_through.count(),
            f.night.count()};
}
CountedStay since(Day from, Instant came_at) {
    return {.person = 1, .from = from, .came_at = came_at};
}
CountedStay until(CountedStay stay, Day to, Instant left_at) {
    stay.to = to;
    stay.left_at = left_at;
    return stay;
}

TEST(DayFigures, WhoIsThereBothTimesIsInBoth) {
    EXPECT_EQ(told({since(day - Days{3}, morning - 72h)}), (Told{.morning = 1, .night = 1}));
}

TEST(DayFigures, TheMinuteOfTheMorningFigureBelongsToIt) {
    EXPECT_EQ(told({since(day, morning)}), (Told{.morning = 1, .night = 1}));
    EXPECT_EQ(told({since(day, morning + 1us)}), (Told{.came = 1, .night = 1}));
}

TEST(DayFigures, PaperThatIsTypedLateIsInTheBridgeAndNotInTheMorning) {
    EXPECT_EQ(told({since(day - Days{2}, morning + 1h)}), (Told{.came_late = 1, .night = 1}));
    EXPECT_EQ(told({until(since(day - Days{9}, morning - 200h), day - Days{1}, morning + 1h)}),
              (Told{.morning = 1, .left_late = 1}));
    EXPECT_EQ(told({until(since(day - Days{9}, morning - 200h), day, morning + 1h)}),
              (Told{.morning = 1, .left = 1}));
}

TEST(DayFigures, WhoCameAndWentBetweenThemIsSaid) {
    EXPECT_EQ(told({until(since(day, morning + 1h), day, morning + 9h)}), (Told{.passed = 1}));
}

TEST(DayFigures, WhoWentAndCameAgainIsThere) {
    EXPECT_EQ(told({until(since(day - Days{9}, morning - 200h), day, morning + 1h),
                    since(day, morning + 2h)}),
              (Told{.morning = 1, .night = 1}));
}

TEST(DayFigures, TwoFilesOfOnePersonAreOne) {
    EXPECT_EQ(told({since(day - Days{3}, morning - 72h), since(day - Days{1}, morning - 9h)}),
              (Told{.morning = 1, .night = 1}));
}

TEST(DayFigures, BeforeTheHourThereIsNoMorningFigure) {
    const std::vector<CountedStay> stays{since(day - Days{3}, morning - 72h)};
    const DayFigures figures = figures_of(stays, day, morning, morning - 1us);
    EXPECT_FALSE(figures.morning);
    EXPECT_EQ(figures.night, Persons{1});
}

TEST(DayFigures, AnyWeekAddsUp) {
    std::mt19937 random(7);
    const auto draw = [&random](int below) { return static_cast<int>(random() % unsigned(below)); };
    for (int week = 0; week < 500; ++week) {
        std::vector<CountedStay> stays;
        for (int i = 0; i < 40; ++i) {
            CountedStay stay = since(day - Days{draw(7) - 1}, morning + (draw(96) - 72) * 1h);
            stay.person = draw(20);
            if (draw(2) == 0)
                stay = until(stay, stay.from + Days{draw(4)}, stay.came_at + draw(40) * 1h);
            stays.push_back(stay);
        }
        const DayFigures f = figures_of(stays, day, morning, evening);
        ASSERT_EQ((*f.morning + f.came + f.came_late - f.left - f.left_late).count(),
                  f.night.count());
        ASSERT_EQ(f.night.count(), std::ssize(units_at_night(stays, day)));
    }
}

TEST(UnitTotals, CountUnitByUnit) {
    const auto unit = [](std::int64_t capacity, std::int64_t blocked, std::int64_t people) {
        return UnitCount{
            .unit = {.name = "x", .capacity = Places{capacity}, .blocked = Places{blocked}},
            .people = Persons{people}};
    };
    std::vector<UnitCount> units{unit(10, 2, 5), unit(10, 0, 13), unit(10, 0, 9)};
    units.push_back(unit(20, 0, 1));
    units.back().unit.transitory = true;
    units.push_back(unit(50, 0, 0));
    units.back().closed = true;
    const UnitTotals totals = totals_of(units);
    EXPECT_EQ(totals.capacity, Places{50});
    EXPECT_EQ(totals.blocked, Places{2});
    EXPECT_EQ(totals.transitory, Places{20});
    EXPECT_EQ(totals.free, Places{5 + 1 + 19});
    EXPECT_EQ(totals.allocable, Places{3 + 1});
    EXPECT_EQ(totals.beyond, Persons{3});
}

TEST(AgeBands, AreReadAndFound) {
    const auto bands = read_age_bands("from_years,status\n0,x\n5,x\n18,x\n");
    ASSERT_TRUE(bands);
    EXPECT_EQ(*bands, (std::vector<std::int64_t>{0, 5, 18}));
    EXPECT_EQ(band_of(*bands, 0, 0), 0U);
    EXPECT_EQ(band_of(*bands, 4, 5), std::nullopt);
    EXPECT_EQ(band_of(*bands, 5, 17), 1U);
    EXPECT_EQ(band_of(*bands, 99, 99), 2U);
    EXPECT_EQ(band_of(*bands, std::nullopt, 3), std::nullopt);
    for (const char* csv : {"", "from_years\n5\n", "from_years\n0\n5\n5\n", "from_years\n0\nx\n"})
        EXPECT_FALSE(read_age_bands(csv)) << csv;
}

}  // namespace
}  // namespace jatigi::sites

#include "people/linkage/birth.h"

#include <gtest/gtest.h>

namespace jatigi::linkage {
namespace {

using namespace std::chrono;  // NOLINT(google-build-using-namespace): a page of dates
using namespace std::chrono_literals;

constexpr Day arrival = 2023y / January / 16;

TEST(Birth, ADayIsItself) {
    const Day day = 1990y / May / 14;
    EXPECT_EQ(born_on(day), (BirthInterval{day, day, BirthPrecision::day}));
}

TEST(Birth, TheFirstAndTheLastOfAYearStandForTheWhole) {
    const BirthInterval whole{1990y / January / 1, 1990y / December / 31, BirthPrecision::year};
    EXPECT_EQ(born_on(1990y / January / 1), whole);
    EXPECT_EQ(born_on(1990y / December / 31), whole);
    EXPECT_EQ(born_in(1990y), whole);
    EXPECT_EQ(born_on(1990y / January / 2).precision, BirthPrecision::day);
    EXPECT_EQ(born_on(1990y / December / 30).precision, BirthPrecision::day);
}

TEST(Birth, AMonthHasAllItsDays) {
    EXPECT_EQ(born_in(1992y / February),
              (BirthInterval{1992y / February / 1, 1992y / February / 29, BirthPrecision::month}));
}

TEST(Birth, AboutAYearIsTwoYearsToEitherSide) {
    EXPECT_EQ(born_about(1990y), (BirthInterval{1988y / January / 1, 1992y / December / 31,
                                                BirthPrecision::estimated}));
}

TEST(Birth, AnAgeCountsBackFromTheDay) {
    EXPECT_EQ(aged(years{25}, arrival), (BirthInterval{1997y / January / 17, 1998y / January / 16,
                                                       BirthPrecision::estimated}));
    EXPECT_EQ(aged(months{8}, arrival),
              (BirthInterval{2022y / April / 17, 2022y / May / 16, BirthPrecision::estimated}));
    // The 31st becomes the last day of a shorter month.
    EXPECT_EQ(aged(months{1}, 2023y / March / 31).max, Day{2023y / February / 28});
}

}  // namespace
}  // namespace jatigi::linkage

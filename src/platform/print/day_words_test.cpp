#include "platform/print/day_words.h"

#include <gtest/gtest.h>

namespace jatigi::print {
namespace {

using namespace std::chrono_literals;

TEST(DayWords, AreThoseOfTheLanguage) {
    EXPECT_EQ(day_in_french(2023y / 8 / 16), "16 août 2023");
    EXPECT_EQ(day_in_english(2023y / 8 / 16), "16 August 2023");
    EXPECT_EQ(day_in_french(2024y / 12 / 31), "31 décembre 2024");
}

TEST(DayWords, TheFirstOfAMonthHasItsOwnWordInFrench) {
    EXPECT_EQ(day_in_french(2023y / 2 / 1), "1er février 2023");
    EXPECT_EQ(day_in_english(2023y / 2 / 1), "1 February 2023");
}

}  // namespace
}  // namespace jatigi::print

#include "people/disclosure/running_number.h"

#include <gtest/gtest.h>

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;

TEST(RunningNumber, IsWrittenWithFourDigitsOrMore) {
    EXPECT_EQ(number_text('R', {2023, 1}), "R-2023-0001");
    EXPECT_EQ(number_text('L', {2023, 12'345}), "L-2023-12345");
}

TEST(RunningNumber, IsReadAsWritten) {
    EXPECT_EQ(parse_number('R', "R-2023-0001"), (RunningNumber{2023, 1}));
    EXPECT_EQ(parse_number('L', "L-2023-12345"), (RunningNumber{2023, 12'345}));
}

TEST(RunningNumber, EachEpochOfTheLogBeginsAThousandFurther) {
    EXPECT_EQ(first_number(1), 1);
    EXPECT_EQ(first_number(2), 1'001);
    EXPECT_EQ(first_number(12), 11'001);
}

TEST(RunningNumber, HasOneSpelling) {
    for (const std::string_view text :
         {"", "R", "R-2023", "L-2023-0001", "r-2023-0001", "R-2023-1", "R-2023-00001",
          "R-2023-0000", "R-2023--001", "R-2023-0001 ", "R-2023-0001-1", "R-+2023-0001",
          "R-2023-99999999999999999999"})
        EXPECT_FALSE(parse_number('R', text)) << text;
}

TEST(RunningNumber, TheYearChangesAtMidnightOfUtc) {
    const Instant new_year = Day{2024y / 1 / 1};
    EXPECT_EQ(year_of(new_year - 1us), 2023);
    EXPECT_EQ(year_of(new_year), 2024);
}

}  // namespace
}  // namespace jatigi::disclosure

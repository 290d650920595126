#include "platform/base/day.h"

#include <gtest/gtest.h>

namespace jatigi {
namespace {

using namespace std::chrono_literals;

TEST(Day, TextAndDayAreTheSameBothWays) {
    const Day day = 2023y / 1 / 16;
    EXPECT_EQ(day_text(day), "2023-01-16");
    EXPECT_EQ(parse_day("2023-01-16"), day);
    EXPECT_EQ(day_text(2023y / 12 / 1), "2023-12-01");
}

TEST(Day, TheNumberCountsFrom1970) {
    EXPECT_EQ(day_number(Day{1970y / 1 / 1}), 0);
    EXPECT_EQ(day_number(Day{1969y / 12 / 31}), -1);
    EXPECT_EQ(day_number(Day{2023y / 1 / 16}), 19373);
    EXPECT_EQ(day_of_number(19373), Day{2023y / 1 / 16});
}

TEST(Day, TheLastDayOfFebruaryKnowsLeapYears) {
    EXPECT_EQ(parse_day("2024-02-29"), Day{2024y / 2 / 29});
    EXPECT_EQ(parse_day("2023-02-28"), Day{2023y / 2 / 28});
    EXPECT_FALSE(parse_day("2023-02-29"));
    EXPECT_FALSE(parse_day("1900-02-29"));
    EXPECT_TRUE(parse_day("2000-02-29"));
}

TEST(Day, OnlyRealDaysInExactlyOneFormAreRead) {
    for (const std::string_view text :
         {"", "2023-1-16", "2023-01-1", "2023-01-160", "23-01-16", "2023/01/16", "16-01-2023",
          "2023-00-16", "2023-13-16", "2023-01-00", "2023-01-32", "2023-04-31", " 2023-01-16",
          "2023-01-16 ", "2023-01-1x", "-023-01-16", "2023--1-16", "2023-01--1", "+023-01-16"})
        EXPECT_FALSE(parse_day(text)) << text;
    EXPECT_TRUE(parse_day("2023-04-30"));
}

TEST(Instant, TextHasMilliseconds) {
    const Instant instant = Day{2023y / 1 / 16} + 7h + 4min + 11s + 250ms;
    EXPECT_EQ(instant_text(instant), "2023-01-16T07:04:11.250Z");
    EXPECT_EQ(instant_text(instant + 999us), "2023-01-16T07:04:11.250Z");
    EXPECT_EQ(instant_text(instant + 1000us), "2023-01-16T07:04:11.251Z");
}

TEST(Instant, TextBefore1970RoundsDownToo) {
    EXPECT_EQ(instant_text(Instant{-1us}), "1969-12-31T23:59:59.999Z");
}

TEST(Instant, AFractionMayHaveOneToSixDigits) {
    const Instant second = Day{2023y / 1 / 16} + 7h + 4min + 11s;
    EXPECT_EQ(parse_instant("2023-01-16T07:04:11Z"), second);
    EXPECT_EQ(parse_instant("2023-01-16T07:04:11.5Z"), second + 500ms);
    EXPECT_EQ(parse_instant("2023-01-16T07:04:11.000001Z"), second + 1us);
    EXPECT_FALSE(parse_instant("2023-01-16T07:04:11.0000001Z"));
    EXPECT_FALSE(parse_instant("2023-01-16T07:04:11.Z"));
    EXPECT_FALSE(parse_instant("2023-01-16T07:04:11,5Z"));
    EXPECT_FALSE(parse_instant("2023-01-16T07:04:11.-5Z"));
}

TEST(Instant, EveryPartStaysInsideItsRange) {
    EXPECT_TRUE(parse_instant("2023-01-16T23:59:59Z"));
    for (const std::string_view text :
         {"2023-01-16T24:00:00Z", "2023-01-16T07:60:00Z", "2023-01-16T07:04:61Z",
          "2023-02-29T07:04:11Z", "2023-01-16T-7:04:11Z"})
        EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Instant, OnlyUtcIsRead) {
    for (const std::string_view text :
         {"2023-01-16T07:04:11", "2023-01-16T07:04:11+01:00", "2023-01-16 07:04:11Z",
          "2023-01-16T07:04Z", "2023-01-16", ""})
        EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(SiteDay, ChangesAtTheSitesMidnightAndNotAtUtcs) {
    const std::chrono::minutes niger{60};
    const Instant midnight = Day{2023y / 1 / 15} + 23h;
    EXPECT_EQ(site_day(midnight - 1us, niger), Day{2023y / 1 / 15});
    EXPECT_EQ(site_day(midnight, niger), Day{2023y / 1 / 16});
    EXPECT_EQ(site_day(midnight, 0min), Day{2023y / 1 / 15});
    EXPECT_EQ(site_day(Day{2023y / 1 / 16} + 1h, std::chrono::minutes{-90}), Day{2023y / 1 / 15});
}

TEST(Years, AreFullFromTheBirthdayOn) {
    const Day born = 2000y / 3 / 10;
    EXPECT_EQ(years_between(born, 2018y / 3 / 9), 17);
    EXPECT_EQ(years_between(born, 2018y / 3 / 10), 18);
    EXPECT_EQ(years_between(born, born), 0);
    EXPECT_EQ(years_between(2000y / 2 / 29, 2001y / 2 / 28), 0);
    EXPECT_EQ(years_between(2000y / 2 / 29, 2001y / 3 / 1), 1);
}

}  // namespace
}  // namespace jatigi

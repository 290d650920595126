#include "platform/access/opening_limits.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

constexpr Day today = 2023y / 1 / 16;
const std::string table =
    "name,value,unit,source,status,valid_from\n"
    "files_per_hour_max,200,files,invented,invented,2022-01-01\n"
    "own_hour_factor,3,times,invented,invented,2022-01-01\n"
    "own_hour_floor,60,files,invented,invented,2022-01-01\n"
    "own_window_days,30,days,invented,invented,2022-01-01\n"
    "names_alarm,1000,names,invented,invented,2022-01-01\n"
    "names_per_hour_max,3000,names,invented,invented,2022-01-01\n";

std::string replaced(std::string_view what, std::string_view by) {
    std::string text = table;
    return text.replace(text.find(what), what.size(), by);
}

bool unreadable(const std::string& csv) {
    const auto read = read_opening_limits(csv, today);
    return !read && read.error().code == "access.limits_unreadable";
}

TEST(OpeningLimits, OfListsStandsInTheTableToo) {
    EXPECT_FALSE(read_list_names_max(table, today));
    const std::string row = "list_names_max,100,names,invented,invented,2022-01-01\n";
    EXPECT_EQ(read_list_names_max(table + row, today), 100);
}

TEST(OpeningLimits, ComeFromTheTable) {
    const auto read = read_opening_limits(table, today);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->files_per_hour_max, 200);
    EXPECT_EQ(read->own_hour_factor, 3);
    EXPECT_EQ(read->own_hour_floor, 60);
    EXPECT_EQ(read->own_window, std::chrono::days{30});
    EXPECT_EQ(read->names_alarm, 1000);
    EXPECT_EQ(read->names_per_hour_max, 3000);
}

TEST(OpeningLimits, TheLatestValidRowCounts) {
    const std::string later = table +
                              "files_per_hour_max,150,files,invented,invented,2023-01-16\n"
                              "files_per_hour_max,100,files,invented,invented,2023-01-17\n";
    EXPECT_EQ(read_opening_limits(later, today)->files_per_hour_max, 150);
    EXPECT_EQ(read_opening_limits(later, today - Days{1})->files_per_hour_max, 200);
}

TEST(OpeningLimits, AMissingOrStrangeLimitIsRefused) {
    EXPECT_TRUE(unreadable(""));
    EXPECT_TRUE(unreadable(replaced("own_window_days", "own_window_weeks")));
    for (const char* value :
         {"max,0,", "max,-5,", "max,1000001,", "max,many,", "max,200 ,", "max,,"})
        EXPECT_TRUE(unreadable(replaced("max,200,", value))) << value;
}

// A computer that lost its years serves with the first there will be.
TEST(OpeningLimits, BeforeAnyIsValidTheFirstCounts) {
    const std::string later = table + "files_per_hour_max,150,files,invented,invented,2023-01-16\n";
    EXPECT_EQ(read_opening_limits(later, Day{2000y / 1 / 1})->files_per_hour_max, 200);
}

TEST(OpeningLimits, TheShippedTableIsReadable) {
    std::ifstream file(JATIGI_SOURCE_DIR "/reference/access_limits.csv");
    std::ostringstream text;
    text << file.rdbuf();
    const auto read = read_opening_limits(text.str(), today);
    ASSERT_TRUE(read);
    EXPECT_GT(read->files_per_hour_max, read->own_hour_floor);
    EXPECT_GT(read->names_per_hour_max, read->names_alarm);
}

}  // namespace
}  // namespace jatigi::access

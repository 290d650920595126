#include "platform/http/even_answers.h"

#include <gtest/gtest.h>

#include <string>

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view file = "/api/v1/persons/{code}", sites = "/api/v1/sites";

SteadyTime::duration left_after(std::string_view route, std::string_view code,
                                SteadyTime::duration took) {
    const SteadyTime came{1h};
    return leaves_at({route, code, came, came + took}) - came;
}

TEST(EvenAnswers, AboutPeopleLeaveOnTheBeatHoweverSoonTheyAreReady) {
    for (const auto took : {0us, 200us, 19'999us})
        for (const std::string_view code : {"", "card.unknown", "access.denied"})
            EXPECT_EQ(left_after(file, code, took), 20ms);
    EXPECT_EQ(left_after(file, "", 20ms), 40ms);
    EXPECT_EQ(left_after(file, "", 53ms), 60ms);
    for (const std::string_view route : {"/api/v1/persons/search", "/api/v1/imports/{id}/rows",
                                         "/api/v1/cards/sheets", "/api/v1/review-tasks"})
        EXPECT_EQ(left_after(route, "", 3ms), 20ms);
}

TEST(EvenAnswers, ThatThereIsNobodyLeavesOnTheBeatWhereverItIsSaid) {
    EXPECT_EQ(left_after("/api/v1/stays", "card.unknown", 3ms), 20ms);
    EXPECT_EQ(left_after("/api/v1/cards/sheets", "person.not_found", 3ms), 20ms);
}

TEST(EvenAnswers, AllOthersLeaveAtOnce) {
    EXPECT_EQ(left_after(sites, "", 3ms), 3ms);
    EXPECT_EQ(left_after("/api/v1/rounds/{id}/servings", "", 3ms), 3ms);
}

TEST(EvenAnswers, LeaveInTheOrderOfTheirTimes) {
    boost::asio::io_context context;
    EvenAnswers answers(context);
    // Just after the machine began, so that it waits for nothing.
    const SteadyTime now{1ms};
    std::string left;
    answers.hold({now + 30ms, now}, [&left] { left += "3"; });
    answers.hold({now + 20ms, now}, [&left] { left += "2"; });
    answers.hold({now, now}, [&left] { left += "1"; });
    EXPECT_EQ(left, "1");
    context.run();
    EXPECT_EQ(left, "123");
}

TEST(EvenAnswers, WhereTheServerStopsNoneIsHeld) {
    boost::asio::io_context context;
    EvenAnswers answers(context);
    std::string left;
    answers.hold({SteadyTime::max(), SteadyTime{}}, [&left] { left += "1"; });
    answers.let_go();
    EXPECT_EQ(left, "1");
    answers.hold({SteadyTime::max(), SteadyTime{}}, [&left] { left += "2"; });
    EXPECT_EQ(left, "12");
}

}  // namespace
}  // namespace jatigi::http

#include "people/registry/case_number.h"

#include <gtest/gtest.h>

namespace jatigi::registry {
namespace {

TEST(CaseNumber, HasFiveDigitsAndACheckCharacter) {
    const auto number = make_case_number("ASM", 427);
    ASSERT_TRUE(number);
    EXPECT_EQ(number->substr(0, 8), "ASM00427");
    EXPECT_EQ(number->size(), 9U);
}

TEST(CaseNumber, IsReadHoweverItIsTyped) {
    const std::string number = make_case_number("ASM", 427).value();
    const char check = number.back();
    const std::string small_check(1, static_cast<char>(std::tolower(check)));
    for (const std::string& typed :
         {number, "asm00427" + small_check, "ASM-00427-" + number.substr(8),
          " asm 00427 " + small_check + " ", "A.S.M.0.0.4.2.7." + number.substr(8)})
        EXPECT_EQ(parse_case_number(typed), number) << typed;
}

TEST(CaseNumber, AWrongCharacterAnywhereIsNoticed) {
    const std::string number = make_case_number("ASM", 427).value();
    for (std::size_t at = 0; at < number.size(); ++at) {
        std::string wrong = number;
        wrong[at] = wrong[at] == '7' ? '8' : '7';
        EXPECT_FALSE(parse_case_number(wrong)) << wrong;
    }
}

TEST(CaseNumber, PrefixesHaveTwoToFourLetters) {
    const auto number = [](std::string_view prefix) {
        return make_case_number(prefix, 100).value_or(make_case_number(prefix, 101).value_or(""));
    };
    EXPECT_FALSE(parse_case_number(number("A")));
    EXPECT_TRUE(parse_case_number(number("AG")));
    EXPECT_TRUE(parse_case_number(number("AGAD")));
    EXPECT_FALSE(parse_case_number(number("AGADE")));
}

TEST(CaseNumber, MoreThanFiveDigitsComeWhenTheyAreNeeded) {
    std::optional<std::string> number;
    std::int64_t running = 99'999;
    while (!number) number = make_case_number("ASM", ++running);
    EXPECT_EQ(number->size(), 10U);
    EXPECT_EQ(parse_case_number(*number), number);
    EXPECT_EQ(case_number_parts(*number)->running, running);
}

TEST(CaseNumber, FourDigitsAreTooFew) {
    EXPECT_FALSE(case_number_parts("ASM0042K"));
    EXPECT_TRUE(case_number_parts("ASM00427K"));
}

TEST(CaseNumber, PartsAreSiteAndRunningNumber) {
    const auto parts = case_number_parts(make_case_number("AGZ", 3).value());
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->prefix, "AGZ");
    EXPECT_EQ(parts->running, 3);
}

TEST(CaseNumber, AboutThreeRunningNumbersIn37ArePassedOver) {
    int passed_over = 0;
    for (std::int64_t running = 0; running < 37'000; ++running)
        passed_over += make_case_number("ASM", running) ? 0 : 1;
    EXPECT_NEAR(passed_over, 3'000, 100);
}

TEST(CaseNumber, NoneEndsWithALetterThatIsReadAsADigit) {
    for (std::int64_t running = 0; running < 5'000; ++running) {
        const std::string number = make_case_number("ASM", running).value_or("ASM000000");
        EXPECT_EQ(number.find_first_of("OI*", 8), std::string::npos) << number;
    }
}

TEST(CaseNumber, OAndIAmongTheDigitsAreZeroAndOne) {
    std::int64_t running = 10'100;
    while (!make_case_number("ASM", running)) ++running;
    const std::string number = make_case_number("ASM", running).value();
    ASSERT_EQ(number.substr(3, 3), "101");
    std::string typed = number;
    typed[4] = 'o';
    typed[5] = 'i';
    EXPECT_EQ(parse_case_number(typed), number);
}

TEST(CaseNumber, OAndIInASitesCodeStay) {
    std::int64_t running = 1;
    while (!make_case_number("OIO", running)) ++running;
    const std::string number = make_case_number("OIO", running).value();
    EXPECT_EQ(parse_case_number(number), number);
}

TEST(CaseNumber, EveryIssuedNumberIsReadBack) {
    for (std::int64_t running = 1; running < 5'000; running += 13) {
        const auto number = make_case_number("ASM", running);
        if (!number) continue;
        EXPECT_EQ(parse_case_number(*number), number);
    }
}

TEST(CaseNumber, OtherTextIsNone) {
    for (const std::string_view text : {"", "ASM", "00427", "ASM00427", "ÀSM00427K", "*"})
        EXPECT_FALSE(parse_case_number(text)) << text;
}

}  // namespace
}  // namespace jatigi::registry

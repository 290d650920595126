#include "people/registry/case_number.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace jatigi::registry {
namespace {

// As numbers were before: counted up, five digits and more when they were needed.
std::optional<std::string> counted_up(std::string_view prefix, std::int64_t running) {
    return make_case_number(prefix, fmt::format("{:05}", running));
}

NumberPermutation permutation_of(std::uint8_t filling) {
    ByteArray<32> key;
    key.fill(filling);
    return {key, case_numbers_max};
}

TEST(CaseNumber, HasNineDigitsAndACheckCharacter) {
    const auto number = make_case_number("ASM", "481930257");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->substr(0, 12), "ASM481930257");
    EXPECT_EQ(number->size(), 13U);
    EXPECT_EQ(parse_case_number(*number), number);
}

TEST(CaseNumber, TenDigitsAreTooMany) {
    const auto number = make_case_number("ASM", "4819302575").value_or(
        make_case_number("ASM", "4819302576").value_or(""));
    ASSERT_EQ(number.size(), 14U);
    EXPECT_FALSE(parse_case_number(number));
}

TEST(CaseNumber, IsGroupedToBeReadAloudAndReadBackSo) {
    const std::string number = make_case_number("ASM", "481930257").value();
    const std::string grouped = grouped_case_number(number);
    EXPECT_EQ(grouped, "ASM 481 930 257 " + number.substr(12));
    EXPECT_EQ(parse_case_number(grouped), number);
    const std::string old = counted_up("ASM", 427).value();
    EXPECT_EQ(grouped_case_number(old), "ASM 00427 " + old.substr(8));
    EXPECT_EQ(grouped_case_number("something else"), "something else");
}

// "000000427" and "00427" are two people.
TEST(CaseNumber, LeadingZerosMakeAnotherNumber) {
    const std::string old = counted_up("ASM", 427).value();
    EXPECT_EQ(parse_case_number(old), old);
    const auto padded = make_case_number("ASM", "000000427");
    ASSERT_TRUE(padded);
    EXPECT_EQ(parse_case_number(*padded), padded);
    EXPECT_NE(*padded, old);
}

TEST(CaseDigits, AreNineAndOthersForEachPairOfEpochAndCount) {
    const NumberPermutation permutation = permutation_of(1);
    std::set<std::string> seen;
    for (const std::int64_t epoch : {0, 1, 9'999})
        for (std::int64_t count = 0; count < 1'000; ++count) {
            const std::string digits = case_digits(permutation, {epoch, count});
            EXPECT_EQ(digits.size(), 9U) << digits;
            EXPECT_TRUE(seen.insert(digits).second) << digits;
        }
    EXPECT_EQ(case_digits(permutation, {9'999, 99'999}).size(), 9U);
}

TEST(CaseDigits, AreOthersUnderAnotherKey) {
    EXPECT_NE(case_digits(permutation_of(1), {0, 0}), case_digits(permutation_of(2), {0, 0}));
}

TEST(CaseNumber, IsReadHoweverItIsTyped) {
    const std::string number = counted_up("ASM", 427).value();
    const char check = number.back();
    const std::string small_check(1, static_cast<char>(std::tolower(check)));
    for (const std::string& typed :
         {number, "asm00427" + small_check, "ASM-00427-" + number.substr(8),
          " asm 00427 " + small_check + " ", "A.S.M.0.0.4.2.7." + number.substr(8)})
        EXPECT_EQ(parse_case_number(typed), number) << typed;
}

TEST(CaseNumber, AWrongCharacterAnywhereIsNoticed) {
    for (const char* digits : {"00427", "481930257"}) {
        const std::string number = make_case_number("ASM", digits).value();
        for (std::size_t at = 0; at < number.size(); ++at) {
            std::string wrong = number;
            wrong[at] = wrong[at] == '7' ? '8' : '7';
            EXPECT_FALSE(parse_case_number(wrong)) << wrong;
        }
    }
}

TEST(CaseNumber, PrefixesHaveTwoToFourLetters) {
    const auto number = [](std::string_view prefix) {
        return counted_up(prefix, 100).value_or(counted_up(prefix, 101).value_or(""));
    };
    EXPECT_FALSE(parse_case_number(number("A")));
    EXPECT_TRUE(parse_case_number(number("AG")));
    EXPECT_TRUE(parse_case_number(number("AGAD")));
    EXPECT_FALSE(parse_case_number(number("AGADE")));
}

TEST(CaseNumber, SixDigitsAreReadToo) {
    std::optional<std::string> number;
    std::int64_t running = 99'999;
    while (!number) number = counted_up("ASM", ++running);
    EXPECT_EQ(number->size(), 10U);
    EXPECT_EQ(parse_case_number(*number), number);
}

TEST(CaseNumber, FourDigitsAreTooFew) {
    const std::string short_number =
        make_case_number("ASM", "4271").value_or(make_case_number("ASM", "4272").value_or(""));
    ASSERT_EQ(short_number.size(), 8U);
    EXPECT_FALSE(parse_case_number(short_number));
}

TEST(CaseNumber, AboutThreeRunningNumbersIn37ArePassedOver) {
    int passed_over = 0;
    for (std::int64_t running = 0; running < 37'000; ++running)
        passed_over += counted_up("ASM", running) ? 0 : 1;
    EXPECT_NEAR(passed_over, 3'000, 100);
}

TEST(CaseNumber, NoneEndsWithALetterThatIsReadAsADigit) {
    for (std::int64_t running = 0; running < 5'000; ++running) {
        const std::string number = counted_up("ASM", running).value_or("ASM000000");
        EXPECT_EQ(number.find_first_of("OI*", 8), std::string::npos) << number;
    }
}

TEST(CaseNumber, OAndIAmongTheDigitsAreZeroAndOne) {
    std::int64_t running = 10'100;
    while (!counted_up("ASM", running)) ++running;
    const std::string number = counted_up("ASM", running).value();
    ASSERT_EQ(number.substr(3, 3), "101");
    std::string typed = number;
    typed[4] = 'o';
    typed[5] = 'i';
    EXPECT_EQ(parse_case_number(typed), number);
}

TEST(CaseNumber, AFirstDigitThatIsWrittenAsALetterIsADigit) {
    for (const std::string_view digits : {"012345678", "112345678", "001234567"}) {
        const auto number = make_case_number("ASM", digits);
        if (!number) continue;
        std::string typed = *number;
        typed[3] = typed[3] == '0' ? 'O' : 'I';
        EXPECT_EQ(parse_case_number(typed), number);
    }
}

TEST(CaseNumber, OAndIInASitesCodeStay) {
    std::int64_t running = 1;
    while (!counted_up("OIO", running)) ++running;
    const std::string number = counted_up("OIO", running).value();
    EXPECT_EQ(parse_case_number(number), number);
}

TEST(CaseNumber, EveryIssuedNumberIsReadBack) {
    for (std::int64_t running = 1; running < 5'000; running += 13) {
        const auto number = counted_up("ASM", running);
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

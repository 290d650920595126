#include "platform/base/check_character.h"

#include <gtest/gtest.h>

#include <string>

namespace jatigi {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Every number we would issue, sampled over the range, in its compact form.
std::vector<std::string> issued_numbers() {
    std::vector<std::string> numbers;
    for (int i = 1; i < 100'000; i += 977) {
        std::string number = "ASM" + std::to_string(100'000 + i).substr(1);
        if (const auto check = check_character(number)) numbers.push_back(number + *check);
    }
    return numbers;
}

TEST(CheckCharacter, EveryWrongCharacterIsCaught) {
    for (const std::string& number : issued_numbers()) {
        for (std::size_t at = 0; at < number.size(); ++at) {
            for (const char c : alphabet) {
                std::string wrong = number;
                wrong[at] = c;
                EXPECT_EQ(has_valid_check(wrong), wrong == number) << wrong;
            }
        }
    }
}

TEST(CheckCharacter, EverySwapNearOrFarIsCaught) {
    for (const std::string& number : issued_numbers()) {
        for (std::size_t a = 0; a < number.size(); ++a) {
            for (std::size_t b = a + 1; b < number.size(); ++b) {
                std::string wrong = number;
                std::swap(wrong[a], wrong[b]);
                EXPECT_EQ(has_valid_check(wrong), wrong == number) << wrong;
            }
        }
    }
}

// About one number in 37.
TEST(CheckCharacter, ANumberWhoseCheckWouldBeAStarIsNotIssued) {
    int starred = 0;
    for (int i = 0; i < 3'700; ++i)
        starred += check_character("ASM" + std::to_string(100'000 + i).substr(1)) ? 0 : 1;
    EXPECT_GT(starred, 80);
    EXPECT_LT(starred, 120);
}

TEST(CheckCharacter, SmallLettersAndSignsAreNoNumber) {
    EXPECT_FALSE(check_character("asm00001"));
    EXPECT_FALSE(check_character("ASM-0001"));
    EXPECT_FALSE(has_valid_check("A"));
}

}  // namespace
}  // namespace jatigi

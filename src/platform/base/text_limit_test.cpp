#include "platform/base/text_limit.h"

#include <gtest/gtest.h>

#include <string>

namespace jatigi {
namespace {

std::string times(std::size_t count, std::string_view letter) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += letter;
    return text;
}

TEST(TextLimit, LettersAreCountedAndNotBytes) {
    EXPECT_EQ(letters_in(""), 0U);
    EXPECT_EQ(letters_in("Awa"), 3U);
    EXPECT_EQ(letters_in("é"), 1U);
    EXPECT_EQ(letters_in("عائشة"), 5U);
    EXPECT_EQ(letters_in("𞤀"), 1U);  // Adlam, four bytes.
}

TEST(TextLimit, LettersAreSeenWithTheirAccents) {
    EXPECT_EQ(seen_letters_in("Awa"), 3U);
    EXPECT_EQ(seen_letters_in("e\xCC\x81t\xC3\xA9"), 3U);
    EXPECT_EQ(seen_letters_in("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"), 1U);  // A family.
    EXPECT_EQ(seen_letters_in(""), 0U);
    EXPECT_FALSE(seen_letters_in("a\xC3"));
}

TEST(TextLimit, BytesThatAreNoUtf8HaveNoLetters) {
    for (const std::string_view bytes : {"\xE9", "\xC3", "a\xC3", "\xED\xA0\x80", "\xC0\xAF"})
        EXPECT_FALSE(letters_in(bytes)) << ::testing::PrintToString(bytes);
}

TEST(TextLimit, TheLimitIsTheLastThatIsTaken) {
    for (const std::string_view letter : {"a", "é", "ع", "𞤀"}) {
        EXPECT_TRUE(check_letters("text", times(200, letter), 200)) << letter;
        const auto refused = check_letters("text", times(201, letter), 200);
        ASSERT_FALSE(refused) << letter;
        EXPECT_EQ(refused.error().code, "text.too_long");
        EXPECT_EQ(refused.error().params, R"({"name":"text","limit":200})");
    }
}

TEST(TextLimit, OtherBytesAreRefusedWhateverTheirNumber) {
    const auto refused = check_letters("name", "Assamaka \xE9", 200);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "text.not_utf8");
    EXPECT_EQ(refused.error().params, R"({"name":"name"})");
}

}  // namespace
}  // namespace jatigi

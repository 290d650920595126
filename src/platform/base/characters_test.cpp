#include "platform/base/characters.h"

#include <gtest/gtest.h>

#include <string>

namespace jatigi {
namespace {

using namespace std::string_literals;

// U+0001 to U+009F as UTF-8, between two letters.
std::string with(int character) {
    std::string text = "a";
    if (character >= 0x80) text += '\xC2';
    text += static_cast<char>(character);
    return text + "b";
}

bool is_control(int character) {
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

TEST(Characters, NulAndWhatIsNoUtf8CannotBeStored) {
    EXPECT_FALSE(is_storable("admin\0x"s));
    EXPECT_FALSE(is_storable("\0"s));
    EXPECT_FALSE(is_storable("K\xE9ita"));           // Windows-1252.
    EXPECT_FALSE(is_storable("\xC3"));               // Cut in the middle of a letter.
    EXPECT_FALSE(is_storable("\xED\xA0\x80"));       // Half of a pair of UTF-16.
    EXPECT_FALSE(is_storable("\xC0\x80"));           // NUL in two bytes.
    EXPECT_FALSE(is_storable("\xF4\x90\x80\x80"));   // Beyond U+10FFFF.
}

TEST(Characters, AllOthersCanBeStored) {
    EXPECT_TRUE(is_storable(""));
    EXPECT_TRUE(is_storable("Kéïta مالي \xF0\x9F\x8C\xBE"));
    for (int character = 1; character < 0xA0; ++character)
        EXPECT_TRUE(is_storable(with(character))) << character;
}

TEST(Characters, APlainTextHoldsNoControlCharacter) {
    EXPECT_FALSE(is_plain("a\0b"s, LineBreaks::allowed));
    EXPECT_FALSE(is_plain("K\xE9ita", LineBreaks::allowed));
    for (int character = 1; character < 0x100; ++character) {
        const std::string text = character < 0xC0 ? with(character) : "aéb"s;
        EXPECT_EQ(is_plain(text, LineBreaks::refused), !is_control(character)) << character;
        const bool breaks = character == '\t' || character == '\n' || character == '\r';
        EXPECT_EQ(is_plain(text, LineBreaks::allowed), !is_control(character) || breaks)
            << character;
    }
}

TEST(Characters, LettersOfEveryScriptArePlain) {
    EXPECT_TRUE(is_plain("", LineBreaks::refused));
    EXPECT_TRUE(is_plain("Kéïta Ñ ÿ \xC2\xA0 مالي ߒߞߏ \xF0\x9F\x8C\xBE", LineBreaks::refused));
}

}  // namespace
}  // namespace jatigi

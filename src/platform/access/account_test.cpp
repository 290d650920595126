#include "platform/access/account.h"

#include <gtest/gtest.h>

#include "platform/access/password.h"

namespace jatigi::access {
namespace {

bool strong(std::string_view password, std::string_view name = "registrar") {
    return check_password_strength(password, name).has_value();
}

TEST(PasswordStrength, TwelveCharactersAreEnoughAndElevenAreNot) {
    EXPECT_TRUE(strong("lampe-sable1"));
    EXPECT_FALSE(strong("lampe-sable"));
}

TEST(PasswordStrength, TheLongestHas256Characters) {
    EXPECT_TRUE(strong(std::string(256, 'x')));
    EXPECT_FALSE(strong(std::string(257, 'x')));
}

TEST(PasswordStrength, PasswordsThatEverybodyTriesAreRefused) {
    for (const std::string_view password : {"password12345", "MotDePasse123", "1234567890123",
                                            "Azerty-azerty", "qwerty!qwerty", "jatigi-jatigi"})
        EXPECT_FALSE(strong(password)) << password;
}

TEST(PasswordStrength, ItDoesNotHoldTheName) {
    EXPECT_FALSE(strong("Registrar-sable-lampe"));
    EXPECT_TRUE(strong("sable-lampe-abc", "abc"));  // Three letters stand in any sentence.
}

TEST(PasswordStrength, LettersAreCountedAndNotBytes) {
    const auto accents = [](std::size_t letters) {
        std::string text;
        for (std::size_t i = 0; i < letters; ++i) text += i % 2 == 0 ? "é" : "ù";
        return text;
    };
    EXPECT_FALSE(strong(accents(11), "registrar"));
    EXPECT_TRUE(strong(accents(12), "registrar"));
    EXPECT_TRUE(strong(accents(256), "registrar"));
    EXPECT_FALSE(strong(accents(257), "registrar"));
}

TEST(PasswordStrength, TheRefusalSaysHowLong) {
    const auto weak = check_password_strength("short", "registrar");
    ASSERT_FALSE(weak);
    EXPECT_EQ(weak.error().code, "account.password_weak");
    EXPECT_EQ(weak.error().params, R"({"length_min":12})");
}

}  // namespace
}  // namespace jatigi::access

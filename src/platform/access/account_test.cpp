#include "platform/access/account.h"

#include <gtest/gtest.h>

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

TEST(PasswordStrength, TheRefusalSaysHowLong) {
    const auto weak = check_password_strength("short", "registrar");
    ASSERT_FALSE(weak);
    EXPECT_EQ(weak.error().code, "account.password_weak");
    EXPECT_EQ(weak.error().params, R"({"length_min":12})");
}

}  // namespace
}  // namespace jatigi::access

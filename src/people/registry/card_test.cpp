#include "people/registry/card.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jatigi::registry {
namespace {

const Bytes site_tag{0xA1, 0xB2, 0xC3};
const Bytes other_tag{0xA1, 0xB2, 0xC4};
const CardSerial serial{0x01, 0x02, 0x03, 0x04, 0x05, 0xFE};
constexpr std::string_view golden = "06GV5GR1081G81FYKCY0P97N64";

Bytes counting_key(std::uint8_t first) {
    Bytes key;
    for (std::uint8_t i = 0; i < 32; ++i) key.push_back(static_cast<std::uint8_t>(first + i));
    return key;
}
const Bytes mac_key = counting_key(0);
const CardKey key{.mac_key = mac_key, .site_tag = site_tag};

std::string_view refusal(const Result<CardSerial>& read) {
    return read ? std::string_view{} : read.error().code;
}

TEST(Card, TheCodeIsFrozen) { EXPECT_EQ(card_code(serial, key), golden); }

TEST(Card, TheCodeLeadsBackToTheSerial) {
    EXPECT_EQ(read_card(golden, key).value(), serial);
}

TEST(Card, EverySerialOfASampleComesBack) {
    for (std::uint8_t i = 0; i < 200; ++i) {
        const CardSerial some{i, static_cast<std::uint8_t>(i * 3), 0xFF, 0, i, 7};
        const std::string code = card_code(some, key);
        EXPECT_EQ(code.size(), 26U);
        EXPECT_EQ(read_card(code, key).value(), some);
    }
}

TEST(Card, SmallLettersAndLettersThatLookLikeDigitsAreRead) {
    std::string typed(golden);
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_EQ(read_card(typed, key).value(), serial);
    std::replace(typed.begin(), typed.end(), '0', 'o');
    std::replace(typed.begin(), typed.end(), '1', 'l');
    EXPECT_EQ(read_card(typed, key).value(), serial);
    std::replace(typed.begin(), typed.end(), 'l', 'I');
    EXPECT_EQ(read_card(typed, key).value(), serial);
}

TEST(Card, EveryChangedCharacterIsNoticed) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (std::size_t at = 0; at < golden.size(); ++at) {
        for (const char c : alphabet) {
            std::string wrong(golden);
            wrong[at] = c;
            EXPECT_EQ(read_card(wrong, key).has_value(), wrong == golden) << wrong;
        }
    }
}

TEST(Card, AnotherKeysCardIsForged) {
    const Bytes other_key = counting_key(1);
    const std::string code = card_code(serial, {.mac_key = other_key, .site_tag = site_tag});
    EXPECT_EQ(refusal(read_card(code, key)), "card.forged");
}

TEST(Card, AnotherCentresCardIsNotCalledForged) {
    const std::string code = card_code(serial, {.mac_key = mac_key, .site_tag = other_tag});
    EXPECT_EQ(refusal(read_card(code, key)), "card.other_centre");
}

TEST(Card, AnotherVersionIsUnreadable) {
    std::string later(golden);
    later[1] = '8';  // The version's low bits.
    EXPECT_EQ(refusal(read_card(later, key)), "card.unreadable");
}

TEST(Card, ATornOrLongerCodeIsUnreadable) {
    EXPECT_EQ(refusal(read_card(golden.substr(0, 25), key)), "card.unreadable");
    EXPECT_EQ(refusal(read_card(std::string(golden) + "0", key)), "card.unreadable");
    EXPECT_EQ(refusal(read_card("", key)), "card.unreadable");
}

TEST(Card, BitsBeyondThe128thMustBeZero) {
    std::string wrong(golden);
    wrong.back() = '5';
    EXPECT_EQ(refusal(read_card(wrong, key)), "card.unreadable");
}

TEST(Card, WhatLooksLikeACodeHas26LettersOfTheAlphabet) {
    EXPECT_TRUE(looks_like_card_code(golden));
    EXPECT_TRUE(looks_like_card_code(std::string(26, 'o')));
    EXPECT_FALSE(looks_like_card_code(std::string(26, 'U')));
    EXPECT_FALSE(looks_like_card_code(std::string(26, '-')));
    EXPECT_FALSE(looks_like_card_code(std::string(25, '0')));
    EXPECT_FALSE(looks_like_card_code("ASM00427K"));
}

TEST(Card, TheCodeHoldsNothingButTagSerialAndMac) {
    // The same serial at the same node is the same code, whoever the person is.
    EXPECT_EQ(card_code(serial, key), card_code(serial, key));
    CardSerial other = serial;
    other[5] = 0xFD;
    EXPECT_NE(card_code(serial, key), card_code(other, key));
}

}  // namespace
}  // namespace jatigi::registry

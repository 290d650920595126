#include "people/registry/scan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "people/registry/scan_for_tests.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

bool may_be(std::string_view typed, const std::string& sent) {
    const auto readings = scan_readings(typed);
    return std::ranges::find(readings, sent) != readings.end();
}

bool has(const std::vector<std::string>& readings, const std::string& sent) {
    return std::ranges::any_of(readings,
                               [&](const std::string& reading) { return upper(reading) == sent; });
}

std::string mark_of(const std::string& layout) {
    if (layout.starts_with("fr(afnor)")) return "+Aà";
    if (layout.starts_with("fr") || layout.starts_with("be")) return "$A&";
    if (layout.starts_with("de")) return "+Q1";
    return layout.starts_with("us") ? "]Q1" : "Q1";
}

TEST(Scan, EveryLayoutOfTheTableIsUndone) {
    std::size_t codes = 0;
    for (const TypedCode& code : scanner_layouts()) {
        if (code.sent.size() < 8) continue;
        ++codes;
        EXPECT_TRUE(has(scan_readings(code.typed), code.sent)) << code.layout << " " << code.typed;
        EXPECT_TRUE(has(scan_readings(mark_of(code.layout) + code.typed), code.sent))
            << code.layout << " " << code.typed;
    }
    EXPECT_EQ(codes, 48U);  // Sixteen keyboards, three codes.
}

TEST(Scan, WhatWasTypedComesFirst) {
    EXPECT_EQ(scan_readings("ASM-00001-W\r\n").front(), "ASM-00001-W");
    EXPECT_EQ(scan_readings("\tasm 00001 w ").front(), "asm 00001 w");
    EXPECT_TRUE(scan_readings("").empty());
    EXPECT_TRUE(scan_readings(" \r\n").empty());
}

TEST(Scan, MarksOfTheSymbologyAreLeftOut) {
    EXPECT_TRUE(may_be("]Q1ASM00003S", "ASM00003S"));
    EXPECT_TRUE(may_be("]q1ASM00003S", "ASM00003S"));
    EXPECT_TRUE(may_be("]C0ASM00003S", "ASM00003S"));
}

TEST(Scan, SixOnAFrenchKeyboardIsNoHyphen) {
    EXPECT_TRUE(may_be("QS?ààà-ààà&Z", "ASM00060001W"));
}

TEST(Scan, ForeignKeysPointAtTheKeyboard) {
    EXPECT_TRUE(looks_like_keyboard("QS?àààà&Z"));
    EXPECT_TRUE(looks_like_keyboard("àéèç&"));
    EXPECT_FALSE(looks_like_keyboard("ASM-00001-W"));
    EXPECT_FALSE(looks_like_keyboard("ASM00001?"));
    EXPECT_FALSE(looks_like_keyboard("é"));
}

}  // namespace
}  // namespace jatigi::registry

#include "people/registry/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

bool may_be(std::string_view typed, const std::string& sent) {
    const auto readings = scan_readings(typed);
    return std::ranges::find(readings, sent) != readings.end();
}

// One cell of a line of the table, its quotes undone.
std::string cell(std::string& line) {
    std::string text;
    const bool quoted = line.starts_with('"');
    std::size_t at = quoted ? 1 : 0;
    for (; at < line.size(); ++at) {
        if (quoted && line[at] == '"' && line.substr(at + 1).starts_with('"'))
            ++at;
        else if (line[at] == (quoted ? '"' : ','))
            break;
        text += line[at];
    }
    line.erase(0, at + (quoted ? 2 : 1));
    return text;
}

TEST(Scan, EveryLayoutOfTheTableIsUndone) {
    std::ifstream file(std::string(JATIGI_SOURCE_DIR) + "/reference/scanner_layouts.csv");
    std::string line;
    int codes = 0;
    while (std::getline(file, line)) {
        if (line.starts_with('#') || line.starts_with("layout,")) continue;
        const std::string layout = cell(line);
        const std::string sent = cell(line);
        const std::string typed = cell(line);
        if (sent.size() < 8) continue;
        ++codes;
        const auto readings = scan_readings(typed);
        EXPECT_TRUE(std::ranges::any_of(
            readings, [&](const std::string& reading) { return upper(reading) == sent; }))
            << layout << " " << typed;
        const std::string mark = layout.starts_with("fr(afnor)")              ? "+Aà"
                                 : layout.starts_with("fr") || layout == "be" ? "$A&"
                                 : layout == "de"                             ? "+Q1"
                                 : layout == "us"                             ? "]Q1"
                                                                              : "Q1";
        const auto marked = scan_readings(mark + typed);
        EXPECT_TRUE(std::ranges::any_of(
            marked, [&](const std::string& reading) { return upper(reading) == sent; }))
            << layout << " " << mark + typed;
    }
    EXPECT_EQ(codes, 48);  // Sixteen layouts of three codes.
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

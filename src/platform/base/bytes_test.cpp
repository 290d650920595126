#include "platform/base/bytes.h"

#include <gtest/gtest.h>

namespace jatigi {
namespace {

TEST(Hex, WritesSmallLettersAndReadsBothCases) {
    EXPECT_EQ(hex(Bytes{0x00, 0x0F, 0xF0, 0xAB, 0xFF}), "000ff0abff");
    EXPECT_EQ(from_hex("000FF0aBff"), (Bytes{0x00, 0x0F, 0xF0, 0xAB, 0xFF}));
    EXPECT_EQ(hex(Bytes{}), "");
    EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, EveryByteComesBack) {
    Bytes all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
    EXPECT_EQ(from_hex(hex(all)), all);
}

TEST(Hex, AnOddLengthOrAForeignCharacterIsNoHex) {
    for (const std::string_view text : {"0", "abc", "0g", "g0", " 0", "0x", "-1", "00 ", "/0", ":0",
                                        "@0", "G0", "`0"})
        EXPECT_FALSE(from_hex(text)) << text;
}

TEST(BigEndian, TheMostSignificantByteComesFirst) {
    Bytes out;
    put_big_endian(out, 0x0102030405060708ULL, 8);
    EXPECT_EQ(out, (Bytes{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(big_endian(out), 0x0102030405060708ULL);
}

TEST(BigEndian, AWidthKeepsTheLowBytesAndAppends) {
    Bytes out{9};
    put_big_endian(out, 0xAABBCCULL, 2);
    EXPECT_EQ(out, (Bytes{9, 0xBB, 0xCC}));
    EXPECT_EQ(big_endian(Bytes{}), 0U);
    EXPECT_EQ(big_endian(Bytes{0xFF}), 255U);
    EXPECT_EQ(big_endian(Bytes(8, 0xFF)), ~0ULL);
}

TEST(FixedBytes, TooFewAreFilledWithZerosAndTooManyAreCut) {
    EXPECT_EQ(fixed_bytes<4>(Bytes{1, 2}), (ByteArray<4>{1, 2, 0, 0}));
    EXPECT_EQ(fixed_bytes<2>(Bytes{1, 2, 3}), (ByteArray<2>{1, 2}));
}

TEST(AsBytes, TextAndBytesAreTwoViewsOfOneThing) {
    const std::string text("a\0b", 3);
    EXPECT_EQ(as_bytes(text).size(), 3U);
    EXPECT_EQ(as_text(as_bytes(text)), text);
}

}  // namespace
}  // namespace jatigi

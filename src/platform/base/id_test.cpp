#include "platform/base/id.h"

#include <gtest/gtest.h>

namespace jatigi {
namespace {

using ThingId = Id<struct ThingEntity>;
constexpr ThingId example{0x0123456789ABCDEFULL, 0xFEDCBA9876543210ULL};

TEST(Id, TextIs32SmallHexDigits) {
    EXPECT_EQ(id_text(example), "0123456789abcdeffedcba9876543210");
    EXPECT_EQ(id_text(ThingId{}), "00000000000000000000000000000000");
}

TEST(Id, BytesComeBack) {
    EXPECT_EQ(hex(id_bytes(example)), id_text(example));
    EXPECT_EQ(id_of<ThingEntity>(id_bytes(example)), example);
}

TEST(Id, AUuidWithHyphensIsRead) {
    EXPECT_EQ(parse_id<ThingEntity>("01234567-89AB-cdef-fedc-ba9876543210"), example);
    EXPECT_EQ(parse_id<ThingEntity>("0123456789abcdeffedcba9876543210"), example);
}

TEST(Id, OneDigitMoreOrLessIsNoId) {
    EXPECT_FALSE(parse_id<ThingEntity>("0123456789abcdeffedcba987654321"));
    EXPECT_FALSE(parse_id<ThingEntity>("0123456789abcdeffedcba98765432100"));
    EXPECT_FALSE(parse_id<ThingEntity>("0123456789abcdeffedcba987654321g"));
    EXPECT_FALSE(parse_id<ThingEntity>(""));
    EXPECT_FALSE(parse_id<ThingEntity>("{0123456789abcdeffedcba9876543210}"));
}

TEST(Id, OrderIsThatOfTheBytes) {
    EXPECT_LT((ThingId{1, ~0ULL}), (ThingId{2, 0}));
    EXPECT_LT((ThingId{1, 1}), (ThingId{1, 2}));
}

TEST(IdV4, KeepsTheRandomBitsButVersionAndVariant) {
    const Bytes ones(16, 0xFF), zeros(16, 0x00);
    EXPECT_EQ(id_text(id_v4<ThingEntity>(ones)), "ffffffffffff4fffbfffffffffffffff");
    EXPECT_EQ(id_text(id_v4<ThingEntity>(zeros)), "00000000000040008000000000000000");
}

TEST(IdV7, LeadsWithTheTimeSoLaterSortsLater) {
    const Bytes ones(16, 0xFF), zeros(16, 0x00);
    const auto early = id_v7<ThingEntity>(0x0185B9A3F2C1ULL, ones);
    const auto late = id_v7<ThingEntity>(0x0185B9A3F2C2ULL, zeros);
    EXPECT_EQ(id_text(early), "0185b9a3f2c17fffbfffffffffffffff");
    EXPECT_EQ(id_text(late), "0185b9a3f2c270008000000000000000");
    EXPECT_LT(early, late);
}

}  // namespace
}  // namespace jatigi

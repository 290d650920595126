#include "people/registry/number_permutation.h"

#include <gtest/gtest.h>

#include <set>

namespace jatigi::registry {
namespace {

ByteArray<32> key_of(std::uint8_t filling) {
    ByteArray<32> key;
    key.fill(filling);
    return key;
}

constexpr std::uint64_t large = 1'000'000'000;

class PermutationOf : public ::testing::TestWithParam<std::uint64_t> {};

// Powers of four, their neighbours, and sizes of which three quarters lie outside.
INSTANTIATE_TEST_SUITE_P(Sizes, PermutationOf,
                         ::testing::Values(2, 3, 4, 5, 16, 17, 63, 64, 65, 1'000, 4'096, 4'097,
                                           10'000));

TEST_P(PermutationOf, EachNumberComesOnceAndGoesBack) {
    const NumberPermutation permutation(key_of(1), GetParam());
    std::set<std::uint64_t> seen;
    for (std::uint64_t number = 0; number < GetParam(); ++number) {
        const std::uint64_t permuted = permutation.of(number);
        EXPECT_LT(permuted, GetParam());
        EXPECT_TRUE(seen.insert(permuted).second) << number;
        EXPECT_EQ(permutation.inverse_of(permuted), number);
    }
}

TEST(Permutation, OfALargeDomainStaysInsideAndGoesBack) {
    const NumberPermutation permutation(key_of(1), large);
    for (std::uint64_t number = 0; number < large; number += 99'991) {
        const std::uint64_t permuted = permutation.of(number);
        ASSERT_LT(permuted, large);
        ASSERT_EQ(permutation.inverse_of(permuted), number);
    }
    for (const std::uint64_t edge : {std::uint64_t{0}, large - 1})
        EXPECT_EQ(permutation.inverse_of(permutation.of(edge)), edge);
}

// Numbers on paper outlive the program that gave them: these never change.
TEST(Permutation, GivesTheseNumbersForThisKey) {
    const NumberPermutation permutation(key_of(0x5A), large);
    EXPECT_EQ(permutation.of(0), 304845046U);
    EXPECT_EQ(permutation.of(1), 143213075U);
    EXPECT_EQ(permutation.of(2), 216022038U);
    EXPECT_EQ(permutation.of(999'999'999), 694724176U);
}

TEST(Permutation, DependsOnKeyAndSize) {
    const NumberPermutation one(key_of(1), large), other(key_of(2), large),
        smaller(key_of(1), large - 1);
    int same_key = 0, same_size = 0;
    for (std::uint64_t number = 0; number < 1'000; ++number) {
        same_key += one.of(number) == other.of(number) ? 1 : 0;
        same_size += one.of(number) == smaller.of(number) ? 1 : 0;
    }
    EXPECT_EQ(same_key, 0);
    EXPECT_EQ(same_size, 0);
}

// Who came when does not show: of neighbours, about as many go up as down, and none stays near.
TEST(Permutation, KeepsNoOrder) {
    const NumberPermutation permutation(key_of(3), large);
    int up = 0, near = 0;
    for (std::uint64_t number = 0; number < 10'000; ++number) {
        const std::uint64_t a = permutation.of(number), b = permutation.of(number + 1);
        up += a < b ? 1 : 0;
        near += (a < b ? b - a : a - b) < 1'000 ? 1 : 0;
    }
    EXPECT_NEAR(up, 5'000, 250);
    EXPECT_LE(near, 3);
}

}  // namespace
}  // namespace jatigi::registry

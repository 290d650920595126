#include "platform/vault/seal.h"

#include <gtest/gtest.h>

namespace jatigi::vault {
namespace {

Secret counting_secret(std::uint8_t first) {
    ByteArray<32> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return Secret(bytes);
}
Nonce counting_nonce(std::uint8_t first) {
    Nonce nonce;
    for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::uint8_t>(first + i);
    return nonce;
}

const Secret key = counting_secret(0);
const Nonce nonce = counting_nonce(100);
const Bytes place{'h', 'e', 'r', 'e'};
const Bytes body{'i', 'n', 'v', 'e', 'n', 't', 'e', 'd'};

std::string_view refusal(const Result<Bytes>& opened) {
    return opened ? std::string_view{} : opened.error().code;
}

// Computed with libsodium from Python, so a change of padding or order is seen.
TEST(Seal, TheSealIsFrozen) {
    EXPECT_EQ(hex(seal(key, nonce, place, body)),
              "151d8fd5915aece607309d3fa66fbdc95bbb5271e42ccab08c5564a72b5e7810"
              "78951ef9de1b3d9cb699ab587f2b665f");
}

TEST(Seal, OpensWithTheSameKeyAndPlace) {
    EXPECT_EQ(unseal(key, nonce, place, seal(key, nonce, place, body)).value(), body);
}

TEST(Seal, AnotherKeyDoesNotOpen) {
    const Bytes sealed = seal(key, nonce, place, body);
    EXPECT_EQ(refusal(unseal(counting_secret(1), nonce, place, sealed)), "vault.seal_broken");
}

TEST(Seal, AnotherPlaceDoesNotOpen) {
    const Bytes sealed = seal(key, nonce, place, body);
    EXPECT_EQ(refusal(unseal(key, nonce, Bytes{'h', 'e', 'r', 'f'}, sealed)), "vault.seal_broken");
    EXPECT_EQ(refusal(unseal(key, nonce, Bytes{}, sealed)), "vault.seal_broken");
}

TEST(Seal, AnotherNonceDoesNotOpen) {
    const Bytes sealed = seal(key, nonce, place, body);
    EXPECT_EQ(refusal(unseal(key, counting_nonce(101), place, sealed)), "vault.seal_broken");
}

TEST(Seal, EveryFlippedBitIsNoticed) {
    const Bytes sealed = seal(key, nonce, place, body);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        Bytes flipped = sealed;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_EQ(refusal(unseal(key, nonce, place, flipped)), "vault.seal_broken") << bit;
    }
}

TEST(Seal, ACutSealIsRefusedAtEveryLength) {
    const Bytes sealed = seal(key, nonce, place, body);
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_EQ(refusal(unseal(key, nonce, place, ByteView(sealed).first(length))),
                  "vault.seal_broken")
            << length;
}

TEST(Seal, BodiesOfAllLengthsComeBackAndOnlyTheBlockCountShows) {
    for (std::size_t length = 0; length <= 100; ++length) {
        const Bytes some(length, 0x80);  // The padding's own first byte.
        const Bytes sealed = seal(key, nonce, place, some);
        EXPECT_EQ(sealed.size(), sealed_size(length));
        EXPECT_EQ(unseal(key, nonce, place, sealed).value(), some);
    }
}

TEST(Seal, SizeGrowsAtBlocksOf32) {
    EXPECT_EQ(sealed_size(0), 48U);
    EXPECT_EQ(sealed_size(31), 48U);
    EXPECT_EQ(sealed_size(32), 80U);
    EXPECT_EQ(sealed_size(63), 80U);
    EXPECT_EQ(sealed_size(64), 112U);
}

TEST(Wrap, AKeyIsWrappedWithoutPadding) {
    const Secret person = counting_secret(50);
    const Bytes wrapped = wrap(key, nonce, place, person.view());
    EXPECT_EQ(wrapped.size(), 32 + seal_overhead_bytes);
    EXPECT_EQ(unwrap(key, nonce, place, wrapped).value(),
              Bytes(person.view().begin(), person.view().end()));
    EXPECT_EQ(refusal(unwrap(counting_secret(1), nonce, place, wrapped)), "vault.seal_broken");
    EXPECT_EQ(refusal(unwrap(key, nonce, body, wrapped)), "vault.seal_broken");
}

TEST(Unseal, PaddingThatNobodyWroteIsRefused) {
    const Bytes zeros(32, 0);
    EXPECT_EQ(refusal(unseal(key, nonce, place, wrap(key, nonce, place, zeros))),
              "vault.seal_broken");
    EXPECT_EQ(refusal(unseal(key, nonce, place, wrap(key, nonce, place, Bytes{}))),
              "vault.seal_broken");
}

TEST(Secret, IsWipedWhenItMovesAway) {
    Secret from = counting_secret(7);
    const Secret to = std::move(from);
    EXPECT_EQ(to.view()[0], 7);
    EXPECT_EQ(from.view()[0], 0);  // NOLINT(bugprone-use-after-move): that is the claim.
    EXPECT_EQ(from.view()[31], 0);
}

}  // namespace
}  // namespace jatigi::vault

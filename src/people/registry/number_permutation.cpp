#include "people/registry/number_permutation.h"

#include <cassert>

#include "platform/base/hash.h"

namespace jatigi::registry {
namespace {

constexpr int rounds = 10;

}  // namespace

NumberPermutation::NumberPermutation(const ByteArray<32>& key, std::uint64_t size)
    : key_(key), size_(size) {
    assert(size >= 2 && size <= std::uint64_t{1} << 32);
    while (std::uint64_t{1} << (2 * half_bits_) < size) ++half_bits_;
    half_mask_ = (std::uint64_t{1} << half_bits_) - 1;
}

// The size goes in too, so that two permutations under one key have nothing in common.
std::uint64_t NumberPermutation::mixed(std::uint64_t half, int round) const {
    Bytes message;
    put_big_endian(message, size_, 8);
    put_big_endian(message, static_cast<std::uint64_t>(round), 1);
    put_big_endian(message, half, 2);
    const auto digest = keyed_digest<16>(key_, message);
    return (static_cast<std::uint64_t>(digest[0]) << 8 | digest[1]) & half_mask_;
}

std::uint64_t NumberPermutation::forward(std::uint64_t number) const {
    std::uint64_t left = number >> half_bits_, right = number & half_mask_;
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t next = left ^ mixed(right, round);
        left = right;
        right = next;
    }
    return left << half_bits_ | right;
}

std::uint64_t NumberPermutation::backward(std::uint64_t number) const {
    std::uint64_t left = number >> half_bits_, right = number & half_mask_;
    for (int round = rounds - 1; round >= 0; --round) {
        const std::uint64_t before = right ^ mixed(left, round);
        right = left;
        left = before;
    }
    return left << half_bits_ | right;
}

std::uint64_t NumberPermutation::of(std::uint64_t number) const {
    assert(number < size_);
    do number = forward(number);
    while (number >= size_);
    return number;
}

std::uint64_t NumberPermutation::inverse_of(std::uint64_t permuted) const {
    assert(permuted < size_);
    do permuted = backward(permuted);
    while (permuted >= size_);
    return permuted;
}

}  // namespace jatigi::registry

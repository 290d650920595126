// A keyed permutation of the numbers 0 … size-1: whoever has no key cannot tell from two of its
// numbers which was asked for first, nor guess the next. A balanced Feistel network of ten rounds
// with keyed BLAKE2b; a number that falls outside goes through again (cycle-walking), which comes
// back inside, since the network is a permutation. It hides an order. It is no seal: a domain this
// small can be tried out by whoever has the key.
#pragma once
#include <cstdint>

#include "platform/base/bytes.h"

namespace jatigi::registry {

class NumberPermutation {
public:
    // `size` from 2 to 2^32.
    NumberPermutation(const ByteArray<32>& key, std::uint64_t size);

    // Both: `number` below size.
    std::uint64_t of(std::uint64_t number) const;
    std::uint64_t inverse_of(std::uint64_t permuted) const;

private:
    std::uint64_t mixed(std::uint64_t half, int round) const;
    std::uint64_t forward(std::uint64_t number) const;
    std::uint64_t backward(std::uint64_t number) const;

    ByteArray<32> key_;
    std::uint64_t size_;
    int half_bits_ = 1;
    std::uint64_t half_mask_;
};

}  // namespace jatigi::registry

// Unpredictable bytes from the operating system, through libsodium.
#pragma once
#include <sodium.h>

#include <utility>

#include "platform/base/bytes.h"

namespace jatigi {

template <std::size_t N>
ByteArray<N> random_bytes() {
    ByteArray<N> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

// Into an order of which nobody knows why.
template <class List>
void shuffle(List& list) {
    for (std::size_t left = list.size(); left > 1; --left)
        std::swap(list[left - 1], list[randombytes_uniform(static_cast<std::uint32_t>(left))]);
}

}  // namespace jatigi

// Unpredictable bytes from the operating system, through libsodium.
#pragma once
#include <sodium.h>

#include "platform/base/bytes.h"

namespace jatigi {

template <std::size_t N>
ByteArray<N> random_bytes() {
    ByteArray<N> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

}  // namespace jatigi

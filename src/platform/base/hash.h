// SHA-256 and keyed BLAKE2b, through libsodium. Plain SHA-256 is for facts alone: an id derived
// from content is always keyed, or a reader could guess the content.
#pragma once
#include <sodium.h>

#include "platform/base/bytes.h"

namespace jatigi {

using Hash = ByteArray<32>;

class Sha256 {
public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    Sha256& add(ByteView bytes) {
        crypto_hash_sha256_update(&state_, bytes.data(), bytes.size());
        return *this;
    }
    Hash finish() {
        Hash hash;
        crypto_hash_sha256_final(&state_, hash.data());
        return hash;
    }

private:
    crypto_hash_sha256_state state_;
};

template <std::size_t N>
ByteArray<N> keyed_digest(ByteView key, ByteView message) {
    ByteArray<N> digest;
    crypto_generichash(digest.data(), N, message.data(), message.size(), key.data(), key.size());
    return digest;
}

}  // namespace jatigi

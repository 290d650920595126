// Sealing: XChaCha20-Poly1305 (IETF) over the body padded to a multiple of 32 bytes, so that a
// length tells little. The associated data bind a ciphertext to its place: it opens nowhere else.
#pragma once
#include "platform/base/bytes.h"
#include "platform/base/result.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

using Nonce = ByteArray<24>;

constexpr std::size_t seal_overhead_bytes = 16;
std::size_t sealed_size(std::size_t body_bytes);

Bytes seal(const Secret& key, const Nonce& nonce, ByteView associated, ByteView body);
// Refuses with vault.seal_broken: another key, another place, or altered bytes.
Result<Bytes> unseal(const Secret& key, const Nonce& nonce, ByteView associated, ByteView sealed);

// The same without padding, for keys that wrap keys.
Bytes wrap(const Secret& kek, const Nonce& nonce, ByteView associated, ByteView secret);
Result<Bytes> unwrap(const Secret& kek, const Nonce& nonce, ByteView associated, ByteView wrapped);

}  // namespace jatigi::vault

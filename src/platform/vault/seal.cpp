#include "platform/vault/seal.h"

#include <sodium.h>

#include <cassert>

namespace jatigi::vault {
namespace {
constexpr std::size_t block_bytes = 32;
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == seal_overhead_bytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == sizeof(Nonce));
}  // namespace

std::size_t sealed_size(std::size_t body_bytes) {
    return (body_bytes / block_bytes + 1) * block_bytes + seal_overhead_bytes;
}

Bytes wrap(const Secret& kek, const Nonce& nonce, ByteView associated, ByteView secret) {
    Bytes sealed(secret.size() + seal_overhead_bytes);
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), &length, secret.data(), secret.size(),
                                               associated.data(), associated.size(), nullptr,
                                               nonce.data(), kek.data());
    assert(length == sealed.size());
    return sealed;
}

Result<Bytes> unwrap(const Secret& kek, const Nonce& nonce, ByteView associated, ByteView wrapped) {
    if (wrapped.size() < seal_overhead_bytes)
        return refuse(ErrorKind::unavailable, "vault.seal_broken", "too short");
    Bytes opened(wrapped.size() - seal_overhead_bytes);
    unsigned long long length = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            opened.data(), &length, nullptr, wrapped.data(), wrapped.size(), associated.data(),
            associated.size(), nonce.data(), kek.data()) != 0)
        return refuse(ErrorKind::unavailable, "vault.seal_broken", "does not open");
    return opened;
}

Bytes seal(const Secret& key, const Nonce& nonce, ByteView associated, ByteView body) {
    Bytes padded(body.begin(), body.end());
    padded.resize(sealed_size(body.size()) - seal_overhead_bytes);
    std::size_t length = 0;
    sodium_pad(&length, padded.data(), body.size(), block_bytes, padded.size());
    assert(length == padded.size());
    Bytes sealed = wrap(key, nonce, associated, padded);
    sodium_memzero(padded.data(), padded.size());
    return sealed;
}

Result<Bytes> unseal(const Secret& key, const Nonce& nonce, ByteView associated, ByteView sealed) {
    TRY_ASSIGN(Bytes opened, unwrap(key, nonce, associated, sealed));
    std::size_t length = 0;
    // A bare tag opens to nothing, which no body is: even an empty one was padded to a block.
    if (opened.empty() || sodium_unpad(&length, opened.data(), opened.size(), block_bytes) != 0)
        return refuse(ErrorKind::unavailable, "vault.seal_broken", "padding");
    opened.resize(length);
    return opened;
}

}  // namespace jatigi::vault

#include "platform/vault/box.h"

#include <sodium.h>

namespace jatigi::vault {
namespace {
constexpr std::size_t block_bytes = 32;
static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32);
}  // namespace

Bytes seal_to_node(const ByteArray<32>& box_public, ByteView body) {
    Bytes padded(body.begin(), body.end());
    padded.resize((body.size() / block_bytes + 1) * block_bytes);
    std::size_t length = 0;
    sodium_pad(&length, padded.data(), body.size(), block_bytes, padded.size());
    Bytes sealed(padded.size() + crypto_box_SEALBYTES);
    crypto_box_seal(sealed.data(), padded.data(), padded.size(), box_public.data());
    sodium_memzero(padded.data(), padded.size());
    return sealed;
}

Result<Bytes> unseal_for_node(const NodeSecrets& secrets, ByteView sealed) {
    const auto broken = [](const char* why) {
        return refuse(ErrorKind::unavailable, "vault.seal_broken", why);
    };
    if (sealed.size() <= crypto_box_SEALBYTES) return broken("too short");
    Bytes opened(sealed.size() - crypto_box_SEALBYTES);
    const NodeSecrets::Plain keys = secrets.plain();
    if (crypto_box_seal_open(opened.data(), sealed.data(), sealed.size(),
                             secrets.box_public().data(), keys.box.data()) != 0)
        return broken("does not open");
    std::size_t length = 0;
    if (sodium_unpad(&length, opened.data(), opened.size(), block_bytes) != 0)
        return broken("padding");
    opened.resize(length);
    return opened;
}

}  // namespace jatigi::vault

#include "platform/vault/hidden.h"

#include <fmt/format.h>

#include <cassert>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {
namespace {

constexpr int number_bits = 20;
constexpr std::int64_t number_mask = (std::int64_t{1} << number_bits) - 1;
constexpr std::size_t nonce_bytes = sizeof(Nonce);

Secret text_key(const NodeSecrets& secrets) {
    return Secret(keyed_digest<32>(secrets.mac_key(), as_bytes("hidden text, key")));
}

std::int64_t pad_of(const NodeSecrets& secrets, std::string_view of, std::int64_t salt) {
    return tag_of(secrets, fmt::format("hidden number {} {}", of, salt)) & number_mask;
}

}  // namespace

std::int64_t tag_of(const NodeSecrets& secrets, std::string_view message) {
    const auto digest =
        keyed_digest<16>(secrets.mac_key(), as_bytes(fmt::format("hidden tag {}", message)));
    const auto number = static_cast<std::int64_t>(big_endian(ByteView(digest).first(8)) >> 3);
    return hidden_min | number;
}

std::int64_t hide_number(const NodeSecrets& secrets, std::string_view of, std::int64_t number) {
    assert(number >= 0 && number <= number_mask);
    const auto random = random_bytes<8>();
    const auto salt = static_cast<std::int64_t>(big_endian(random) >> 24);  // 40 bits.
    return hidden_min | (salt << number_bits) | (number ^ pad_of(secrets, of, salt));
}

std::int64_t shown_number(const NodeSecrets& secrets, std::string_view of, std::int64_t number) {
    if (!is_hidden(number)) return number;
    const std::int64_t salt = (number & ~hidden_min) >> number_bits;
    return (number & number_mask) ^ pad_of(secrets, of, salt);
}

std::string hide_text(const NodeSecrets& secrets, std::string_view of, std::string_view text,
                      std::size_t step) {
    assert(step % 32 == 0);
    // seal() adds at least one byte more.
    std::string filled(text);
    filled.resize((text.size() / step + 1) * step - 1, '\0');
    const Nonce nonce = random_bytes<nonce_bytes>();
    Bytes sealed(nonce.begin(), nonce.end());
    append(sealed, seal(text_key(secrets), nonce, as_bytes(of), as_bytes(filled)));
    return '~' + hex(sealed);
}

Result<std::string> shown_text(const NodeSecrets& secrets, std::string_view of,
                               std::string_view text) {
    if (!is_hidden(text)) return std::string(text);
    const auto sealed = from_hex(text.substr(1));
    if (!sealed || sealed->size() < nonce_bytes)
        return refuse(ErrorKind::unavailable, "vault.seal_broken", "a hidden text");
    const ByteView all(*sealed);
    TRY_ASSIGN(const Bytes plain, unseal(text_key(secrets), fixed_bytes<nonce_bytes>(all),
                                         as_bytes(of), all.subspan(nonce_bytes)));
    std::string shown(as_text(plain));
    shown.resize(shown.find_last_not_of('\0') + 1);
    return shown;
}

}  // namespace jatigi::vault

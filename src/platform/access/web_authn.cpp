#include "platform/access/web_authn.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <algorithm>
#include <memory>

#include "platform/base/hash.h"
#include "platform/base/json.h"

namespace jatigi::access {
namespace {

constexpr int url_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t host_letters_max = 253;
constexpr int rsa_bits_min = 2'048;

// Authenticator data: hash of the host 32, flags 1, counter 4; for a new credential then the model
// 16, the length of its id 2, the id, and more.
constexpr std::size_t flags_at = 32, fixed_bytes_of_data = 37, id_length_at = 53, id_at = 55;
constexpr std::uint8_t user_present = 0x01, credential_follows = 0x40;

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using DigestPtr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

KeyPtr read_key(ByteView spki) {
    if (spki.empty()) return {nullptr, EVP_PKEY_free};
    const unsigned char* at = spki.data();
    KeyPtr key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())), EVP_PKEY_free);
    if (key && at != spki.data() + spki.size()) key.reset();
    return key;
}

bool is_usable(const EVP_PKEY* key) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return EVP_PKEY_get_bits(key) >= rsa_bits_min;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) == 256;
}

// "https://centre.example:8443" is of centre.example; in clear only this machine itself.
bool is_origin_of(std::string_view origin, std::string_view host) {
    const bool local = host == "localhost" && origin.starts_with("http://");
    if (!local && !origin.starts_with("https://")) return false;
    std::string_view rest = origin.substr(origin.find("://") + 3);
    if (!rest.starts_with(host)) return false;
    rest.remove_prefix(host.size());
    return rest.empty() || (rest.starts_with(':') && rest.size() > 1 &&
                            rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

bool is_said_by_browser(const KeyExpected& expected, ByteView client_data, std::string_view type) {
    const auto said = json::parse_object(as_text(client_data));
    if (!said || json::text_at(*said, "type") != type ||
        json::bool_at(*said, "crossOrigin").value_or(false))
        return false;
    const auto challenge = from_base64url(json::text_at(*said, "challenge").value_or(""));
    return challenge && std::ranges::equal(*challenge, expected.challenge) &&
           is_origin_of(json::text_at(*said, "origin").value_or(""), expected.host);
}

bool is_of_host(const KeyExpected& expected, ByteView data, std::uint8_t flags) {
    if (data.size() < fixed_bytes_of_data) return false;
    const Hash host = Sha256{}.add(as_bytes(expected.host)).finish();
    return std::ranges::equal(data.first(host.size()), host) && (data[flags_at] & flags) == flags;
}

}  // namespace

std::string base64url(ByteView bytes) {
    if (bytes.empty()) return {};
    std::string text(sodium_base64_encoded_len(bytes.size(), url_variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), url_variant);
    text.resize(text.size() - 1);  // The zero at its end.
    return text;
}

std::optional<Bytes> from_base64url(std::string_view text) {
    if (text.empty()) return Bytes{};
    Bytes bytes(text.size());
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                          &end, url_variant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(length);
    return bytes;
}

bool is_key_host(std::string_view host) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_digit_or_mark = [](char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !host.empty() && host.size() <= host_letters_max &&
           std::ranges::any_of(host, is_letter) &&
           std::ranges::all_of(host, [&](char c) { return is_letter(c) || is_digit_or_mark(c); });
}

bool is_public_key(ByteView spki) {
    const KeyPtr key = read_key(spki);
    return key && is_usable(key.get());
}

bool is_new_key(const KeyExpected& expected, const KeySaid& said, ByteView credential_id) {
    const ByteView data = said.authenticator_data;
    if (!is_said_by_browser(expected, said.client_data, "webauthn.create") ||
        !is_of_host(expected, data, user_present | credential_follows) || data.size() < id_at)
        return false;
    const auto length = static_cast<std::size_t>(big_endian(data.subspan(id_length_at, 2)));
    return length == credential_id.size() && data.size() >= id_at + length &&
           std::ranges::equal(data.subspan(id_at, length), credential_id);
}

bool is_signed(const KeyExpected& expected, const KeySaid& said, ByteView public_key,
               ByteView signature) {
    if (!is_said_by_browser(expected, said.client_data, "webauthn.get") ||
        !is_of_host(expected, said.authenticator_data, user_present))
        return false;
    const KeyPtr key = read_key(public_key);
    if (!key || !is_usable(key.get()) || signature.empty()) return false;
    Bytes message(said.authenticator_data.begin(), said.authenticator_data.end());
    append(message, Sha256{}.add(said.client_data).finish());
    const DigestPtr digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return digest &&
           EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(digest.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

}  // namespace jatigi::access

// Web Authentication as the relying party checks it (W3C, Web Authentication Level 3, §7.1 and §7.2),
// where nobody asks who made the device: attestation "none", so the public key is believed because
// the account's password was typed a moment ago. The browser holds a key to the host that it was
// made on; we look once more. Counters are not looked at: most devices leave them at zero.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/bytes.h"

namespace jatigi::access {

// As browsers write bytes: base64url without padding (RFC 4648 §5).
std::string base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

// A name that WebAuthn takes: letters, digits, hyphens and dots, and no address of digits alone.
bool is_key_host(std::string_view host);
// P-256 or RSA of 2,048 bits and more, as SubjectPublicKeyInfo (DER).
bool is_public_key(ByteView spki);

struct KeyExpected {
    ByteView challenge;
    std::string_view host;
};
struct KeySaid {
    ByteView client_data;  // JSON.
    ByteView authenticator_data;
};
// The device made this credential for this challenge and host, somebody touched it.
bool is_new_key(const KeyExpected& expected, const KeySaid& said, ByteView credential_id);
// It signed this challenge for this host, somebody touched it.
bool is_signed(const KeyExpected& expected, const KeySaid& said, ByteView public_key,
               ByteView signature);

}  // namespace jatigi::access

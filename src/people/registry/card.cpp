#include "people/registry/card.h"

#include <algorithm>
#include <cctype>

#include "platform/base/hash.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::uint8_t card_version = 1;
constexpr std::size_t payload_bytes = 16;
constexpr std::size_t code_length = 26;  // 16 bytes in groups of 5 bits.

std::string base32(ByteView bytes) {
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = buffer << 8U | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += alphabet[buffer >> static_cast<unsigned>(bits) & 31U];
        }
    }
    if (bits > 0) text += alphabet[buffer << static_cast<unsigned>(5 - bits) & 31U];
    return text;
}

// I and L are read as 1, O as 0, as Crockford proposes.
int value_of(char c) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const std::size_t at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<Bytes> from_base32(std::string_view text) {
    Bytes bytes;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        buffer = buffer << 5U | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(buffer >> static_cast<unsigned>(bits)));
        }
    }
    if ((buffer & ((1U << static_cast<unsigned>(bits)) - 1U)) != 0) return std::nullopt;
    return bytes;
}

Bytes signed_part(ByteView site_tag, ByteView serial) {
    Bytes bytes{card_version};
    append(bytes, site_tag.first(3));
    append(bytes, serial);
    return bytes;
}

ByteArray<16> mac_of(ByteView key, ByteView signed_bytes) {
    Bytes message(signed_bytes.begin(), signed_bytes.end());
    append(message, as_bytes("jatigi card"));
    return keyed_digest<16>(key, message);
}

}  // namespace

std::string card_code(const CardSerial& serial, const CardKey& key) {
    Bytes payload = signed_part(key.site_tag, serial);
    const ByteArray<16> mac = mac_of(key.mac_key, payload);
    append(payload, ByteView(mac).first(6));
    return base32(payload);
}

bool looks_like_card_code(std::string_view scanned) {
    return scanned.size() == code_length &&
           std::all_of(scanned.begin(), scanned.end(), [](char c) { return value_of(c) >= 0; });
}

Result<CardSerial> read_card(std::string_view scanned, const CardKey& key) {
    const auto payload = looks_like_card_code(scanned) ? from_base32(scanned) : std::nullopt;
    if (!payload || payload->size() != payload_bytes || payload->front() != card_version)
        return refuse(ErrorKind::invalid, "card.unreadable");
    const ByteView bytes{*payload};
    if (!std::ranges::equal(bytes.subspan(1, 3), key.site_tag.first(3)))
        return refuse(ErrorKind::conflict, "card.other_centre");
    const ByteArray<16> mac = mac_of(key.mac_key, bytes.first(10));
    if (sodium_memcmp(mac.data(), bytes.subspan(10, 6).data(), 6) != 0)
        return refuse(ErrorKind::conflict, "card.forged");
    return fixed_bytes<6>(bytes.subspan(4, 6));
}

}  // namespace jatigi::registry

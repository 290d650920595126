// The fact's envelope, version 1. Canonical bytes, big-endian; these bytes are hashed, stored and
// sent, and never made again from a struct:
//
//   v u8 | site 8 | epoch u32 | seq u64 (from 1) | prev 32 (zeros first) | hlc_us u64 | hlc_n u16 |
//   class u8 | key_id 16 | nonce 24 | ct_len u32 | ct
//
// hash = SHA-256(0x00 ‖ bytes). Class 0: key_id and nonce are zero and ct is the body in clear.
// Other classes: ct = AEAD(person key, pad32(body)) with all fields before ct as associated data.
#pragma once
#include <compare>
#include <cstdint>

#include "platform/base/bytes.h"
#include "platform/base/fact_class.h"
#include "platform/base/hash.h"
#include "platform/base/result.h"
#include "platform/vault/keyring.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/seal.h"

namespace jatigi::log {

using vault::SiteId;

constexpr std::uint8_t fact_version = 1;
constexpr std::size_t header_bytes = 108;
constexpr std::int64_t header_class_at = 64;  // Its class, one byte; counted from 1, as SQL does.
// A fact is a sentence, not a file: photos and documents are attachments.
constexpr std::size_t body_bytes_max = std::size_t{64} * 1024;

struct FactHeader {
    SiteId site{};
    std::uint32_t epoch = 0;
    std::uint64_t seq = 0;
    Hash prev{};
    std::uint64_t hlc_us = 0;
    std::uint16_t hlc_n = 0;
    FactClass cls = FactClass::open;
    vault::KeyId key_id{};
    vault::Nonce nonce{};
    std::uint32_t ct_length = 0;
    bool operator==(const FactHeader&) const = default;
};

// Order in which a stream is folded, the same on every node.
struct FoldOrder {
    std::uint64_t hlc_us = 0;
    std::uint16_t hlc_n = 0;
    SiteId site{};
    std::uint32_t epoch = 0;
    std::uint64_t seq = 0;
    friend auto operator<=>(const FoldOrder&, const FoldOrder&) = default;
};
inline FoldOrder fold_order(const FactHeader& header) {
    return {header.hlc_us, header.hlc_n, header.site, header.epoch, header.seq};
}

Bytes encode_header(const FactHeader& header);

// Reads the 108 bytes before ct. Refuses with fact.malformed: another length, a version or class we
// do not know, seq 0, a first fact with a prev, an open fact with a key, a sealed one without.
Result<FactHeader> decode_header(ByteView bytes);

// A whole fact, header and ct. Refuses with fact.malformed also when ct_len and ct disagree.
struct FactBytes {
    FactHeader header;
    Bytes ct;
};
Result<FactBytes> decode_fact(ByteView bytes);

Hash hash_fact(ByteView header, ByteView ct);

}  // namespace jatigi::log

// Id<Entity>: 128 bits, made by the device that first records the fact. One type per entity, so a
// person's id cannot be passed where a round's is wanted.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/bytes.h"

namespace jatigi {

template <class Entity>
struct Id {
    std::uint64_t high = 0, low = 0;
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

template <class Entity>
Bytes id_bytes(Id<Entity> id) {
    Bytes bytes;
    bytes.reserve(16);
    put_big_endian(bytes, id.high, 8);
    put_big_endian(bytes, id.low, 8);
    return bytes;
}

// Exactly 16 bytes.
template <class Entity>
Id<Entity> id_of(ByteView bytes) {
    return {big_endian(bytes.first(8)), big_endian(bytes.subspan(8, 8))};
}

template <class Entity>
std::string id_text(Id<Entity> id) {  // 32 lower-case hex digits, no hyphens.
    return hex(id_bytes(id));
}

// Reads 32 hex digits, with or without the four hyphens of a UUID.
template <class Entity>
std::optional<Id<Entity>> parse_id(std::string_view text) {
    std::string compact;
    for (const char c : text)
        if (c != '-') compact += c;
    if (compact.size() != 32) return std::nullopt;
    const std::optional<Bytes> bytes = from_hex(compact);
    if (!bytes) return std::nullopt;
    return id_of<Entity>(*bytes);
}

template <class Entity>
Id<Entity> id_v4(ByteView random16) {
    Id<Entity> id = id_of<Entity>(random16);
    id.high = (id.high & ~0xF000ULL) | 0x4000ULL;
    id.low = (id.low & ~(3ULL << 62U)) | (2ULL << 62U);
    return id;
}

// Time-ordered (RFC 9562 version 7): for commands, never for people, whose id must not tell when
// they arrived. `unix_ms` is the device's clock.
template <class Entity>
Id<Entity> id_v7(std::uint64_t unix_ms, ByteView random16) {
    Id<Entity> id = id_of<Entity>(random16);
    id.high = (unix_ms << 16U) | 0x7000ULL | (id.high & 0x0FFFULL);
    id.low = (id.low & ~(3ULL << 62U)) | (2ULL << 62U);
    return id;
}

}  // namespace jatigi

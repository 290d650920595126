// Byte strings, and the two spellings they have at the edges: hex, and big-endian integers.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jatigi {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

std::string hex(ByteView bytes);  // Lower case, two digits a byte.
// Nothing when the length is odd or a character is not a hex digit (either case).
std::optional<Bytes> from_hex(std::string_view text);

void put_big_endian(Bytes& out, std::uint64_t value, int width_bytes);
std::uint64_t big_endian(ByteView bytes);  // At most 8 bytes.

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
// The first N bytes; the rest stays zero when there are fewer.
template <std::size_t N>
ByteArray<N> fixed_bytes(ByteView bytes) {
    ByteArray<N> result{};
    for (std::size_t i = 0; i < N && i < bytes.size(); ++i) result[i] = bytes[i];
    return result;
}
inline void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }

}  // namespace jatigi

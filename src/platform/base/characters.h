// Which characters a text may hold. Control characters are C0 (U+0000 to U+001F), U+007F and C1
// (U+0080 to U+009F).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jatigi {

// UTF-8 without NUL: what SQLite and PostgreSQL both give back as it was written. PostgreSQL reads a
// text to its first NUL, so that two texts would be one.
bool is_storable(std::string_view text);

enum class LineBreaks { allowed, refused };
// UTF-8 without control characters; `allowed` lets tab, line feed and carriage return stand.
bool is_plain(std::string_view text, LineBreaks breaks);

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 1;  // In bytes.
};
// The character that starts at this byte, up to U+FFFF. What is not UTF-8, or lies beyond, is taken
// byte by byte, with the value 0xFFFFFF, which is no character.
CodePoint code_point_at(std::string_view text, std::size_t at);

}  // namespace jatigi

// How long a text may be that somebody typed. Counted in letters: an accent takes two bytes, Arabic
// two for every letter, and a limit in bytes would cut inside one.
#pragma once
#include <optional>
#include <string_view>

#include "platform/base/result.h"

namespace jatigi {

// Code points of UTF-8; nothing for other bytes.
std::optional<std::size_t> letters_in(std::string_view text);
// Letters as people see them: an e with its accent is one, and so is a family of emoji. Nothing for
// what is not UTF-8.
std::optional<std::size_t> seen_letters_in(std::string_view text);

// Refuses with text.not_utf8 (params: name), text.too_long (params: name, limit). Nothing is ever
// cut.
Result<void> check_letters(std::string_view name, std::string_view text, std::size_t limit);

}  // namespace jatigi

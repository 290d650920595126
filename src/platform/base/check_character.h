// The check character of a number that people type: ISO 7064 MOD 37-2, over 0-9 and A-Z. Its
// weights are different powers of 2 modulo the prime 37, so it catches every single wrong character
// and every swap of two, near or far, in up to 36 characters.
#pragma once
#include <optional>
#include <string_view>

namespace jatigi {

// Nothing when a character is not 0-9 or A-Z, or when the check would be '*' (1 number in 37):
// such numbers are never issued, because '*' is not on every keypad.
std::optional<char> check_character(std::string_view text);

// True when the last character is the check character of those before it.
bool has_valid_check(std::string_view text);

}  // namespace jatigi

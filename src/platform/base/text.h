// Text as people write it: UTF-8, accents, stray blanks.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jatigi {

std::string trim(std::string_view text);  // ASCII blanks and U+00A0, U+202F at both ends.
// Comparison form: lower case, no accents, no apostrophes or punctuation, single blanks.
std::string fold(std::string_view utf8);
std::string upper(std::string_view ascii);
std::vector<std::string> split(std::string_view text, char separator);
bool valid_utf8(std::string_view text);
// The same text with U+FFFD in the place of what is not UTF-8.
std::string mended_utf8(std::string_view text);

}  // namespace jatigi

// Text as people write it: UTF-8, accents, stray blanks.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jatigi {

std::string trim(std::string_view text);  // ASCII blanks and U+00A0, U+202F at both ends.
// Comparison form: lower case, no accents, no apostrophes or punctuation, single blanks.
std::string fold(std::string_view utf8);
// fold(), with œ and æ written out: how words are compared.
std::string word_fold(std::string_view text);  // "Née à Ségou" -> "nee a segou"
// And without blanks, for keys.
std::string word_key(std::string_view text);  // "Côte d’Ivoire" -> "cotedivoire"
// Runs of blanks to one, ends trimmed; marks that are not seen go, and digits of Arabic, Persian,
// N'Ko and Adlam become ours.
enum class Lines { joined, kept };
std::string tidy_blanks(std::string_view text, Lines lines = Lines::joined);
std::string upper(std::string_view ascii);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
void replace_all(std::string& text, std::string_view from, std::string_view to);
bool is_digit(char c);
bool is_ascii(std::string_view text);
std::string digits_of(std::string_view text);
bool valid_utf8(std::string_view text);
// The same text with U+FFFD in the place of what is not UTF-8.
std::string mended_utf8(std::string_view text);

}  // namespace jatigi

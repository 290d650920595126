// Whole numbers in texts, and in a table of the form name,number,…: one rule a line, as reference/
// has them.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace jatigi {

// Digits and nothing else: none below nought.
std::optional<std::int64_t> whole_number(std::string_view text);
// Nothing where the name is not there, or stands beside no number.
std::optional<std::int64_t> number_named(std::string_view csv, std::string_view name);

}  // namespace jatigi

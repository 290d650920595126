// What a scanner typed, as what it may have read. Scanners are keyboards: one that is set to a US
// keyboard types on the host's, and some put a mark in front of what they read, or a key behind it.
// The layouts stand in reference/scanner_layouts.csv.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jatigi::registry {

// As it was typed first, then without the mark of the symbology ("]Q1"), then with each keyboard
// undone: "QS?àààà&Z" is "ASM00001W". Each once, without blanks and control characters at the ends.
std::vector<std::string> scan_readings(std::string_view typed);

// Whether keys were struck that no card and no number has: the keyboard of the host is the likely
// cause.
bool looks_like_keyboard(std::string_view typed);

}  // namespace jatigi::registry

#include "platform/base/named_number.h"

#include <charconv>

#include "platform/base/text.h"

namespace jatigi {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

std::optional<std::int64_t> number_named(std::string_view csv, std::string_view name) {
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 2 || cells[0] != name) continue;
        if (const auto number = whole_number(cells[1])) return number;
    }
    return std::nullopt;
}

}  // namespace jatigi

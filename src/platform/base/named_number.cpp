#include "platform/base/named_number.h"

#include <charconv>

#include "platform/base/text.h"

namespace jatigi {

std::optional<std::int64_t> number_named(std::string_view csv, std::string_view name) {
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 2 || cells[0] != name) continue;
        std::int64_t number = 0;
        const char* const end = cells[1].data() + cells[1].size();
        const auto [stop, error] = std::from_chars(cells[1].data(), end, number);
        if (error == std::errc{} && stop == end && number >= 0) return number;
    }
    return std::nullopt;
}

}  // namespace jatigi

#include "platform/base/text_limit.h"

#include <algorithm>
#include <string>

#include "platform/base/text.h"

namespace jatigi {

std::optional<std::size_t> letters_in(std::string_view text) {
    if (!valid_utf8(text)) return std::nullopt;
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<void> check_letters(std::string_view name, std::string_view text, std::size_t limit) {
    const std::string named = R"({"name":")" + std::string(name) + '"';
    const auto letters = letters_in(text);
    if (!letters) return refuse(ErrorKind::invalid, "text.not_utf8", {}, named + '}');
    if (*letters > limit)
        return refuse(ErrorKind::invalid, "text.too_long", {},
                      named + R"(,"limit":)" + std::to_string(limit) + '}');
    return {};
}

}  // namespace jatigi

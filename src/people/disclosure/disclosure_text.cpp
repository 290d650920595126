#include "people/disclosure/disclosure_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::disclosure {

Result<void> check_text(std::string_view name, std::string_view text) {
    if (!valid_utf8(text))
        return refuse(ErrorKind::invalid, "disclosure.text_invalid", {},
                      fmt::format(R"({{"name":"{}"}})", name));
    // Letters, not bytes: French accents and Arabic take two or more.
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    if (static_cast<std::size_t>(letters) > text_letters_max)
        return refuse(ErrorKind::invalid, "disclosure.text_too_long", {},
                      fmt::format(R"({{"name":"{}","letters_max":{}}})", name, text_letters_max));
    return {};
}

}  // namespace jatigi::disclosure

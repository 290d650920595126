#include "people/disclosure/disclosure_text.h"

#include <fmt/format.h>

#include "platform/base/text_limit.h"

namespace jatigi::disclosure {

Result<void> check_text(std::string_view name, std::string_view text) {
    const auto letters = letters_in(text);
    if (!letters)
        return refuse(ErrorKind::invalid, "disclosure.text_invalid", {},
                      fmt::format(R"({{"name":"{}"}})", name));
    if (*letters > text_letters_max)
        return refuse(ErrorKind::invalid, "disclosure.text_too_long", {},
                      fmt::format(R"({{"name":"{}","letters_max":{}}})", name, text_letters_max));
    return {};
}

}  // namespace jatigi::disclosure

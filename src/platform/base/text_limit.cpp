#include "platform/base/text_limit.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <string>

#include "platform/base/text.h"

namespace jatigi {

std::optional<std::size_t> letters_in(std::string_view text) {
    if (!valid_utf8(text)) return std::nullopt;
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<std::size_t> seen_letters_in(std::string_view text) {
    if (!valid_utf8(text)) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> letters(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) return letters_in(text);
    letters->setText(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}));
    std::size_t count = 0;
    while (letters->next() != icu::BreakIterator::DONE) ++count;
    return count;
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

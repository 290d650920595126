#include "platform/base/characters.h"

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi {
namespace {

bool is_line_break(unsigned char c) { return c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

bool is_storable(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return false;
    // Nearly all are ASCII, and are looked at in the writer.
    const bool ascii = std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return ascii || valid_utf8(text);
}

bool is_plain(std::string_view text, LineBreaks breaks) {
    if (!is_storable(text)) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool allowed = breaks == LineBreaks::allowed && is_line_break(c);
        if ((c < 0x20 && !allowed) || c == 0x7F) return false;
        // C1 in UTF-8; the text is valid, so another byte follows.
        if (c == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
    }
    return true;
}

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t lead = byte(at);
    if (lead >= 0xC2 && lead < 0xE0 && at + 1 < text.size()) {
        return {.value = ((lead & 0x1FU) << 6U) | (byte(at + 1) & 0x3FU), .length = 2};
    }
    if (lead >= 0xE0 && lead < 0xF0 && at + 2 < text.size()) {
        return {.value = ((lead & 0x0FU) << 12U) | ((byte(at + 1) & 0x3FU) << 6U) |
                         (byte(at + 2) & 0x3FU),
                .length = 3};
    }
    return {.value = lead < 0x80 ? lead : 0xFFFFFFU, .length = 1};
}

}  // namespace jatigi

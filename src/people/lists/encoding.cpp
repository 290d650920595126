#include "people/lists/encoding.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

// Of the bytes 80 to FF.
using CodePage = std::array<char16_t, 128>;

CodePage code_page(const char* name) {
    CodePage page{};
    for (std::size_t i = 0; i < page.size(); ++i) {
        const char byte = static_cast<char>(0x80U + i);
        const icu::UnicodeString letter(&byte, 1, name);
        page.at(i) = letter.isEmpty() ? u'\uFFFD' : letter.charAt(0);
    }
    return page;
}

// The five bytes that Windows-1252 leaves open keep their number, so that nothing is lost.
const CodePage& page_of(ListEncoding encoding) {
    static const CodePage windows_1252 = [] {
        CodePage page = code_page("windows-1252");
        for (std::size_t i = 0; i < page.size(); ++i)
            if (page.at(i) == u'\uFFFD') page.at(i) = static_cast<char16_t>(0x80U + i);
        return page;
    }();
    static const CodePage dos_850 = code_page("ibm-850");
    static const CodePage mac_roman = code_page("macintosh");
    if (encoding == ListEncoding::dos_850) return dos_850;
    return encoding == ListEncoding::mac_roman ? mac_roman : windows_1252;
}

void append_utf8(std::string& out, char16_t c) {
    const auto code = static_cast<unsigned>(c);
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

bool is_high(char byte) {
    return (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

char16_t letter_of(char byte, const CodePage& page) {
    return page.at(static_cast<unsigned char>(byte) - 0x80U);
}

// Length of the valid UTF-8 sequence at the start of the text, 0 when there is none.
std::size_t sequence_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return 1;
    const std::size_t length = lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
    return length <= text.size() && valid_utf8(text.substr(0, length)) ? length : 0;
}

struct Neighbours {
    char before;
    char after;
};
// How well a letter stands between those two: "é" in "Kéita" does, a capital one, a mark or a
// letter that nobody here writes does not.
int sense_of(char16_t letter, const Neighbours& beside) {
    constexpr std::u16string_view small = u"àâçèéêëîïôùûœ";
    constexpr std::u16string_view capital = u"ÀÂÇÈÉÊËÎÏÔÙÛŒ";
    constexpr std::u16string_view rare = u"äñöüÿÄÑÖÜŸ";
    constexpr std::u16string_view initial = u"àâéêî";
    constexpr std::u16string_view marks = u"‘’“”–—…«»";
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool starts = !is_small(beside.before) && !is_capital(beside.before);
    const bool ends = !is_small(beside.after) && !is_capital(beside.after);
    if ((starts && ends) || rare.contains(letter)) return 0;
    if (marks.contains(letter)) return starts || ends || letter == u'’' ? 0 : -1;
    if (small.contains(letter)) {
        if (is_capital(beside.after)) return -1;
        return starts && !initial.contains(letter) ? 0 : 2;
    }
    return capital.contains(letter) && !is_small(beside.before) ? 2 : -1;
}

ListEncoding code_page_of(std::string_view bytes) {
    constexpr std::size_t enough = 2000;  // Accents.
    std::array<int, 3> sense{};
    constexpr std::array<ListEncoding, 3> pages{ListEncoding::windows_1252, ListEncoding::dos_850,
                                                ListEncoding::mac_roman};
    std::size_t seen = 0;
    for (std::size_t at = 0; at < bytes.size() && seen < enough; ++at) {
        if (!is_high(bytes[at])) continue;
        ++seen;
        const Neighbours beside{.before = at > 0 ? bytes[at - 1] : ' ',
                                .after = at + 1 < bytes.size() ? bytes[at + 1] : ' '};
        for (std::size_t i = 0; i < pages.size(); ++i)
            sense.at(i) += sense_of(letter_of(bytes[at], page_of(pages.at(i))), beside);
    }
    return pages.at(static_cast<std::size_t>(std::ranges::max_element(sense) - sense.begin()));
}

// NUL and its like, which no text of ours may hold: programs fill fields with them, and an old file
// ends in one. C1 stays, since damaged accents are repaired from it.
bool is_invisible(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

}  // namespace

ListEncoding encoding_of(std::string_view bytes) {
    if (valid_utf8(bytes)) return ListEncoding::utf8;
    std::size_t good = 0;
    std::size_t bad = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        if (!is_high(bytes[at])) {
            ++at;
            continue;
        }
        const std::size_t length = sequence_length(bytes.substr(at));
        (length == 0 ? bad : good) += 1;
        at += std::max<std::size_t>(length, 1);
    }
    return good > 10 * bad ? ListEncoding::utf8 : code_page_of(bytes);
}

std::string decoded(std::string_view bytes, ListEncoding encoding) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const char byte = bytes[at];
        const std::size_t length = encoding == ListEncoding::utf8
                                       ? sequence_length(bytes.substr(at))
                                   : is_high(byte) ? 0U
                                                   : 1U;
        if (length == 0) {
            append_utf8(text, letter_of(byte, page_of(encoding)));
            ++at;
        } else if (byte == '\r') {
            text += '\n';
            at += bytes.substr(at + 1).starts_with('\n') ? 2 : 1;
        } else if (is_invisible(byte)) {
            text += ' ';
            ++at;
        } else {
            text.append(bytes.substr(at, length));
            at += length;
        }
    }
    return text;
}

}  // namespace jatigi::lists

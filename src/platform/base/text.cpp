#include "platform/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cctype>

namespace jatigi {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view narrow_no_break_space = "\xE2\x80\xAF";

std::size_t blank_at_start(std::string_view text) {
    if (text.empty()) return 0;
    if (std::isspace(static_cast<unsigned char>(text[0])) != 0) return 1;
    if (text.starts_with(no_break_space)) return no_break_space.size();
    if (text.starts_with(narrow_no_break_space)) return narrow_no_break_space.size();
    return 0;
}

std::size_t blank_at_end(std::string_view text) {
    if (text.empty()) return 0;
    if (std::isspace(static_cast<unsigned char>(text.back())) != 0) return 1;
    if (text.ends_with(no_break_space)) return no_break_space.size();
    if (text.ends_with(narrow_no_break_space)) return narrow_no_break_space.size();
    return 0;
}

// The comparison form of the letters U+00C0 to U+00FF, the second byte of their UTF-8 being 80 to BF.
// A dot: not a plain letter, ICU decides.
constexpr std::string_view latin_letters =
    "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y";
constexpr unsigned char latin_lead = 0xC3;

// fold() for what nearly all names here are written in; false when another letter occurs. ICU takes
// ten times as long, and at start every name of the register is folded.
bool fold_latin(std::string_view utf8, std::string& folded) {
    bool blank = false;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto c = static_cast<unsigned char>(utf8[i]);
        if (c == latin_lead && i + 1 < utf8.size()) {
            const auto next = static_cast<unsigned char>(utf8[++i]);
            if (next < 0x80 || next > 0xBF) return false;
            c = static_cast<unsigned char>(latin_letters[next - 0x80U]);
            if (c == '.') return false;
        } else if (c >= 0x80) {
            return false;
        } else if (c >= 'A' && c <= 'Z') {
            c = static_cast<unsigned char>(c - 'A' + 'a');
        }
        if (c == '\'') continue;
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            blank = true;
            continue;
        }
        if (blank && !folded.empty()) folded += ' ';
        blank = false;
        folded += static_cast<char>(c);
    }
    return true;
}

}  // namespace

std::string trim(std::string_view text) {
    while (const std::size_t blank = blank_at_start(text)) text.remove_prefix(blank);
    while (const std::size_t blank = blank_at_end(text)) text.remove_suffix(blank);
    return std::string(text);
}

std::string fold(std::string_view utf8) {
    std::string latin;
    if (fold_latin(utf8, latin)) return latin;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status)) return std::string(utf8);
    const icu::UnicodeString decomposed = nfkd->normalize(
        icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())}),
        status);
    icu::UnicodeString folded;
    bool blank = false;
    for (std::int32_t i = 0; i < decomposed.length();) {
        const UChar32 c = decomposed.char32At(i);
        i += U16_LENGTH(c);
        if (u_charType(c) == U_NON_SPACING_MARK || c == u'\'' || c == u'’' || c == u'ʼ') continue;
        if (u_isalnum(c) == 0) {
            blank = true;
            continue;
        }
        if (blank && !folded.isEmpty()) folded.append(u' ');
        blank = false;
        folded.append(u_foldCase(c, U_FOLD_CASE_DEFAULT));
    }
    std::string result;
    folded.toUTF8String(result);
    return result;
}

std::string upper(std::string_view ascii) {
    std::string text(ascii);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (std::size_t end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator, start)) {
        parts.emplace_back(text.substr(start, end - start));
        start = end + 1;
    }
    parts.emplace_back(text.substr(start));
    return parts;
}

bool valid_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        if (c < 0) return false;
    }
    return true;
}

std::string mended_utf8(std::string_view text) {
    std::string utf8;
    icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())})
        .toUTF8String(utf8);
    return utf8;
}

}  // namespace jatigi

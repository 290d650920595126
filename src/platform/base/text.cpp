#include "platform/base/text.h"

#include <fmt/ranges.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "platform/base/characters.h"

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

// What fold() makes of ASCII. Most cells are nothing else, and a long list has millions.
std::string ascii_fold(std::string_view text) {
    std::string result;
    bool blank = false;
    for (const char c : text) {
        if (c == '\'') continue;
        const bool capital = c >= 'A' && c <= 'Z';
        if (!capital && !is_digit(c) && !(c >= 'a' && c <= 'z')) {
            blank = true;
            continue;
        }
        if (blank && !result.empty()) result += ' ';
        blank = false;
        result += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

// Marks that copying from the web and from telephones leaves: zero-width and directional ones, soft
// hyphens, blanks of other widths; and the digits of Arabic, Persian, N'Ko and Adlam.
std::string without_invisible(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool invisible =
            c.value == 0xAD || c.value == 0xFEFF || (c.value >= 0x200B && c.value <= 0x200F) ||
            (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2060 && c.value <= 0x2069);
        const bool blank = (c.value >= 0x2000 && c.value <= 0x200A) || c.value == 0x3000;
        constexpr std::array<std::uint32_t, 4> noughts{0x660, 0x6F0, 0x7C0, 0x1E950};
        const auto* nought = std::ranges::find_if(
            noughts, [&](std::uint32_t zero) { return c.value >= zero && c.value <= zero + 9; });
        if (nought != noughts.end()) {
            result += static_cast<char>('0' + (c.value - *nought));
        } else if (blank) {
            result += ' ';
        } else if (!invisible) {
            result += text.substr(at, c.length);
        }
        at += c.length;
    }
    return result;
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

std::string word_fold(std::string_view text) {
    if (is_ascii(text)) return ascii_fold(text);
    // A byte of each of the letters below, which few words have.
    if (text.find_first_of("\xC5\x86\xA6\x98\xB8") == std::string_view::npos) return fold(text);
    std::string plain(text);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> letters{{
        {"œ", "oe"},
        {"Œ", "OE"},
        {"æ", "ae"},
        {"Æ", "AE"},
        {"ø", "o"},
        {"Ø", "O"},
        {"ŋ", "n"},
        {"Ŋ", "N"},
    }};
    for (const auto& [from, to] : letters) replace_all(plain, from, to);
    return fold(plain);
}

std::string word_key(std::string_view text) {
    std::string key = word_fold(text);
    std::erase(key, ' ');
    return key;
}

std::string tidy_blanks(std::string_view text, Lines lines) {
    const bool ascii = is_ascii(text);
    std::string plain = ascii ? trim(text) : trim(without_invisible(text));
    if (!ascii) {
        replace_all(plain, "\xC2\xA0", " ");
        replace_all(plain, "\xE2\x80\xAF", " ");
    }
    std::string result;
    for (const char c : plain) {
        const bool keep = c == '\n' && lines == Lines::kept;
        const bool blank = !keep && (c == ' ' || (c >= '\t' && c <= '\r'));
        if (!blank) {
            result += c;
        } else if (!result.empty() && result.back() != ' ' && result.back() != '\n') {
            result += ' ';
        }
    }
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

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; });
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
    return digits;
}

bool valid_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);  // NOLINT(bugprone-inc-dec-in-conditions)
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

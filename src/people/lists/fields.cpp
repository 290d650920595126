#include "people/lists/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "people/lists/table.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t longest_form = 200;  // No code is written in more bytes than this.
// Nor several codes in more than these: the work would grow with the upload.
constexpr std::size_t longest_forms = 1000;
constexpr std::size_t shortest_phrase = 4;
constexpr std::size_t nationality_forms = 7;  // Columns of the table that hold a form.
// In the order of WordKind.
constexpr std::array<std::string_view, 13> kind_texts{
    "sex",      "marital",     "relation",  "document", "vulnerability", "none",
    "language", "nationality", "sensitive", "unknown",  "ditto",         "late",
    "alone"};
constexpr std::size_t fewest_phone_digits = 6;
constexpr std::size_t most_phone_digits = 15;  // E.164.
constexpr std::size_t fewest_international_digits = 8;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
    return digits;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; });
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

// ---- encoding repair

// Code points that Windows-1252 gives to the bytes 80 to 9F; nought where it gives none.
constexpr std::array<std::uint32_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 1;
};

// The text is valid UTF-8 here, or is passed on byte by byte.
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

// The byte beyond ASCII that Windows-1252 shows as this character.
std::optional<char> windows_1252_byte(std::uint32_t c) {
    if (c >= 0x80 && c <= 0xFF) return static_cast<char>(c);
    const auto* found = std::ranges::find(windows_1252, c);
    if (c == 0 || found == windows_1252.end()) return std::nullopt;
    return static_cast<char>(0x80 + (found - windows_1252.begin()));
}

// Letters of western European names, and typographic marks. "É" before a hard blank happens to be
// two bytes that make a valid letter too, but none that anybody here writes.
bool is_likely(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (c.value >= 0x180 && (c.value < 0x2010 || c.value > 0x2122)) return false;
        at += c.length;
    }
    return true;
}

std::string repaired_once(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::string bytes;
        std::size_t end = at;
        while (end < text.size()) {
            const CodePoint c = code_point_at(text, end);
            const auto byte = windows_1252_byte(c.value);
            if (!byte) break;
            bytes += *byte;
            end += c.length;
        }
        if (end == at) {
            result += text[at++];
            continue;
        }
        const bool damaged = valid_utf8(bytes) && is_likely(bytes);
        result += damaged ? bytes : std::string(text.substr(at, end - at));
        at = end;
    }
    return result;
}

// ---- several values in one cell

std::vector<std::string> parts_of(std::string_view cell) {
    std::string text(cell);
    for (const std::string_view mark : {";", "/", "+", "&", "|", "\n", " - ", " et ", " ET ", " and ",
                                        " AND ", " ou ", " OU ", " or ", " OR "}) {
        replace_all(text, mark, ",");
    }
    std::vector<std::string> parts;
    for (const std::string& part : split(text, ',')) {
        std::string tidy = trim(part);
        if (!is_blank_mark(tidy)) parts.push_back(std::move(tidy));
    }
    return parts;
}

// ---- telephone

// What a spreadsheet makes of a long number: 2,23107E+10.
bool is_scientific(std::string_view text) {
    const auto e = text.find_first_of("eE");
    if (e == std::string_view::npos || e == 0 || e + 1 >= text.size()) return false;
    return text.find_first_not_of("0123456789.,", 0) == e &&
           text.find_first_not_of("+0123456789", e + 1) == std::string_view::npos;
}

// The first of two numbers. A slash may also stand between the pairs of a single one.
std::string first_number(std::string_view cell) {
    std::string text(cell);
    for (const std::string_view mark : {";", "\n", ",", "|", " ou ", " or ", " et ", " and ", " - ",
                                        " OU ", " ET "}) {
        replace_all(text, mark, "/");
    }
    for (const std::string& part : split(text, '/')) {
        if (digits_of(part).size() >= fewest_phone_digits) return trim(part);
    }
    return trim(text);
}

const ListWords::PhonePlan* plan_with_code(std::string_view digits, const ListWords& words) {
    for (const auto& [nationality, plan] : words.phone_plans()) {
        if (digits.starts_with(plan.country_code)) return &plan;
    }
    return nullptr;
}

// Digits with the country code -> E.164, or nothing.
std::string international(const std::string& digits, const ListWords& words) {
    if (digits.size() > most_phone_digits || digits.size() < fewest_international_digits) return {};
    const ListWords::PhonePlan* plan = plan_with_code(digits, words);
    if (plan != nullptr && digits.size() != plan->country_code.size() + plan->digits) return {};
    return "+" + digits;
}

std::string national(const std::string& digits, std::string_view nationality,
                     const ListWords& words) {
    const auto found = words.phone_plans().find(nationality);
    if (found != words.phone_plans().end()) {
        const ListWords::PhonePlan& plan = found->second;
        if (digits.size() == plan.digits) return "+" + plan.country_code + digits;
        if (digits.size() == plan.digits + 1 && digits[0] == '0') {
            return "+" + plan.country_code + digits.substr(1);
        }
    }
    // The code of a country we know, written without its plus.
    return plan_with_code(digits, words) != nullptr ? international(digits, words) : std::string{};
}

// ---- documents

bool is_number_word(std::string_view word) {
    constexpr std::array<std::string_view, 6> words{"n", "no", "nr", "num", "numero", "number"};
    return std::ranges::find(words, word) != words.end();
}

// "n° 0123" -> "0123"
std::string without_number_word(std::string_view text) {
    std::string rest = trim(text);
    const auto blank = rest.find(' ');
    const std::string first = rest.substr(0, blank);
    if (blank != std::string::npos &&
        (is_number_word(word_key(first)) || word_key(first).empty())) {
        return trim(rest.substr(blank));
    }
    if (first.starts_with("n°") || first.starts_with("N°") || first.starts_with("№")) {
        return trim(rest.substr(3));
    }
    return rest;
}

}  // namespace

// ---- words

std::string word_fold(std::string_view text) {
    if (is_ascii(text)) return ascii_fold(text);
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

std::string sentence_fold(std::string_view text) {
    std::string spaced(text);
    for (const std::string_view mark : {"'", "’", "ʼ", "`"}) replace_all(spaced, mark, " ");
    return word_fold(spaced);
}

std::string word_key(std::string_view text) {
    std::string key = word_fold(text);
    std::erase(key, ' ');
    return key;
}

ListWords::ListWords(const WordTables& text) {
    add_nationalities(text.nationalities_csv);
    if (const Result<ListTable> table = read_separated(text.words_csv, ',')) {
        for (const ListRow& row : table->rows) {
            if (row.number == 1 || row.cells.size() < 3) continue;
            add({.kind = row.cells[0], .code = row.cells[1], .form = row.cells[2]});
        }
    }
    const auto longer = [](const Phrase& one, const Phrase& other) {
        return std::pair(other.words.size(), one.words) < std::pair(one.words.size(), other.words);
    };
    for (auto& [kind, phrases] : phrases_) std::ranges::sort(phrases, longer);
}

void ListWords::add_nationalities(std::string_view csv) {
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return;
    for (const ListRow& row : table->rows) {
        if (row.number == 1 || row.cells.size() < nationality_forms) continue;
        for (std::size_t i = 0; i < nationality_forms; ++i) {
            add_form(WordKind::nationality,
                     {.kind = {}, .code = row.cells[0], .form = row.cells[i]});
        }
    }
}

void ListWords::add(const Line& line) {
    if (line.kind == "phone") return add_phone(line);
    if (line.kind == "month" || line.kind == "date") {
        date_words_.emplace(word_key(line.form), line.code);
        return;
    }
    const auto* kind = std::ranges::find(kind_texts, line.kind);
    if (kind != kind_texts.end()) add_form(static_cast<WordKind>(kind - kind_texts.begin()), line);
}

void ListWords::add_phone(const Line& line) {
    const auto blank = line.form.find(' ');
    if (blank == std::string::npos || blank == 0) return;
    std::size_t digits = 0;
    std::from_chars(line.form.data() + blank + 1, line.form.data() + line.form.size(), digits);
    phones_[line.code] = {.country_code = line.form.substr(0, blank), .digits = digits};
}

void ListWords::add_form(WordKind kind, const Line& line) {
    const std::string key = word_key(line.form);
    if (key.empty()) return;
    tables_[kind].emplace(key, line.code);
    if (key.size() < shortest_phrase) return;
    phrases_[kind].push_back({.words = " " + sentence_fold(line.form) + " ", .code = line.code});
}

const std::vector<ListWords::Phrase>& ListWords::phrases(WordKind kind) const {
    static const std::vector<Phrase> none;
    const auto found = phrases_.find(kind);
    return found == phrases_.end() ? none : found->second;
}

std::optional<std::string> ListWords::code(WordKind kind, std::string_view form) const {
    const auto table = tables_.find(kind);
    if (table == tables_.end() || form.size() > longest_form) return std::nullopt;
    const auto found = table->second.find(word_key(form));
    if (found == table->second.end()) return std::nullopt;
    return found->second;
}

std::optional<std::string> ListWords::code_within(WordKind kind, std::string_view text) const {
    const std::string folded = " " + sentence_fold(text) + " ";
    for (const Phrase& phrase : phrases(kind)) {
        if (folded.contains(phrase.words)) return phrase.code;
    }
    return std::nullopt;
}

std::vector<std::string> ListWords::codes_within(WordKind kind, std::string_view text) const {
    std::string folded = " " + sentence_fold(text) + " ";
    std::vector<std::string> codes;
    for (const Phrase& phrase : phrases(kind)) {
        const auto at = folded.find(phrase.words);
        if (at == std::string::npos) continue;
        folded.replace(at, phrase.words.size(), " | ");
        codes.push_back(phrase.code);
    }
    return codes;
}

std::optional<std::string> ListWords::code_at_start(WordKind kind, std::string_view text) const {
    const std::string folded = " " + sentence_fold(text) + " ";
    for (const Phrase& phrase : phrases(kind)) {
        if (folded.starts_with(phrase.words)) return phrase.code;
    }
    return std::nullopt;
}

// ---- cells

namespace {

// Marks that copying from the web and from telephones leaves: zero-width and directional ones, soft
// hyphens, blanks of other widths; and the digits of Arabic and Persian.
std::string without_invisible(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool invisible = c.value == 0xAD || c.value == 0xFEFF ||
                               (c.value >= 0x200B && c.value <= 0x200F) ||
                               (c.value >= 0x202A && c.value <= 0x202E) ||
                               (c.value >= 0x2060 && c.value <= 0x2069);
        const bool blank = (c.value >= 0x2000 && c.value <= 0x200A) || c.value == 0x3000;
        if (c.value >= 0x660 && c.value <= 0x669) {
            result += static_cast<char>('0' + (c.value - 0x660));
        } else if (c.value >= 0x6F0 && c.value <= 0x6F9) {
            result += static_cast<char>('0' + (c.value - 0x6F0));
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

RepairedText repair_encoding(std::string_view cell) {
    if (is_ascii(cell)) return {.text = std::string(cell), .repaired = false};
    std::string once = repaired_once(cell);
    if (once == cell) return {.text = std::move(once), .repaired = false};
    // Some files went through the same mistake twice.
    return {.text = repaired_once(once), .repaired = true};
}

bool is_blank_text(std::string_view cell) {
    return trim(cell).empty();
}

bool is_blank_mark(std::string_view cell) {
    std::string text = trim(cell);
    for (const std::string_view dash : {"–", "—", "−", "‐"}) replace_all(text, dash, "-");
    return text.find_first_not_of("-_ ") == std::string::npos;
}

bool is_unknown(std::string_view cell, const ListWords& words) {
    return is_blank_mark(cell) || trim(cell).find_first_not_of("? ") == std::string::npos ||
           words.code(WordKind::unknown, cell).has_value();
}

bool is_ditto(std::string_view cell, const ListWords& words) {
    std::string text = trim(cell);
    if (text.empty() || text.size() > longest_form) return false;
    if (words.code(WordKind::ditto, text)) return true;
    for (const std::string_view mark :
         {"″", "〃", "”", "“", "„", "‟", "''", "' '", "«", "»", "‹‹", "››", "’’", "´´", "``", "//",
          "\\\\", ",,", "==", "↓", "⇓"}) {
        replace_all(text, mark, "\"");
    }
    return text.contains('"') && text.find_first_not_of("\"- ") == std::string::npos;
}

bool is_sensitive(std::string_view cell, const ListWords& words) {
    if (words.code(WordKind::sensitive, cell) || words.code_within(WordKind::sensitive, cell))
        return true;
    // Short forms ("VBG") stand alone between marks.
    return std::ranges::any_of(split(sentence_fold(cell), ' '), [&](const std::string& word) {
        return word.size() < shortest_phrase && words.code(WordKind::sensitive, word);
    });
}

std::string tidy_blanks(std::string_view text, LineBreaks breaks) {
    std::string plain = is_ascii(text) ? trim(text) : trim(without_invisible(text));
    replace_all(plain, "\xC2\xA0", " ");
    replace_all(plain, "\xE2\x80\xAF", " ");
    std::string result;
    for (const char c : plain) {
        const bool keep = c == '\n' && breaks == LineBreaks::keep;
        const bool blank = !keep && (c == ' ' || (c >= '\t' && c <= '\r'));
        if (!blank) {
            result += c;
        } else if (!result.empty() && result.back() != ' ' && result.back() != '\n') {
            result += ' ';
        }
    }
    return result;
}

std::string without_late(std::string_view name, const ListWords& words) {
    std::string rest = tidy_blanks(name);
    if (rest.size() > longest_form) return rest;
    for (auto blank = rest.find(' '); blank != std::string::npos; blank = rest.find(' ')) {
        if (!words.code(WordKind::late, rest.substr(0, blank))) break;
        rest.erase(0, blank + 1);
    }
    return rest;
}

CodeReading read_code(WordKind kind, std::string_view cell, const ListWords& words) {
    if (is_blank_mark(cell)) return {};
    if (auto code = words.code(kind, cell)) return {.code = *std::move(code), .unread = false};
    // A mark of nothing is no sex: there the list must say M or F.
    if (kind == WordKind::sex) return {.code = {}, .unread = true};
    if (is_unknown(cell, words) || words.code(WordKind::none, cell)) return {};
    if (auto code = words.code_at_start(kind, cell)) {
        return {.code = *std::move(code), .unread = false};
    }
    return {.code = {}, .unread = true};
}

CodeReading read_nationality(std::string_view cell, const ListWords& words) {
    if (is_unknown(cell, words)) return {};
    if (cell.size() > longest_form) return {.code = {}, .unread = true};
    if (auto code = words.code(WordKind::nationality, cell))
        return {.code = *code, .unread = false};
    if (words.code(WordKind::none, cell)) return {};
    // "Malien (Kayes)", "Mali / Malienne": all that is known must agree.
    const std::string_view before_bracket = cell.substr(0, cell.find('('));
    std::string agreed;
    for (const std::string& part : parts_of(before_bracket)) {
        const auto code = words.code(WordKind::nationality, part);
        if (!code || (!agreed.empty() && *code != agreed)) return {.code = {}, .unread = true};
        agreed = *code;
    }
    return {.code = agreed, .unread = agreed.empty()};
}

CodesReading read_codes(WordKind kind, std::string_view cell, const ListWords& words) {
    CodesReading reading;
    if (is_unknown(cell, words) || words.code(WordKind::none, cell)) return reading;
    if (cell.size() > longest_forms) return {.codes = {}, .unread = true};
    if (auto whole = words.code(kind, cell)) {
        reading.codes.push_back(*std::move(whole));
        return reading;
    }
    for (const std::string& part : parts_of(cell)) {
        auto code = words.code(kind, part);
        if (!code && words.code(WordKind::none, part)) continue;
        std::vector<std::string> codes = code ? std::vector{*std::move(code)}
                                              : words.codes_within(kind, part);
        reading.unread = reading.unread || codes.empty();
        std::ranges::move(codes, std::back_inserter(reading.codes));
    }
    std::ranges::sort(reading.codes);
    const auto twice = std::ranges::unique(reading.codes);
    reading.codes.erase(twice.begin(), twice.end());
    return reading;
}

PhoneReading read_phone(const PhoneCell& cell, const ListWords& words) {
    const std::string whole = trim(cell.text);
    if (is_unknown(whole, words) || words.code(WordKind::none, whole)) return {};
    if (whole.size() > longest_form) return {.e164 = {}, .damaged = true};
    std::string text = first_number(whole);
    if (is_scientific(whole) || is_scientific(text)) return {.e164 = {}, .damaged = true};
    // A number that a spreadsheet wrote with its decimals; "10.29.0" is three pairs instead.
    if (text.ends_with(".0") && text.find('.') == text.size() - 2) text.resize(text.size() - 2);
    replace_all(text, "(0)", "");
    std::string digits = digits_of(text);
    PhoneReading reading;
    if (digits.size() >= fewest_phone_digits) {
        const bool plus = text.contains('+');
        if (plus || digits.starts_with("00")) {
            if (digits.starts_with("00")) digits.erase(0, 2);
            reading.e164 = international(digits, words);
        } else {
            reading.e164 = national(digits, cell.nationality, words);
        }
    }
    reading.damaged = reading.e164.empty();
    return reading;
}

DocumentReading read_document(std::string_view cell, const ListWords& words) {
    const std::string text = tidy_blanks(cell);
    if (text.empty()) return {};
    if (is_blank_mark(text)) return {.type = "NONE", .number = {}, .unread = false};
    if (auto code = words.code(WordKind::document, text)) {
        return {.type = *std::move(code), .number = {}, .unread = false};
    }
    if (is_unknown(text, words)) return {};
    // The number is all that stands behind the words, however long: cut, it would be another number.
    std::string spaced = text;
    replace_all(spaced, ":", " ");
    for (auto end = spaced.rfind(' ', longest_form); end != std::string::npos && end > 0;
         end = spaced.rfind(' ', end - 1)) {
        auto code = words.code(WordKind::document, std::string_view(spaced).substr(0, end));
        if (!code) continue;
        std::string number = without_number_word(std::string_view(spaced).substr(end));
        const bool has_digit = !digits_of(number).empty();  // Otherwise a remark: "CNI perdue".
        return {.type = *std::move(code),
                .number = has_digit ? std::move(number) : std::string{},
                .unread = !has_digit};
    }
    const bool has_number = !digits_of(text).empty();
    return {.type = {},
            .number = has_number ? without_number_word(text) : std::string{},
            .unread = !has_number};
}

bool is_sheet_error(std::string_view cell) {
    constexpr std::array<std::string_view, 13> errors{
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
        "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#SPILL!", "#CALC!"};
    return cell.starts_with('#') && std::ranges::find(errors, cell) != errors.end();
}

std::string read_household(std::string_view cell, const ListWords& words) {
    const bool none = is_unknown(cell, words) || words.code(WordKind::none, cell) ||
                      words.code(WordKind::alone, cell) || word_key(cell).empty();
    if (none) return {};
    std::string text = tidy_blanks(cell);
    const auto first = text.find_first_of("0123456789");
    if (first == std::string::npos) return text;
    const auto end = text.find_first_not_of("0123456789", first);
    // "14A" and "14B" are two households; so only a bare number loses what stands before it.
    if (end != std::string::npos) return text;
    const auto significant = text.find_first_not_of('0', first);
    return significant == std::string::npos ? std::string{} : text.substr(significant);
}

}  // namespace jatigi::registry

#include "people/lists/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "people/lists/table.h"
#include "platform/base/characters.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::size_t longest_form = 200;  // No code is written in more bytes than this.
// Nor several codes in more than these: the work would grow with the upload.
constexpr std::size_t longest_forms = 1000;
constexpr std::size_t shortest_phrase = 4;
constexpr std::size_t nationality_forms = 7;  // Columns of the table that hold a form.
// In the order of WordKind.
constexpr std::array<std::string_view, 16> kind_texts{
    "sex",      "marital",     "relation",  "document", "vulnerability", "none",
    "language", "nationality", "sensitive", "unknown",  "ditto",         "late",
    "alone",    "not",         "kin",       "no_name"};

// ---- encoding repair

// Code points that Windows-1252 gives to the bytes 80 to 9F; nought where it gives none.
constexpr std::array<std::uint32_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

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

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// ---- several values in one cell

std::vector<std::string> parts_of(std::string_view cell) {
    std::string text(cell);
    for (const std::string_view mark : {";", "/", "+", "&", "|", "\n", " - ", " et ", " ET ",
                                        " and ", " AND ", " ou ", " OU ", " or ", " OR "}) {
        replace_all(text, mark, ",");
    }
    for (const std::string_view mark : {"[", "]", "\""}) replace_all(text, mark, "");
    std::vector<std::string> parts;
    for (const std::string& part : split(text, ',')) {
        std::string tidy = trim(part);
        if (!is_blank_mark(tidy)) parts.push_back(std::move(tidy));
    }
    return parts;
}

}  // namespace

// ---- words

std::string sentence_fold(std::string_view text) {
    if (text.find_first_of("'`\xE2\xCA") == std::string_view::npos) return word_fold(text);
    std::string spaced(text);
    for (const std::string_view mark : {"'", "’", "ʼ", "`"}) replace_all(spaced, mark, " ");
    return word_fold(spaced);
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
    // "Survivor" alone is one; "shipwreck survivor" is another.
    const bool whole_only = line.form.starts_with('=');
    if (whole_only) whole_only_.emplace(kind, key);
    if (key.size() < shortest_phrase || whole_only) return;
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
    if (found != table->second.end()) return found->second;
    return form.contains('.') ? code_cut_short(kind, form) : std::nullopt;
}

std::optional<std::string> ListWords::code_cut_short(WordKind kind, std::string_view form) const {
    const auto words_of = [](std::string_view text) {
        std::vector<std::string> words = split(trim(text), ' ');
        std::erase_if(words, [](const std::string& word) { return word == "de" || word == "d"; });
        return words;
    };
    const std::vector<std::string> cut = words_of(sentence_fold(form));
    if (word_key(form).size() < 3) return std::nullopt;
    const auto stands_for = [&](const std::string& phrase) {
        const std::vector<std::string> words = words_of(phrase);
        return std::ranges::equal(cut, words, [](const std::string& one, const std::string& word) {
            return !one.empty() && word.starts_with(one);
        });
    };
    std::optional<std::string> code;
    for (const Phrase& phrase : phrases(kind)) {
        if (!stands_for(phrase.words)) continue;
        if (code && *code != phrase.code) return std::nullopt;
        code = phrase.code;
    }
    return code;
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

bool ListWords::is_taken_back(WordKind kind, std::string_view text) const {
    std::string folded = " " + sentence_fold(text) + " ";
    for (const Phrase& phrase : phrases(kind)) replace_all(folded, phrase.words, " ");
    return holds_word(WordKind::negation, folded) || code_within(WordKind::negation, folded);
}

bool ListWords::holds_kin_beside(WordKind kind, std::string_view text) const {
    std::string folded = " " + sentence_fold(text) + " ";
    for (const Phrase& phrase : phrases(kind))
        if (phrase.code == "HEAD") replace_all(folded, phrase.words, " ");
    const auto own = std::ranges::find_if(
        phrases(kind), [&](const Phrase& phrase) { return folded.contains(phrase.words); });
    if (own != phrases(kind).end()) folded.replace(folded.find(own->words), own->words.size(), " ");
    return holds_word(WordKind::kin, folded) || code_within(kind, folded);
}

bool ListWords::has_key(WordKind kind, std::string_view key) const {
    const auto table = tables_.find(kind);
    return table != tables_.end() && table->second.contains(key);
}

bool ListWords::stands_alone(WordKind kind, std::string_view word) const {
    return whole_only_.contains({kind, word_key(word)});
}

std::vector<std::string> ListWords::codes_of_choices(WordKind kind, std::string_view text) const {
    std::string choices(text);
    for (const std::string_view mark : {" ou ", " or ", "(", ")"}) replace_all(choices, mark, "/");
    std::vector<std::string> codes;
    for (const std::string& part : split(choices, '/')) {
        if (is_blank_text(part)) continue;
        auto found = code(kind, trim(part));
        if (!found) return {};
        codes.push_back(*std::move(found));
    }
    return codes;
}

bool ListWords::holds_word(WordKind kind, std::string_view text) const {
    const auto table = tables_.find(kind);
    if (table == tables_.end()) return false;
    const std::string folded = sentence_fold(text);
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        if (table->second.contains(std::string_view(folded).substr(at, end - at))) return true;
        at = end + 1;
    }
    return false;
}

std::optional<std::string> ListWords::code_at_start(WordKind kind, std::string_view text) const {
    const std::string folded = " " + sentence_fold(text) + " ";
    for (const Phrase& phrase : phrases(kind)) {
        if (folded.starts_with(phrase.words)) return phrase.code;
    }
    return std::nullopt;
}

// ---- cells

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

std::optional<bool> yes_or_no(std::string_view cell) {
    constexpr std::array<std::string_view, 7> yes{"oui", "yes", "o", "y", "sim", "vrai", "true"};
    constexpr std::array<std::string_view, 6> no{"non", "no", "n", "nao", "faux", "false"};
    const std::string key = word_key(cell);
    if (std::ranges::find(yes, key) != yes.end()) return true;
    if (std::ranges::find(no, key) != no.end()) return false;
    return std::nullopt;
}

bool is_unknown(std::string_view cell, const ListWords& words) {
    return is_blank_mark(cell) || trim(cell).find_first_not_of("? ") == std::string::npos ||
           words.code(WordKind::unknown, cell).has_value();
}

bool is_ditto(std::string_view cell, const ListWords& words, DittoAmong among) {
    std::string text = trim(cell);
    if (text.empty() || text.size() > longest_form) return false;
    if (const auto word = words.code(WordKind::ditto, text)) {
        const bool may_be_name = *word == "weak" && among == DittoAmong::names;
        if (!may_be_name || text.ends_with('.')) return true;
    }
    if (std::ranges::any_of(text, is_ascii_letter)) return false;
    for (const std::string_view mark :
         {"″",  "〃", "”",  "“",  "„",  "‟",    "''", "' '", "«", "»", "‹‹",
          "››", "’’", "´´", "``", "//", "\\\\", ",,", "==",  "↓", "⇓"}) {
        replace_all(text, mark, "\"");
    }
    return text.contains('"') && text.find_first_not_of("\"- ") == std::string::npos;
}

bool is_no_name(std::string_view cell, const ListWords& words) {
    const std::string text = trim(cell);
    if (is_blank_mark(text) || text.find_first_not_of("? ") == std::string::npos) return true;
    const std::string key = word_key(text);
    if (words.has_key(WordKind::unknown, key)) return true;
    if (key.empty()) return !text.contains('"');  // "***"; quotes may be a ditto mark.
    if (key.find_first_not_of('x') == std::string::npos) return true;
    if (!words.has_key(WordKind::none, key)) return false;
    // "N/A" and "n.d." have marks between their letters; without them short ones may be names.
    return key.size() > 3 || text.find_first_of("/.") != std::string::npos || is_digit(key[0]);
}

bool is_sensitive(std::string_view cell, const ListWords& words) {
    const bool in_numbers = std::ranges::none_of(
        cell, [](char c) { return is_ascii_letter(c) || !is_ascii(std::string_view(&c, 1)); });
    if (in_numbers) return false;
    // Short forms ("VBG") stand alone between marks, or between their letters ("V.B.G.").
    return words.code(WordKind::sensitive, cell) || words.code_within(WordKind::sensitive, cell) ||
           words.holds_word(WordKind::sensitive, cell);
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
    if (kind == WordKind::sex && cell.contains("♂") != cell.contains("♀"))
        return {.code = cell.contains("♂") ? "M" : "F", .unread = false};
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

// "fr bm": as survey tools write several choices, when each is one.
std::vector<std::string> codes_between_blanks(WordKind kind, std::string_view part,
                                              const ListWords& words) {
    std::vector<std::string> codes;
    for (const std::string& word : split(tidy_blanks(part), ' ')) {
        auto code = words.code(kind, word);
        if (!code || words.stands_alone(kind, word)) return {};
        codes.push_back(*std::move(code));
    }
    return codes;
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
        std::vector<std::string> codes =
            code ? std::vector{*std::move(code)} : codes_between_blanks(kind, part, words);
        if (codes.empty() && !words.is_taken_back(kind, part))
            codes = words.codes_within(kind, part);
        reading.unread = reading.unread || codes.empty();
        std::ranges::move(codes, std::back_inserter(reading.codes));
    }
    std::ranges::sort(reading.codes);
    const auto twice = std::ranges::unique(reading.codes);
    reading.codes.erase(twice.begin(), twice.end());
    return reading;
}

linkage::PhoneReading read_phone(std::string_view cell, std::string_view nationality,
                                 const ListWords& words) {
    const std::string whole = trim(cell);
    if (is_unknown(whole, words) || words.code(WordKind::none, whole)) return {};
    // "76112233 (père)" is not the person's own.
    const bool in_words = std::ranges::any_of(whole, is_ascii_letter);
    if (in_words && whole.size() <= longest_form && words.holds_word(WordKind::kin, whole))
        return {.e164 = {}, .damaged = true};
    return linkage::read_phone({.text = whole, .nationality = nationality}, words.phone_plans());
}

bool is_sheet_error(std::string_view cell) {
    if (cell.starts_with("Err:")) return digits_of(cell).size() == 3;
    if (!cell.starts_with('#') || cell.size() < 3 || cell.contains(' ')) return false;
    if (cell.find_first_not_of('#') == std::string_view::npos) return true;
    const std::string inside = word_key(cell);
    const bool capitals = upper(cell) == cell && !inside.empty();
    // "#N/A", "#N/D", "#NV", "#NOM?", "#DIV/0!"; "#12" is a number.
    const bool not_there = cell.starts_with("#N/") || cell == "#NV";
    return capitals && !is_digit(inside[0]) &&
           (not_there || cell.ends_with('!') || cell.ends_with('?'));
}

bool is_program_nothing(std::string_view cell) {
    constexpr std::array<std::string_view, 8> marks{"\\N", "NULL", "null",      "NaN",
                                                    "NaT", "<NA>", "undefined", "#NULL!"};
    return std::ranges::find(marks, cell) != marks.end();
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

}  // namespace jatigi::lists

#include "people/lists/documents.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::size_t longest_form = 200;  // No type is written in more bytes than this.

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

// "0123 du 12/03/2019" -> "0123"
std::string without_day_of_issue(std::string number) {
    for (const std::string_view word :
         {" du ", " délivr", " delivr", " issued ", " en date ", " le "}) {
        const auto at = number.find(word);
        const bool day = at != std::string::npos && digits_of(number.substr(at)).size() >= 4;
        if (day && !digits_of(number.substr(0, at)).empty()) number.resize(at);
    }
    return trim(number);
}

}  // namespace

DocumentReading read_document(std::string_view cell, const ListWords& words) {
    const std::string text = tidy_blanks(cell);
    if (text.empty()) return {};
    // One dash is an answer, a row of them is an empty cell.
    if (is_blank_mark(text) && text.contains("--")) return {};
    if (is_blank_mark(text)) return {.type = "NONE", .number = {}, .unread = false};
    if (auto code = words.code(WordKind::document, text)) {
        return {.type = *std::move(code), .number = {}, .unread = false};
    }
    if (is_unknown(text, words)) return {};
    // The number is all that stands behind the words, however long: cut, it would be another
    // number.
    std::string spaced = text;
    replace_all(spaced, ":", " ");
    for (auto end = spaced.rfind(' ', longest_form); end != std::string::npos && end > 0;
         end = spaced.rfind(' ', end - 1)) {
        auto code = words.code(WordKind::document, std::string_view(spaced).substr(0, end));
        if (!code) continue;
        std::string number =
            without_day_of_issue(without_number_word(std::string_view(spaced).substr(end)));
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

}  // namespace jatigi::lists

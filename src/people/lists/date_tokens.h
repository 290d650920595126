// The text of a date in pieces: numbers, words, marks.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jatigi::lists {

struct Token {
    enum class Kind { number, word, mark };
    Kind kind;
    std::string text;  // A word as word_key(), a mark as one letter.
};
// Marks that stand twice count once ("14//05//1990"); blanks and brackets part tokens and are none.
std::vector<Token> tokens_of(std::string_view text);

int value_of(const std::string& digits);  // Of the first seven.

// "2023-01-15 00:00:00" and "2023-01-15T00:00": databases add a time nobody asked for.
std::string_view without_time(std::string_view text);
// "12/O1/2023": letters that look like the digits they stand for, in what is otherwise a date.
std::string with_digits(std::string text);
// "xx/xx/1988", "??/05/1990": parts that nobody knows, as noughts.
std::string with_unknown_parts(std::string text);
// "12/IV/1990", "12 iv 1990": a month in Roman figures between two numbers, as its number.
std::string without_roman_month(std::string_view text);

}  // namespace jatigi::lists

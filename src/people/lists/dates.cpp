#include "people/lists/dates.h"

#include <algorithm>
#include <array>
#include <vector>

#include "people/lists/ages.h"
#include "people/lists/date_parts.h"
#include "people/lists/date_tokens.h"
#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t longest_date = 80;
// Spreadsheets count days from 30 December 1899; below the first number a bare number is a year.
constexpr int first_serial = 10'001;
constexpr int last_serial = 109'573;  // 31 December 2199.
constexpr Day serial_zero = Day{year{1899} / 12 / 30};

// The words are gone; only what they said is left.
struct Reading {
    std::vector<Token> tokens;
    int named_month = 0;
    std::size_t numbers_before_month = 0;
    bool around = false;
    bool born = false;  // "Né en": a number beside it is a year.
    bool other_calendar = false;
    bool understood = true;
};

class DateReader {
public:
    DateReader(const DateWords& words, int list_year, DayOrder order)
        : words_(words), list_year_(list_year), order_(order) {}

    WrittenDate read(std::string_view text) const {
        const std::vector<Token> tokens = tokens_of(text);
        if (const auto range = range_in(tokens, words_)) return *range;
        if (const auto age = age_in(tokens, words_)) return *age;
        Reading reading = without_words(tokens);
        if (!reading.understood) return shaped(DateShape::unreadable);
        // Eighty-five years, or 1985?
        if (reading.around && reading.tokens.size() == 1 && reading.tokens[0].text.size() == 2 &&
            reading.tokens[0].text >= "60")
            return shaped(DateShape::unreadable);
        const bool short_year = reading.born && reading.named_month == 0 &&
                                reading.tokens.size() == 1 && reading.tokens[0].text.size() == 2;
        WrittenDate date = short_year                ? of_short_year(reading.tokens[0].text)
                           : reading.named_month > 0 ? with_named_month(reading)
                                                     : in_numbers(reading.tokens);
        if (reading.other_calendar) return shaped(DateShape::other_calendar);
        const bool is_dated = date.last != Day{};
        if (is_dated && is_of_another_calendar(static_cast<int>(year_month_day{date.first}.year())))
            return shaped(DateShape::other_calendar);
        return reading.around ? widened(date) : date;
    }

private:
    std::string_view code_of(const Token& token) const { return date_code(token, words_); }

    Reading without_words(const std::vector<Token>& tokens) const {
        Reading reading;
        bool after_word = false;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const Token& token = tokens[i];
            const std::string_view code = code_of(token);
            // "An 1991".
            const bool of_year = code == "age_years" && i + 1 < tokens.size() &&
                                 tokens[i + 1].text.size() == 4 && is_digit(tokens[i + 1].text[0]);
            // The full stop of an abbreviation.
            // And "V/1989".
            const bool stop_of_word =
                after_word && (token.text == "." || token.text == "/" || token.text == ":");
            after_word = token.kind == Token::Kind::word;
            reading.born = reading.born || is_birth(token);
            if (code == "around") {  // "né vers 1990"
                reading.around = true;
            } else if (code == "calendar" || counts_from_hijra(token, reading.tokens)) {
                reading.other_calendar = true;
            } else if (code.size() == 2 && is_digit(code[0]) && reading.named_month == 0) {
                reading.named_month = value_of(std::string(code));
                reading.numbers_before_month = numbers_in(reading.tokens);
            } else if (token.kind == Token::Kind::word && code != "born" && !of_year) {
                reading.understood = false;
            } else if (token.kind != Token::Kind::word && !stop_of_word) {
                reading.tokens.push_back(token);
            }
        }
        return reading;
    }

    static bool is_birth(const Token& token) {
        constexpr std::array<std::string_view, 4> words{"ne", "nee", "born", "nascido"};
        return std::ranges::find(words, token.text) != words.end();
    }
    WrittenDate of_short_year(const std::string& digits) const {
        const auto century = year_of(digits);
        if (!century) return shaped(DateShape::unreadable);
        WrittenDate date = whole_year(century->value);
        date.century_assumed = century->assumed;
        return date;
    }

    // "1410 H"; elsewhere the letter is an hour.
    static bool counts_from_hijra(const Token& token, const std::vector<Token>& before) {
        if (token.text != "h" && token.text != "ah") return false;
        return !before.empty() && before.back().kind == Token::Kind::number &&
               is_of_another_calendar(value_of(before.back().text));
    }

    static std::size_t numbers_in(const std::vector<Token>& tokens) {
        return static_cast<std::size_t>(
            std::ranges::count(tokens, Token::Kind::number, &Token::kind));
    }

    // "5 mai 1999", "May 5, 1999", "mai 1999", "5-mai-99".
    WrittenDate with_named_month(const Reading& reading) const {
        std::vector<std::string> numbers;
        for (const Token& token : reading.tokens) {
            if (token.kind == Token::Kind::number) {
                numbers.push_back(token.text);
            } else if (!std::string_view("-/.,").contains(token.text[0])) {
                return shaped(DateShape::unreadable);
            }
        }
        if (numbers.empty() || numbers.size() > 2) return shaped(DateShape::unreadable);
        // "1999 mai 5": the year comes first in some registers.
        if (numbers.size() == 2 && numbers[0].size() == 4) std::swap(numbers[0], numbers[1]);
        const auto century = year_of(numbers.back());
        if (!century) return shaped(DateShape::unreadable);
        WrittenDate date;
        const int d = numbers.size() == 1 ? 0 : value_of(numbers[0]);
        if (d == 0) {
            date = whole_month(month_of(century->value, reading.named_month));
        } else if (const auto day = calendar_day(century->value, reading.named_month, d)) {
            date = one_day(*day);
        } else {
            date = shaped(DateShape::impossible);
        }
        date.century_assumed = century->assumed;
        return date;
    }

    struct Year {
        int value;
        bool assumed;
    };
    std::optional<Year> year_of(const std::string& digits) const {
        const int value = value_of(digits);
        if (digits.size() == 4 && value >= first_year && value <= last_year) {
            return Year{.value = value, .assumed = false};
        }
        if (digits.size() != 2) return std::nullopt;
        return Year{.value = value + (value > list_year_ % 100 ? 1900 : 2000), .assumed = true};
    }

    WrittenDate in_numbers(const std::vector<Token>& tokens) const {
        std::vector<std::string> numbers;
        bool all_parted = true;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const bool is_number = tokens[i].kind == Token::Kind::number;
            if (is_number) {
                numbers.push_back(tokens[i].text);
                all_parted = all_parted && (i == 0 || tokens[i - 1].kind == Token::Kind::mark);
                continue;
            }
            // One mark between two numbers, none at the ends: "199." is a year cut short.
            const bool between = i > 0 && i + 1 < tokens.size() &&
                                 tokens[i - 1].kind == Token::Kind::number &&
                                 tokens[i + 1].kind == Token::Kind::number;
            if (!between || !std::string_view("-/.,;\\_|").contains(tokens[i].text[0])) {
                return shaped(DateShape::unreadable);
            }
        }
        if (numbers.size() == 1) return bare_number(numbers[0]);
        if (numbers.size() == 2 && all_parted) return two_numbers(numbers, tokens[1].text);
        if (numbers.size() == 3) return three_numbers(numbers, all_parted);
        return shaped(DateShape::unreadable);
    }

    static WrittenDate bare_number(const std::string& digits) {
        const int value = value_of(digits);
        if (digits.size() == 8) return eight_digits(digits);
        if (digits.size() > 6) return shaped(DateShape::unreadable);
        if (value <= oldest_bare_age && digits.size() <= 3) {
            return an_age(DateShape::age_years, value);
        }
        if (digits.size() == 4 && value >= first_year && value <= last_year) {
            return whole_year(value);
        }
        if (value >= first_serial && value <= last_serial)
            return one_day(serial_zero + Days{value});
        return shaped(DateShape::unreadable);
    }

    // 14051990 and 19900514.
    static WrittenDate eight_digits(const std::string& digits) {
        const auto date_of = [&](std::size_t y, std::size_t m, std::size_t d) {
            return calendar_day(value_of(digits.substr(y, 4)), value_of(digits.substr(m, 2)),
                                value_of(digits.substr(d, 2)));
        };
        const auto in_reach = [](const std::optional<Day>& day) {
            if (!day) return false;
            const auto y = static_cast<int>(year_month_day{*day}.year());
            return y >= 1900 && y < 2100;
        };
        if (const auto day = date_of(4, 2, 0); in_reach(day)) return one_day(*day);
        if (const auto day = date_of(0, 4, 6); in_reach(day)) return one_day(*day);
        return shaped(DateShape::unreadable);
    }

    static WrittenDate two_numbers(const std::vector<std::string>& numbers,
                                   const std::string& mark) {
        // "44860.0" and "25,0": a spreadsheet's number with its decimals.
        const bool no_decimals = numbers[1].find_first_not_of('0') == std::string::npos;
        const bool decimals = mark == "." || mark == ",";
        // A day with its time of the day: 44938.604.
        const bool serial = numbers[0].size() == 5 && value_of(numbers[0]) >= first_serial;
        if (decimals && (serial || (no_decimals && numbers[1].size() <= 2))) {
            return bare_number(numbers[0]);
        }
        const bool year_first = numbers[0].size() == 4;
        const std::string& y = year_first ? numbers[0] : numbers[1];
        const std::string& m = year_first ? numbers[1] : numbers[0];
        const int year_value = value_of(y);
        if (y.size() != 4 || m.size() > 2 || year_value < first_year || year_value > last_year) {
            return shaped(DateShape::unreadable);
        }
        if (value_of(m) == 0) return whole_year(year_value);
        return value_of(m) <= 12 ? whole_month(month_of(year_value, value_of(m)))
                                 : shaped(DateShape::impossible);
    }

    WrittenDate three_numbers(const std::vector<std::string>& numbers, bool all_parted) const {
        const bool year_first = numbers[0].size() == 4;
        const std::string& y = year_first ? numbers[0] : numbers[2];
        const std::string& d = year_first ? numbers[2] : numbers[0];
        if (d.size() > 2 || numbers[1].size() > 2) return shaped(DateShape::unreadable);
        const auto century = year_of(y);
        // Without four digits or marks nothing tells a date from other numbers.
        if (!century || (century->assumed && (!all_parted || value_of(d) > 31))) {
            return shaped(DateShape::unreadable);
        }
        const bool swap = order_ == DayOrder::month_first && !year_first && value_of(d) <= 12 &&
                          value_of(numbers[1]) <= 31;
        WrittenDate date = swap ? day_or_part(century->value, value_of(d), value_of(numbers[1]))
                                : day_or_part(century->value, value_of(numbers[1]), value_of(d));
        if (swap && date.shape == DateShape::day) date.month_first = true;
        date.century_assumed = century->assumed;
        return date;
    }

    // Noughts stand for what is not known: 00/00/1999, 00/05/1999.
    static WrittenDate day_or_part(int y, int m, int d) {
        if (m == 0) return whole_year(y);
        if (d == 0) return m <= 12 ? whole_month(month_of(y, m)) : shaped(DateShape::impossible);
        if (const auto day = calendar_day(y, m, d)) return one_day(*day);
        const auto swapped = calendar_day(y, d, m);
        if (!swapped) return shaped(DateShape::impossible);
        WrittenDate date = one_day(*swapped);
        date.month_first = true;
        return date;
    }

    static WrittenDate widened(WrittenDate date) {
        if (date.shape != DateShape::day && date.shape != DateShape::month &&
            date.shape != DateShape::year) {
            return date;
        }
        const int y = static_cast<int>(year_month_day{date.first}.year());
        date.shape = DateShape::around;
        const linkage::BirthInterval about = linkage::born_about(year{y});
        date.first = about.min;
        date.last = about.max;
        return date;
    }

    const DateWords& words_;
    int list_year_;
    DayOrder order_;
};

// "14/05/1990 à Kayes", "Kayes, le 14/05/1990", "12/01/2023 à 14h30": the part with the digits of a
// date, when what is beside it is words.
WrittenDate with_remark(const DateReader& reader, const std::string& text, const DateWords& words) {
    std::string part = text;
    for (const std::string_view hour : {"h", "H"}) {  // 14h30 is no part of the date.
        const auto at = part.rfind(hour);
        if (at == std::string::npos || at == 0 || !is_digit(part[at - 1])) continue;
        auto start = at;
        while (start > 0 && is_digit(part[start - 1])) --start;
        if (at - start <= 2 && start > 0 && part[start - 1] == ' ') part.resize(start);
    }
    const auto last = part.find_last_of("0123456789");
    if (last == std::string::npos) return shaped(DateShape::unreadable);
    const auto first = part.find_first_of("0123456789");
    const auto has_other_words = [&](std::string_view beside) {
        return std::ranges::all_of(tokens_of(beside), [&](const Token& token) {
            const auto word = words.find(token.text);
            return token.kind == Token::Kind::mark ||
                   (token.kind == Token::Kind::word &&
                    (word == words.end() || word->second == "born"));
        });
    };
    // Before the digits stand words of the date, "né vers"; after them a unit, "ans".
    for (const bool all_before : {true, false}) {
        if (!has_other_words(part.substr(last + 1))) break;
        if (!all_before && !has_other_words(part.substr(0, first))) break;
        const std::size_t begin = all_before ? 0 : first;
        WrittenDate date = reader.read(part.substr(begin, last + 1 - begin));
        if (date.shape == DateShape::unreadable || date.shape == DateShape::missing) continue;
        if (date.shape == DateShape::age_years && part.size() > last + 1) continue;
        if (!all_before && date.shape != DateShape::day) continue;  // "illisible (1998)"
        date.has_remark = true;
        return date;
    }
    return shaped(DateShape::unreadable);
}

linkage::BirthPrecision precision_of(DateShape shape) {
    if (shape == DateShape::month) return linkage::BirthPrecision::month;
    return shape == DateShape::year ? linkage::BirthPrecision::year
                                    : linkage::BirthPrecision::estimated;
}

linkage::BirthInterval spanned(linkage::BirthInterval from, const linkage::BirthInterval& to) {
    from.max = to.max;
    return from;
}

// ", à Kayes" -> "Kayes"; "né le" -> "".
std::string without_lead(std::string text, const DateWords& words) {
    constexpr std::string_view marks = " \t\n,;:/-.()";
    while (true) {
        const auto begin = text.find_first_not_of(marks);
        if (begin == std::string::npos) return {};
        text.erase(0, begin);
        const auto end = std::min(text.find_first_of(marks), text.size());
        const auto word = words.find(word_key(text.substr(0, end)));
        if (word == words.end()) break;
        text.erase(0, end);
    }
    const auto end = text.find_last_not_of(marks);
    text.resize(end + 1);
    const auto le = text.rfind(' ');
    if (le != std::string::npos && words.contains(word_key(text.substr(le))))
        text.resize(text.find_last_not_of(marks, le) + 1);
    return text;
}

}  // namespace

WrittenDate read_date(std::string_view cell, const DateWords& words, int list_year,
                      DayOrder order) {
    const std::string text = with_unknown_parts(trim(cell));
    if (is_blank_mark(text) || text.find_first_not_of("? ") == std::string::npos) return {};
    if (text.size() > longest_date || text.find_first_of("?<>") != std::string::npos ||
        text.contains("≤") || text.contains("≥"))
        return shaped(DateShape::unreadable);
    // "3O" and "l8" are numbers that somebody mistyped.
    if (text.size() <= 3 && text.find_first_not_of("0123456789OolI") == std::string::npos &&
        std::ranges::any_of(text, is_digit) && !std::ranges::all_of(text, is_digit))
        return shaped(DateShape::unreadable);
    if (const auto age = years_and_months(text)) return *age;
    if (const auto word = words.find(word_key(text)); word != words.end()) {
        if (word->second == "newborn") return newborn();
        if (const auto age = age_in(tokens_of(text), words)) return *age;
        return shaped(word->second == "missing" ? DateShape::missing : DateShape::unreadable);
    }
    const DateReader reader(words, list_year, order);
    WrittenDate date =
        reader.read(without_roman_month(with_digits(std::string(without_time(text)))));
    if (date.shape == DateShape::unreadable) date = with_remark(reader, text, words);
    const auto bracket = text.find('(');
    if (date.shape != DateShape::unreadable || bracket == 0 || bracket == std::string::npos) {
        return date;
    }
    date = reader.read(trim(text.substr(0, bracket)));
    date.has_remark = date.shape != DateShape::unreadable;
    return date;
}

WrittenDate read_date_within(std::string_view text, const DateWords& words, int list_year) {
    const std::vector<std::string> parts = split(text, ' ');
    for (const std::size_t length : {1U, 3U}) {
        for (std::size_t i = 0; i + length <= parts.size(); ++i) {
            std::string part = parts[i];
            for (std::size_t k = 1; k < length; ++k) part += ' ' + parts[i + k];
            const auto digits = std::ranges::count_if(part, is_digit);
            if (digits < 4 || !is_digit(part[0])) continue;
            const WrittenDate date = read_date(part, words, list_year);
            const bool whole = date.shape == DateShape::day && (length == 3 || digits > 5);
            if (whole && part.find_first_not_of("0123456789") != std::string::npos) return date;
        }
    }
    return {};
}

OrderShown order_shown(std::string_view cell) {
    cell = without_time(cell);
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (std::size_t at = 0; at < cell.size();) {
        std::size_t end = at;
        while (end < cell.size() && is_digit(cell[end])) ++end;
        if (end == at || end - at > 4 || count == 3) return OrderShown::none;
        if (count < 2 && end - at > 2) return OrderShown::none;
        parts.at(count++) = value_of(std::string(cell.substr(at, end - at)));
        if (end < cell.size() && !std::string_view("/-.").contains(cell[end]))
            return OrderShown::none;
        at = end + 1;
    }
    if (count != 3) return OrderShown::none;
    if (parts[0] > 12 && parts[0] <= 31 && parts[1] <= 12) return OrderShown::day_first;
    if (parts[0] <= 12 && parts[1] > 12 && parts[1] <= 31) return OrderShown::month_first;
    const bool either = parts[0] >= 1 && parts[0] <= 12 && parts[1] >= 1 && parts[1] <= 12;
    return either ? OrderShown::either : OrderShown::none;
}

DateAndPlace read_date_and_place(std::string_view cell, const DateWords& words, int list_year,
                                 DayOrder order) {
    DateAndPlace both{.date = read_date(cell, words, list_year, order), .place = {}};
    const std::string text = tidy_blanks(cell);
    const auto first = text.find_first_of("0123456789");
    if (first == std::string::npos) {
        if (both.date.shape == DateShape::unreadable && !text.contains('?')) {
            both = {.date = {}, .place = text};
        }
        return both;
    }
    const auto last = text.find_last_of("0123456789") + 1;
    std::string place = without_lead(text.substr(last), words);
    if (place.empty()) place = without_lead(text.substr(0, first), words);
    if (!both.date.has_remark || place.empty()) return both;
    both.place = std::move(place);
    both.date.has_remark = false;
    return both;
}

std::optional<linkage::BirthInterval> birth_interval(const WrittenDate& written,
                                                     std::optional<Day> arrival) {
    switch (written.shape) {
        case DateShape::missing:
        case DateShape::unreadable:
        case DateShape::impossible:
        case DateShape::other_calendar:
            return std::nullopt;
        case DateShape::day:
            return linkage::born_on(written.first);
        case DateShape::month:
        case DateShape::year:
        case DateShape::around:
            return linkage::BirthInterval{.min = written.first,
                                          .max = written.last,
                                          .precision = precision_of(written.shape)};
        case DateShape::age_years:
            if (!arrival) return std::nullopt;
            return spanned(linkage::aged(std::chrono::years{written.oldest}, *arrival),
                           linkage::aged(std::chrono::years{written.age}, *arrival));
        case DateShape::age_months:
            if (!arrival) return std::nullopt;
            return spanned(linkage::aged(std::chrono::months{written.oldest}, *arrival),
                           linkage::aged(std::chrono::months{written.age}, *arrival));
        case DateShape::age_days:
            if (!arrival) return std::nullopt;
            return linkage::BirthInterval{.min = *arrival - Days{written.oldest},
                                          .max = *arrival - Days{written.age},
                                          .precision = linkage::BirthPrecision::estimated};
    }
    return std::nullopt;
}

}  // namespace jatigi::lists

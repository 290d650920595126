#include "people/lists/dates.h"

#include <algorithm>
#include <array>
#include <vector>

#include "people/lists/fields.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t longest_date = 80;
constexpr int oldest_bare_age = 110;  // A bare number up to this is an age.
constexpr int first_year = 1000;
constexpr int last_year = 2999;
// Spreadsheets count days from 30 December 1899; below the first number a bare number is a year.
constexpr int first_serial = 10'001;
constexpr int last_serial = 109'573;  // 31 December 2199.
constexpr Day serial_zero = Day{year{1899} / 12 / 30};

struct Token {
    enum class Kind { number, word, mark };
    Kind kind;
    std::string text;
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// Digits, runs of letters, and marks, each once where it stands twice ("14//05//1990"); blanks and
// brackets part tokens and are no token.
std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        const auto run = [&](auto is_part) {
            while (end < text.size() && is_part(text[end])) ++end;
            return std::string(text.substr(at, end - at));
        };
        if (is_digit(text[at])) {
            tokens.push_back({Token::Kind::number, run(is_digit)});
        } else if (is_letter(text[at])) {
            std::string word = word_key(run(is_letter));
            if (!word.empty()) tokens.push_back({Token::Kind::word, std::move(word)});
        } else if (const char mark = text[at]; !std::string_view(" \t\n()[]").contains(mark)) {
            run([mark](char c) { return c == mark; });
            tokens.push_back({Token::Kind::mark, std::string(1, text[at])});
        }
        at = end;
    }
    return tokens;
}

// "2023-01-15 00:00:00" and "2023-01-15T00:00": databases add a time nobody asked for.
std::string_view without_time(std::string_view text) {
    auto at = text.find(':');
    if (at == std::string_view::npos) return text;
    while (at > 0 && is_digit(text[at - 1])) --at;
    const bool parted = at > 0 && (text[at - 1] == ' ' || text[at - 1] == 'T');
    return parted ? text.substr(0, at - 1) : text;
}

// "12/O1/2023": letters that look like the digits they stand for, in what is otherwise a date.
std::string with_digits(std::string text) {
    const bool date = text.find_first_not_of("0123456789Ool-/. ") == std::string::npos &&
                      std::ranges::count_if(text, is_digit) >= 4;
    if (!date) return text;
    for (char& c : text) {
        if (c == 'O' || c == 'o') c = '0';
        if (c == 'l') c = '1';
    }
    return text;
}

int value_of(const std::string& digits) {
    int value = 0;
    for (const char c : digits.substr(0, 7)) value = value * 10 + (c - '0');
    return value;
}

WrittenDate shaped(DateShape shape) {
    WrittenDate date;
    date.shape = shape;
    return date;
}

WrittenDate whole_year(int y) {
    WrittenDate date = shaped(DateShape::year);
    date.first = Day{year{y} / 1 / 1};
    date.last = Day{year{y} / 12 / 31};
    return date;
}

WrittenDate whole_month(std::chrono::year_month of) {
    WrittenDate date = shaped(DateShape::month);
    date.first = Day{of / 1};
    date.last = Day{of / std::chrono::last};
    return date;
}

std::chrono::year_month month_of(int y, int m) {
    return year{y} / month{static_cast<unsigned>(m)};
}

WrittenDate one_day(Day day) {
    WrittenDate date = shaped(DateShape::day);
    date.first = date.last = day;
    return date;
}

WrittenDate an_age(DateShape shape, int age) {
    WrittenDate date = shaped(shape);
    date.age = age;
    return date;
}

std::optional<Day> calendar_day(int y, int m, int d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              std::chrono::day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

// The words are gone; only what they said is left.
struct Reading {
    std::vector<Token> tokens;
    int named_month = 0;
    std::size_t numbers_before_month = 0;
    bool around = false;
    bool understood = true;
};

class DateReader {
public:
    DateReader(const DateWords& words, int list_year, DayOrder order)
        : words_(words), list_year_(list_year), order_(order) {}

    WrittenDate read(std::string_view text) const {
        const std::vector<Token> tokens = tokens_of(text);
        if (const auto age = age_in(tokens)) return *age;
        Reading reading = without_words(tokens);
        if (!reading.understood) return shaped(DateShape::unreadable);
        WrittenDate date =
            reading.named_month > 0 ? with_named_month(reading) : in_numbers(reading.tokens);
        return reading.around ? widened(date) : date;
    }

private:
    std::string_view code_of(const Token& token) const {
        if (token.text == "~") return "around";
        if (token.kind != Token::Kind::word) return {};
        const auto found = words_.find(token.text);
        return found == words_.end() ? std::string_view{} : std::string_view{found->second};
    }

    std::string_view unit_at(const std::vector<Token>& tokens, std::size_t at) const {
        const std::string_view code = at < tokens.size() ? code_of(tokens[at]) : "";
        return code.starts_with("age_") ? code : std::string_view{};
    }

    // "25 ans", "env. 25 ans", "2 ans et 3 mois", "8 mois": every number has its unit.
    std::optional<WrittenDate> age_in(const std::vector<Token>& tokens) const {
        std::optional<int> years;
        std::optional<int> months;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind == Token::Kind::mark) continue;
            if (!code_of(tokens[i]).empty()) continue;
            const std::string_view unit = unit_at(tokens, i + 1);
            // "six mois": a word is no number.
            if (tokens[i].kind != Token::Kind::number) return std::nullopt;
            if (unit.empty() || tokens[i].text.size() > 3) return std::nullopt;
            std::optional<int>& part = unit == "age_years" ? years : months;
            if (part) return std::nullopt;
            part = value_of(tokens[i].text);
            if (unit == "age_weeks") part = *part * 7 / 30;
            if (unit == "age_days") part = *part / 30;
        }
        if (months) return an_age(DateShape::age_months, years.value_or(0) * 12 + *months);
        if (years) return an_age(DateShape::age_years, *years);
        return std::nullopt;
    }

    Reading without_words(const std::vector<Token>& tokens) const {
        Reading reading;
        bool after_word = false;
        for (const Token& token : tokens) {
            const std::string_view code = code_of(token);
            // The full stop of an abbreviation.
            const bool stop_of_word = after_word && token.text == ".";
            after_word = token.kind == Token::Kind::word;
            if (code == "around") {  // "né vers 1990"
                reading.around = true;
            } else if (code.size() == 2 && is_digit(code[0]) && reading.named_month == 0) {
                reading.named_month = value_of(std::string(code));
                reading.numbers_before_month = numbers_in(reading.tokens);
            } else if (token.kind == Token::Kind::word && code != "born") {
                reading.understood = false;
            } else if (token.kind != Token::Kind::word && !stop_of_word) {
                reading.tokens.push_back(token);
            }
        }
        return reading;
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
            if (!between || !std::string_view("-/.,\\_|").contains(tokens[i].text[0])) {
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
        const bool swap = order_ == DayOrder::month_first && !year_first &&
                          value_of(d) <= 12 && value_of(numbers[1]) <= 31;
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
    const std::string text = trim(cell);
    if (is_blank_mark(text) || text.find_first_not_of("? ") == std::string::npos) return {};
    if (text.size() > longest_date || text.contains('?')) return shaped(DateShape::unreadable);
    if (const auto word = words.find(word_key(text)); word != words.end()) {
        return shaped(word->second == "missing" ? DateShape::missing : DateShape::unreadable);
    }
    const DateReader reader(words, list_year, order);
    WrittenDate date = reader.read(with_digits(std::string(without_time(text))));
    if (date.shape == DateShape::unreadable) date = with_remark(reader, text, words);
    const auto bracket = text.find('(');
    if (date.shape != DateShape::unreadable || bracket == 0 || bracket == std::string::npos) {
        return date;
    }
    date = reader.read(trim(text.substr(0, bracket)));
    date.has_remark = date.shape != DateShape::unreadable;
    return date;
}

std::optional<DayOrder> order_shown(std::string_view cell) {
    cell = without_time(cell);
    std::array<int, 3> parts{};
    std::size_t count = 0;
    for (std::size_t at = 0; at < cell.size();) {
        std::size_t end = at;
        while (end < cell.size() && is_digit(cell[end])) ++end;
        if (end == at || end - at > 4 || count == 3) return std::nullopt;
        if (count < 2 && end - at > 2) return std::nullopt;
        parts.at(count++) = value_of(std::string(cell.substr(at, end - at)));
        if (end < cell.size() && !std::string_view("/-.").contains(cell[end])) return std::nullopt;
        at = end + 1;
    }
    if (count != 3) return std::nullopt;
    if (parts[0] > 12 && parts[1] <= 12) return DayOrder::day_first;
    if (parts[0] <= 12 && parts[1] > 12 && parts[1] <= 31) return DayOrder::month_first;
    return std::nullopt;
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
            return linkage::aged(std::chrono::years{written.age}, *arrival);
        case DateShape::age_months:
            if (!arrival) return std::nullopt;
            return linkage::aged(std::chrono::months{written.age}, *arrival);
    }
    return std::nullopt;
}

}  // namespace jatigi::lists

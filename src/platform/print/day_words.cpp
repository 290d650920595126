#include "platform/print/day_words.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace jatigi::print {
namespace {

using Months = std::array<std::string_view, 12>;
constexpr Months french{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                        "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr Months english{"January", "February", "March",     "April",   "May",      "June",
                         "July",    "August",   "September", "October", "November", "December"};

std::string in_words(Day day, const Months& months, std::string_view after_the_first) {
    const std::chrono::year_month_day date{day};
    const auto number = static_cast<unsigned>(date.day());
    return fmt::format("{}{} {} {}", number, number == 1 ? after_the_first : "",
                       months.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()));
}

}  // namespace

std::string day_in_french(Day day) {
    return in_words(day, french, "er");
}

std::string day_in_english(Day day) {
    return in_words(day, english, "");
}

}  // namespace jatigi::print

#include "people/linkage/birth.h"

#include <array>

namespace jatigi::registry {

std::string_view birth_precision_text(BirthPrecision precision) {
    constexpr std::array<std::string_view, 4> texts{"day", "month", "year", "estimated"};
    return texts.at(static_cast<std::size_t>(precision));
}

Day months_before(Day day, int months) {
    const std::chrono::year_month_day date{day};
    const std::chrono::year_month_day earlier = date - std::chrono::months{months};
    return earlier.ok() ? Day{earlier} : Day{earlier.year() / earlier.month() / std::chrono::last};
}

Day years_before(Day day, int years) {
    return months_before(day, years * 12);
}

}  // namespace jatigi::registry

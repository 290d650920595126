#include "platform/base/money.h"

#include <fmt/format.h>

namespace jatigi {

std::string money_text(Money money) {
    if (minor_digits(money.currency()) == 0) return fmt::format("{}", money.minor_units());
    const std::int64_t units = money.minor_units();
    const std::int64_t whole = units < 0 ? -units : units;
    return fmt::format("{}{}.{:02}", units < 0 ? "-" : "", whole / 100, whole % 100);
}

}  // namespace jatigi

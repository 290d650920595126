// Money: an integer number of minor units and a currency. Adding two currencies is our bug.
#pragma once
#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/enum_text.h"

namespace jatigi {

enum class Currency : std::uint8_t { XOF, EUR, USD };
constexpr auto enum_texts(Currency) {
    return texts_in_order<Currency>("XOF", "EUR", "USD");
}

// ISO 4217 exponent: XOF has no minor unit, EUR and USD have cents.
constexpr int minor_digits(Currency currency) {
    return currency == Currency::XOF ? 0 : 2;
}

class Money {
public:
    static constexpr Money of_minor_units(std::int64_t minor_units, Currency currency) {
        return Money(minor_units, currency);
    }
    constexpr std::int64_t minor_units() const { return minor_units_; }
    constexpr Currency currency() const { return currency_; }
    friend constexpr Money operator+(Money a, Money b) {
        assert(a.currency_ == b.currency_);
        return Money(a.minor_units_ + b.minor_units_, a.currency_);
    }
    friend constexpr Money operator-(Money a, Money b) {
        assert(a.currency_ == b.currency_);
        return Money(a.minor_units_ - b.minor_units_, a.currency_);
    }
    friend constexpr bool operator==(Money, Money) = default;
    friend constexpr bool operator<(Money a, Money b) {
        assert(a.currency_ == b.currency_);
        return a.minor_units_ < b.minor_units_;
    }
    friend constexpr bool operator>(Money a, Money b) { return b < a; }

private:
    constexpr Money(std::int64_t minor_units, Currency currency)
        : minor_units_(minor_units), currency_(currency) {}
    std::int64_t minor_units_;
    Currency currency_;
};

std::string money_text(Money money);  // "1250" for XOF, "12.50" for EUR: no grouping, point.

}  // namespace jatigi

#include "platform/base/money.h"

#include <gtest/gtest.h>

namespace jatigi {
namespace {

Money francs(std::int64_t units) { return Money::of_minor_units(units, Currency::XOF); }
Money euro_cents(std::int64_t units) { return Money::of_minor_units(units, Currency::EUR); }

TEST(Money, FrancsHaveNoMinorUnit) {
    EXPECT_EQ(money_text(francs(1250)), "1250");
    EXPECT_EQ(money_text(francs(-1)), "-1");
    EXPECT_EQ(money_text(francs(0)), "0");
}

TEST(Money, EurosAndDollarsHaveCents) {
    EXPECT_EQ(money_text(euro_cents(1250)), "12.50");
    EXPECT_EQ(money_text(euro_cents(1209)), "12.09");
    EXPECT_EQ(money_text(Money::of_minor_units(5, Currency::USD)), "0.05");
}

TEST(Money, ADebtOfLessThanOneEuroKeepsItsSign) {
    EXPECT_EQ(money_text(euro_cents(-5)), "-0.05");
    EXPECT_EQ(money_text(euro_cents(-1250)), "-12.50");
}

TEST(Money, AddsAndComparesInOneCurrency) {
    EXPECT_EQ(francs(450) + francs(50), francs(500));
    EXPECT_EQ(francs(450) - francs(500), francs(-50));
    EXPECT_LT(francs(449), francs(450));
    EXPECT_FALSE(francs(450) < francs(450));
    EXPECT_GT(francs(451), francs(450));
    EXPECT_FALSE(francs(100) == euro_cents(100));
}

TEST(MoneyDeathTest, AddingTwoCurrenciesIsOurBug) {
    EXPECT_DEATH(static_cast<void>(francs(1) + euro_cents(1)), "currency");
    EXPECT_DEATH(static_cast<void>(francs(1) < euro_cents(1)), "currency");
}

TEST(Currency, CodesAreThoseOfIso4217) {
    for (const Currency currency : {Currency::XOF, Currency::EUR, Currency::USD})
        EXPECT_EQ(parse_enum<Currency>(enum_text(currency)), currency);
    EXPECT_EQ(enum_text(Currency::XOF), "XOF");
    EXPECT_FALSE(parse_enum<Currency>("xof"));
    EXPECT_FALSE(parse_enum<Currency>("XAF"));
    EXPECT_FALSE(parse_enum<Currency>(""));
}

}  // namespace
}  // namespace jatigi

#include "money/funding/cost_coverage.h"

#include <gtest/gtest.h>

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;
using Services = std::vector<std::string>;

const sites::SiteId assamaka{2, 1}, agadez{2, 2};
const Day first_day = 2023y / 1 / 9, last_day = 2023y / 1 / 15;
const Services all_services{"BREAKFAST", "DINNER", "LUNCH"};

AgreementSigned agreement(Earmark earmark, Currency currency = Currency::XOF) {
    return {"TEST-1", "Invented Donor", "Food", Money::of_minor_units(1'000'000, currency),
            first_day, last_day, std::move(earmark)};
}
UnitCostSet cost(std::string service, Currency currency = Currency::XOF) {
    return {assamaka, std::move(service), Money::of_minor_units(450, currency), first_day,
            last_day};
}
UnitCostSet from_to(Day first, Day last) {
    UnitCostSet made = cost("BREAKFAST");
    made.first_day = first;
    made.last_day = last;
    return made;
}
const Earmark breakfasts{.site = assamaka, .services = {"BREAKFAST"}};

Services no_costs(const AgreementSigned& terms, const std::vector<UnitCostSet>& costs) {
    return cost_gaps(terms, costs, all_services).no_costs;
}

TEST(CostGaps, AServiceWithACostHasNone) {
    const CostGaps gaps =
        cost_gaps(agreement(breakfasts), std::vector{cost("BREAKFAST")}, all_services);
    EXPECT_EQ(gaps.no_costs, Services{});
    EXPECT_EQ(gaps.other_currency, Services{});
}

TEST(CostGaps, AServiceWithoutACostAtTheSiteIsNamed) {
    UnitCostSet elsewhere = cost("BREAKFAST");
    elsewhere.site = agadez;
    EXPECT_EQ(no_costs(agreement(breakfasts), {}), Services{"BREAKFAST"});
    EXPECT_EQ(no_costs(agreement(breakfasts), {elsewhere}), Services{"BREAKFAST"});
    EXPECT_EQ(no_costs(agreement({.services = {"BREAKFAST"}}), {elsewhere}), Services{});
}

TEST(CostGaps, DaysWithoutACostAreSaid) {
    const AgreementSigned terms = agreement(breakfasts);
    const auto some_days = [&](const std::vector<UnitCostSet>& costs) {
        return cost_gaps(terms, costs, all_services).some_days;
    };
    EXPECT_EQ(some_days({from_to(first_day, last_day)}), Services{});
    EXPECT_EQ(some_days({from_to(first_day + Days{1}, last_day)}), Services{"BREAKFAST"});
    EXPECT_EQ(some_days({from_to(first_day, last_day - Days{1})}), Services{"BREAKFAST"});
    const Day middle = first_day + Days{3};
    EXPECT_EQ(some_days({from_to(middle, last_day), from_to(first_day, middle - Days{1})}),
              Services{});
    EXPECT_EQ(some_days({from_to(first_day, middle - Days{1}), from_to(middle + Days{1}, last_day)}),
              Services{"BREAKFAST"});
    EXPECT_EQ(some_days({}), Services{});  // That it has none at all is said otherwise.
}

TEST(CostGaps, ACostOnOneDayOfTheAgreementIsEnough) {
    const AgreementSigned terms = agreement(breakfasts);
    EXPECT_EQ(no_costs(terms, {from_to(first_day - Days{9}, first_day - Days{1})}),
              Services{"BREAKFAST"});
    EXPECT_EQ(no_costs(terms, {from_to(first_day - Days{9}, first_day)}), Services{});
    EXPECT_EQ(no_costs(terms, {from_to(last_day, last_day + Days{9})}), Services{});
    EXPECT_EQ(no_costs(terms, {from_to(last_day + Days{1}, last_day + Days{9})}),
              Services{"BREAKFAST"});
}

TEST(CostGaps, AnEarmarkWithoutServicesIsForAll) {
    EXPECT_EQ(no_costs(agreement({}), {cost("DINNER")}), (Services{"BREAKFAST", "LUNCH"}));
}

TEST(CostGaps, CostsOfAnotherCurrencyAreSaidApart) {
    const CostGaps gaps = cost_gaps(agreement({.services = {"BREAKFAST", "LUNCH"}}, Currency::EUR),
                                    std::vector{cost("BREAKFAST")}, all_services);
    EXPECT_EQ(gaps.no_costs, Services{"LUNCH"});
    EXPECT_EQ(gaps.other_currency, Services{"BREAKFAST"});
}

TEST(CurrencyOfACost, DiffersWhenNoAgreementThatPaysHasIt) {
    const std::vector euros{agreement(breakfasts, Currency::EUR)};
    EXPECT_TRUE(currency_differs(cost("BREAKFAST"), euros));
    EXPECT_FALSE(currency_differs(cost("BREAKFAST", Currency::EUR), euros));
    const std::vector both{agreement(breakfasts, Currency::EUR), agreement(breakfasts)};
    EXPECT_FALSE(currency_differs(cost("BREAKFAST"), both));
}

TEST(CurrencyOfACost, IsNoMatterWhileNoAgreementPays) {
    const std::vector euros{agreement(breakfasts, Currency::EUR)};
    EXPECT_FALSE(currency_differs(cost("DINNER"), euros));
    EXPECT_FALSE(currency_differs(cost("BREAKFAST"), {}));
}

}  // namespace
}  // namespace jatigi::funding

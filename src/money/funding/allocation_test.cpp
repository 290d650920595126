#include "money/funding/allocation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;

const sites::SiteId assamaka{2, 1}, agadez{2, 2};
const Day first_day = 2023y / 1 / 9, last_day = 2023y / 1 / 15;
constexpr std::int64_t price = 450;

Money francs(std::int64_t units) { return Money::of_minor_units(units, Currency::XOF); }

AgreementSigned agreement(std::string code, Earmark earmark = {}) {
    return {std::move(code), "Invented Donor", "Food", francs(1'000'000), first_day, last_day,
            std::move(earmark)};
}
AgreementSigned with_amount(std::int64_t amount) {
    AgreementSigned made = agreement("TEST-1");
    made.amount = francs(amount);
    return made;
}
AgreementSigned ending_on(std::string code, Day last) {
    AgreementSigned made = agreement(std::move(code));
    made.last_day = last;
    return made;
}
UnitCostSet cost_at(sites::SiteId site, std::string service = "BREAKFAST") {
    return {site, std::move(service), francs(price), 2023y / 1 / 1, 2023y / 12 / 31};
}
ChargeableServing breakfast(std::int64_t person, Day day = first_day) {
    return {person, assamaka, "BREAKFAST", "MLI", day};
}

using Payers = std::vector<std::optional<std::size_t>>;
Payers payers(const std::vector<AgreementSigned>& agreements,
              const std::vector<ChargeableServing>& servings) {
    const std::vector<UnitCostSet> costs{cost_at(assamaka), cost_at(agadez),
                                         cost_at(assamaka, "DINNER")};
    Payers result;
    for (const Charge& charge : allocate(agreements, costs, servings, 0))
        result.push_back(charge.agreement);
    return result;
}
std::optional<std::size_t> payer(const std::vector<AgreementSigned>& agreements,
                                 const ChargeableServing& serving) {
    return payers(agreements, {serving}).at(0);
}

ChargeableServing counted(std::optional<std::string> nationality, Whose whose = Whose::present) {
    return {.site = assamaka,
            .service = "BREAKFAST",
            .nationality = std::move(nationality),
            .day = first_day,
            .whose = whose};
}

TEST(Allocation, PlatesOfNobodyByNameArePaidByNationality) {
    const std::vector agreements{agreement("MALI", {.nationality = "MLI"}), agreement("ALL")};
    EXPECT_EQ(payer(agreements, counted("MLI")), 0U);
    EXPECT_EQ(payer(agreements, counted("GIN")), 1U);
    EXPECT_EQ(payer(agreements, counted({}, Whose::unregistered)), 1U);
    EXPECT_EQ(payer(agreements, counted({}, Whose::staff)), std::nullopt);
}

// "622" at one meal, whoever was scanned and whoever was counted.
TEST(Allocation, ACapOfPersonsIsACapOfPlatesAtAMeal) {
    const std::vector agreements{
        agreement("TWO", {.nationality = "MLI", .persons_max = Persons{2}})};
    EXPECT_EQ(payers(agreements, {breakfast(1), counted("MLI"), counted("MLI")}),
              (Payers{0U, 0U, std::nullopt}));
    ChargeableServing dinner = counted("MLI");
    dinner.service = "DINNER";
    EXPECT_EQ(payers(agreements, {counted("MLI"), counted("MLI"), dinner}), (Payers{0U, 0U, 0U}));
    ChargeableServing more = breakfast(1);
    more.plate = Plate::extra;
    EXPECT_EQ(payers(agreements, {breakfast(1), more, counted("MLI"), counted("MLI")}),
              (Payers{0U, 0U, 0U, std::nullopt}));
    const std::vector anybody{agreement("TWO", {.persons_max = Persons{2}})};
    EXPECT_EQ(payer(anybody, counted({}, Whose::unregistered)), std::nullopt);
}

TEST(Allocation, AnAgreementPaysFromItsFirstToItsLastDay) {
    const std::vector agreements{agreement("TEST-1")};
    EXPECT_EQ(payer(agreements, breakfast(1, first_day - Days{1})), std::nullopt);
    EXPECT_EQ(payer(agreements, breakfast(1, first_day)), 0U);
    EXPECT_EQ(payer(agreements, breakfast(1, last_day)), 0U);
    EXPECT_EQ(payer(agreements, breakfast(1, last_day + Days{1})), std::nullopt);
}

TEST(Allocation, AnEarmarkPaysForNobodyElse) {
    ChargeableServing other_nationality = breakfast(1), unknown = breakfast(1),
                      other_site = breakfast(1), dinner = breakfast(1);
    other_nationality.nationality = "GIN";
    unknown.nationality = std::nullopt;
    other_site.site = agadez;
    dinner.service = "DINNER";
    const std::vector malians{agreement("TEST-1", {.nationality = "MLI"})};
    EXPECT_EQ(payer(malians, breakfast(1)), 0U);
    EXPECT_EQ(payer(malians, other_nationality), std::nullopt);
    EXPECT_EQ(payer(malians, unknown), std::nullopt);
    const std::vector here{agreement("TEST-1", {.site = assamaka})};
    EXPECT_EQ(payer(here, breakfast(1)), 0U);
    EXPECT_EQ(payer(here, other_site), std::nullopt);
    const std::vector mornings{agreement("TEST-1", {.services = {"BREAKFAST", "LUNCH"}})};
    EXPECT_EQ(payer(mornings, breakfast(1)), 0U);
    EXPECT_EQ(payer(mornings, dinner), std::nullopt);
}

TEST(Allocation, NobodyPaysTheSecondPlate) {
    ChargeableServing second = breakfast(1);
    second.second = true;
    const std::vector agreements{agreement("TEST-1")};
    EXPECT_EQ(payers(agreements, {breakfast(1), second}), (Payers{0U, std::nullopt}));
    const std::vector<UnitCostSet> costs{cost_at(assamaka)};
    EXPECT_EQ(allocate(agreements, costs, std::vector{second}, 0).at(0).fate, Fate::second_plate);
}

// Which of them are second plates, in their order.
std::vector<bool> seconds(std::vector<ChargeableServing> servings) {
    mark_second_plates(servings);
    std::vector<bool> marked;
    for (const ChargeableServing& one : servings) marked.push_back(one.second);
    return marked;
}

TEST(Allocation, OfOnePersonsPlatesOneIsPaid) {
    using Marks = std::vector<bool>;
    const ChargeableServing counted = breakfast(1);
    ChargeableServing second = counted, further = counted, other_file = counted;
    second.plate = Plate::second;
    further.plate = Plate::extra;
    other_file.several_files = true;
    EXPECT_EQ(seconds({second, counted}), (Marks{true, false}));
    EXPECT_EQ(seconds({counted, further, second}), (Marks{false, false, true}));
    EXPECT_EQ(seconds({other_file, other_file}), (Marks{false, true}));
    EXPECT_EQ(seconds({other_file, second}), (Marks{false, true}));
    // What it was second to is gone.
    EXPECT_EQ(seconds({second}), (Marks{false}));
    EXPECT_EQ(seconds({further, second, second}), (Marks{false, false, true}));
    EXPECT_EQ(seconds({second, breakfast(2), breakfast(1, first_day + Days{1})}),
              (Marks{false, false, false}));
}

TEST(Allocation, TheTightestEarmarkPaysFirst) {
    const AgreementSigned any = agreement("A");
    const AgreementSigned malians = agreement("B", {.nationality = "MLI"});
    const AgreementSigned malians_here =
        agreement("C", {.nationality = "MLI", .site = assamaka});
    EXPECT_EQ(payer({any, malians, malians_here}, breakfast(1)), 2U);
    EXPECT_EQ(payer({malians_here, malians, any}, breakfast(1)), 0U);
    EXPECT_EQ(payer({any, malians}, breakfast(1)), 1U);
}

TEST(Allocation, EveryPartOfAnEarmarkTightensIt) {
    const AgreementSigned any = agreement("A");
    for (const Earmark& earmark :
         {Earmark{.nationality = "MLI"}, Earmark{.site = assamaka},
          Earmark{.services = {"BREAKFAST"}}, Earmark{.persons_max = Persons{9}}})
        EXPECT_EQ(payer({any, agreement("B", earmark)}, breakfast(1)), 1U);
}

TEST(Allocation, OfTwoEquallyTightTheOneThatEndsFirstPays) {
    const AgreementSigned later = ending_on("A", last_day);
    const AgreementSigned sooner = ending_on("B", last_day - Days{1});
    EXPECT_EQ(payer({later, sooner}, breakfast(1)), 1U);
    EXPECT_EQ(payer({later, sooner}, breakfast(1, last_day)), 0U);
}

TEST(Allocation, OfTwoAlikeTheLowerCodePays) {
    EXPECT_EQ(payer({agreement("B"), agreement("A")}, breakfast(1)), 1U);
}

TEST(Allocation, TheOrderInWhichAgreementsAreGivenDoesNotMatter) {
    std::vector<AgreementSigned> agreements{
        agreement("A"), agreement("B", {.nationality = "MLI"}), ending_on("C", first_day),
        agreement("D", {.persons_max = Persons{1}})};
    std::vector<std::string> expected;
    for (int round = 0; round < 24; ++round) {
        std::vector<std::string> codes;
        for (const auto& index : payers(agreements, {breakfast(1), breakfast(2), breakfast(3)}))
            codes.push_back(index ? agreements[*index].code : "");
        if (round == 0) expected = codes;
        EXPECT_EQ(codes, expected);
        std::next_permutation(agreements.begin(), agreements.end(),
                              [](const auto& a, const auto& b) { return a.code < b.code; });
    }
}

TEST(Allocation, MoneyForExactlyTwoPaysTwo) {
    const Payers two{0U, 0U, std::nullopt};
    EXPECT_EQ(payers({with_amount(2 * price)}, {breakfast(1), breakfast(2), breakfast(3)}), two);
}

TEST(Allocation, OneFrancShortPaysOneLess) {
    const Payers one{0U, std::nullopt, std::nullopt};
    EXPECT_EQ(payers({with_amount(2 * price - 1)}, {breakfast(1), breakfast(2), breakfast(3)}),
              one);
}

TEST(Allocation, WhatTheFirstCannotPayTheNextPays) {
    const std::vector agreements{with_amount(price), agreement("TEST-2")};
    EXPECT_EQ(payers(agreements, {breakfast(1), breakfast(2)}), (Payers{0U, 1U}));
}

TEST(Allocation, ACapCountsDistinctPersons) {
    const std::vector capped{agreement("TEST-1", {.persons_max = Persons{2}})};
    EXPECT_EQ(payers(capped, {breakfast(1), breakfast(2), breakfast(3)}),
              (Payers{0U, 0U, std::nullopt}));
    EXPECT_EQ(payers(capped, {breakfast(1), breakfast(1), breakfast(2), breakfast(1),
                              breakfast(3), breakfast(2)}),
              (Payers{0U, 0U, 0U, 0U, std::nullopt, 0U}));
}

TEST(Allocation, OnlyPaidPersonsFillACap) {
    ChargeableServing elsewhere = breakfast(7);
    elsewhere.nationality = "GIN";
    const std::vector capped{
        agreement("TEST-1", {.nationality = "MLI", .persons_max = Persons{1}})};
    EXPECT_EQ(payers(capped, {elsewhere, breakfast(1)}), (Payers{std::nullopt, 0U}));
}

TEST(Allocation, AServingWithoutAUnitCostIsChargedToNobody) {
    UnitCostSet cost = cost_at(assamaka);
    cost.first_day = first_day;
    cost.last_day = first_day;
    const std::vector agreements{ending_on("TEST-1", last_day)};
    const std::vector servings{breakfast(1, first_day), breakfast(1, first_day + Days{1})};
    const auto charges = allocate(agreements, std::vector{cost}, servings, 0);
    EXPECT_EQ(charges.at(0).fate, Fate::charged);
    EXPECT_EQ(charges.at(0).cost, francs(price));
    EXPECT_EQ(charges.at(0).agreement, 0U);
    EXPECT_EQ(charges.at(1).fate, Fate::no_cost);
    EXPECT_EQ(charges.at(1).agreement, std::nullopt);
}

TEST(Allocation, MoneyOfAnotherCurrencyPaysNothing) {
    AgreementSigned euros = agreement("TEST-1");
    euros.amount = Money::of_minor_units(1'000'000, Currency::EUR);
    EXPECT_EQ(payer({euros}, breakfast(1)), std::nullopt);
    EXPECT_EQ(payer({euros, agreement("TEST-2")}, breakfast(1)), 1U);
}

TEST(Allocation, WithoutAgreementsNobodyPays) { EXPECT_EQ(payer({}, breakfast(1)), std::nullopt); }

Fate fate_under(const AgreementSigned& asked, const ChargeableServing& serving) {
    return allocate(std::vector{asked}, std::vector{cost_at(assamaka), cost_at(agadez)},
                    std::vector{serving}, 0)
        .at(0)
        .fate;
}

TEST(FateOfAServing, SaysWhyItWasNotCharged) {
    ChargeableServing elsewhere = breakfast(1), dinner = breakfast(1);
    elsewhere.site = agadez;
    dinner.service = "DINNER";
    AgreementSigned euros = agreement("TEST-1");
    euros.amount = Money::of_minor_units(1'000'000, Currency::EUR);
    EXPECT_EQ(fate_under(agreement("TEST-1"), breakfast(1)), Fate::charged);
    EXPECT_EQ(fate_under(agreement("TEST-1", {.nationality = "GIN"}), breakfast(1)),
              Fate::other_people);
    EXPECT_EQ(fate_under(agreement("TEST-1", {.site = assamaka}), elsewhere), Fate::other_site);
    EXPECT_EQ(fate_under(agreement("TEST-1", {.services = {"BREAKFAST"}}), dinner),
              Fate::other_service);
    EXPECT_EQ(fate_under(agreement("TEST-1"), breakfast(1, last_day + Days{1})),
              Fate::outside_period);
    EXPECT_EQ(fate_under(agreement("TEST-1"), dinner), Fate::no_cost);
    EXPECT_EQ(fate_under(euros, breakfast(1)), Fate::other_currency);
    EXPECT_EQ(fate_under(with_amount(price - 1), breakfast(1)), Fate::amount_used_up);
}

TEST(FateOfAServing, IsThatOfTheAgreementAskedAbout) {
    const std::vector agreements{agreement("A"), agreement("B", {.persons_max = Persons{1}})};
    const std::vector servings{breakfast(1), breakfast(2)};
    const std::vector costs{cost_at(assamaka)};
    const auto of_any = allocate(agreements, costs, servings, 0);
    const auto of_capped = allocate(agreements, costs, servings, 1);
    EXPECT_EQ(of_any.at(0).fate, Fate::charged_elsewhere);
    EXPECT_EQ(of_any.at(1).fate, Fate::charged);
    EXPECT_EQ(of_capped.at(0).fate, Fate::charged);
    EXPECT_EQ(of_capped.at(1).fate, Fate::persons_max);
    for (std::size_t i = 0; i < servings.size(); ++i)
        EXPECT_EQ(of_any.at(i).agreement, of_capped.at(i).agreement);
}

// A whole invented world from one seed.
struct World {
    std::vector<AgreementSigned> agreements;
    std::vector<ChargeableServing> servings;
};

class Dice {
public:
    explicit Dice(unsigned seed) : random_(seed) {}
    // 0 to n-1. Not std::uniform_int_distribution, whose numbers differ between libraries.
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(n));
    }
    bool toss() { return below(2) == 0; }

private:
    std::mt19937 random_;
};

Earmark some_earmark(Dice& dice) {
    Earmark earmark;
    if (dice.toss()) earmark.nationality = dice.toss() ? "MLI" : "GIN";
    if (dice.toss()) earmark.site = dice.toss() ? assamaka : agadez;
    if (dice.toss()) earmark.services = {"BREAKFAST"};
    if (dice.toss()) earmark.persons_max = Persons{1 + dice.below(12)};
    return earmark;
}

World some_world(unsigned seed) {
    Dice dice(seed);
    World world;
    for (std::int64_t i = 0; i < 2 + dice.below(6); ++i) {
        AgreementSigned made = agreement("TEST-" + std::to_string(i), some_earmark(dice));
        made.first_day = first_day + Days{dice.below(4)};
        made.last_day = made.first_day + Days{dice.below(6)};
        made.amount = francs(1 + dice.below(40 * price));
        world.agreements.push_back(std::move(made));
    }
    for (Day day = first_day; day <= last_day; day += Days{1})
        for (std::int64_t i = 0; i < 30; ++i) {
            ChargeableServing serving = breakfast(1 + dice.below(25), day);
            serving.site = dice.toss() ? assamaka : agadez;
            if (serving.site == assamaka && dice.toss()) serving.service = "DINNER";
            serving.nationality = serving.person % 2 == 0 ? "MLI" : "GIN";
            world.servings.push_back(std::move(serving));
        }
    return world;
}

bool covers(const AgreementSigned& terms, const ChargeableServing& serving) {
    const auto& services = terms.earmark.services;
    return serving.day >= terms.first_day && serving.day <= terms.last_day &&
           (!terms.earmark.nationality || terms.earmark.nationality == serving.nationality) &&
           (!terms.earmark.site || terms.earmark.site == serving.site) &&
           (services.empty() ||
            std::find(services.begin(), services.end(), serving.service) != services.end());
}

struct Spent {
    std::int64_t minor_units = 0;
    std::set<std::int64_t> persons;
    bool takes(const AgreementSigned& terms, const ChargeableServing& serving) const {
        return covers(terms, serving) && minor_units + price <= terms.amount.minor_units() &&
               (!terms.earmark.persons_max || persons.contains(serving.person) ||
                static_cast<std::int64_t>(persons.size()) < terms.earmark.persons_max->count());
    }
};

class AllocationOfAnyWorld : public ::testing::TestWithParam<unsigned> {};

// Walks the charges in order beside its own books, which know nothing of purses.
TEST_P(AllocationOfAnyWorld, ChargesEachServingOnceWithinItsEarmarkAmountAndCap) {
    const World world = some_world(GetParam());
    const Payers charged = payers(world.agreements, world.servings);
    ASSERT_EQ(charged.size(), world.servings.size());
    std::map<std::size_t, Spent> books;
    for (std::size_t i = 0; i < charged.size(); ++i) {
        const ChargeableServing& serving = world.servings[i];
        for (std::size_t a = 0; a < world.agreements.size(); ++a) {
            // Who pays could; and nobody pays only when nobody could.
            const bool could = books[a].takes(world.agreements[a], serving);
            EXPECT_TRUE(charged[i] == a ? could : charged[i] || !could) << i;
        }
        if (!charged[i]) continue;
        books[*charged[i]].minor_units += price;
        books[*charged[i]].persons.insert(serving.person);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AllocationOfAnyWorld, ::testing::Range(1U, 61U));

}  // namespace
}  // namespace jatigi::funding

#include "centre/sites/unit_choice.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace jatigi::sites {
namespace {

const HousingRules rules{
    .boys_with_mothers_below = 12, .adult_from = 18, .morning_at = std::chrono::hours{7}};

Guest aged(std::string sex, int age) {
    return {std::move(sex), age, age};
}
const Guest woman = aged("F", 30), man = aged("M", 30), girl = aged("F", 9), boy = aged("M", 9);
const Guest youth = aged("M", 12), unknown{.sex = "U"};

UnitOffer offer(UnitFor for_whom, std::int64_t free) {
    return {.unit = {.name = "x", .for_whom = for_whom, .capacity = Places{100}},
            .free = Places{free}};
}

TEST(UnitChoice, OnlyWhoIsSurelyAnotherDoesNotFit) {
    struct Case {
        UnitFor unit;
        Guest guest;
        bool fits;
    };
    for (const auto& [unit, guest, expected] :
         std::vector<Case>{{UnitFor::anybody, man, true},
                           {UnitFor::families, man, true},
                           {UnitFor::women, woman, true},
                           {UnitFor::women, man, false},
                           {UnitFor::women, boy, true},
                           {UnitFor::women, youth, false},
                           {UnitFor::women, unknown, true},
                           {UnitFor::men, man, true},
                           {UnitFor::men, woman, false},
                           {UnitFor::men, youth, false},
                           {UnitFor::men, unknown, true},
                           {UnitFor::children, girl, true},
                           {UnitFor::children, man, false},
                           {UnitFor::children, aged("F", 17), true},
                           {UnitFor::children, aged("F", 18), false},
                           {UnitFor::children, unknown, true}})
        EXPECT_EQ(fits(unit, guest, rules), expected)
            << enum_text(unit) << " " << guest.sex << " " << guest.age_min.value_or(-1);
}

TEST(UnitChoice, AFamilyStaysTogether) {
    const std::vector<Guest> family{woman, man, girl, boy};
    std::vector<UnitOffer> offers{offer(UnitFor::anybody, 10), offer(UnitFor::families, 3),
                                  offer(UnitFor::families, 4), offer(UnitFor::women, 10)};
    EXPECT_EQ(propose(offers, family, rules), 2U);
    // Who comes later joins those who sleep there.
    offers[0].of_theirs = Persons{3};
    EXPECT_EQ(propose(offers, std::vector{boy}, rules), 0U);
}

TEST(UnitChoice, GoesByWhomAUnitIsFor) {
    const std::vector<UnitOffer> offers{offer(UnitFor::anybody, 5), offer(UnitFor::women, 5),
                                        offer(UnitFor::men, 5), offer(UnitFor::children, 5)};
    EXPECT_EQ(propose(offers, std::vector{woman}, rules), 1U);
    EXPECT_EQ(propose(offers, std::vector{woman, boy}, rules), 1U);
    EXPECT_EQ(propose(offers, std::vector{man}, rules), 2U);
    EXPECT_EQ(propose(offers, std::vector{youth}, rules), 3U);
    EXPECT_EQ(propose(offers, std::vector{woman, man}, rules), 0U);
}

TEST(UnitChoice, TheFullestThatHoldsThemBeforeOneForTheFirstHours) {
    std::vector<UnitOffer> offers{offer(UnitFor::anybody, 9), offer(UnitFor::anybody, 2),
                                  offer(UnitFor::anybody, 1)};
    EXPECT_EQ(propose(offers, std::vector{man, man}, rules), 1U);
    offers[1].unit.transitory = true;
    EXPECT_EQ(propose(offers, std::vector{man, man}, rules), 0U);
    offers[0].free = Places{1};
    EXPECT_EQ(propose(offers, std::vector{man, man}, rules), 1U);
}

TEST(UnitChoice, NothingWhereNobodyHasRoom) {
    EXPECT_EQ(propose({}, std::vector{man}, rules), std::nullopt);
    EXPECT_EQ(propose(std::vector{offer(UnitFor::anybody, 1)}, std::vector{man, man}, rules),
              std::nullopt);
}

TEST(UnitChoice, TheRulesAreInTheirTable) {
    std::ifstream file(JATIGI_SOURCE_DIR "/reference/housing.csv");
    const std::string csv{std::istreambuf_iterator<char>(file), {}};
    const auto read = read_housing_rules(csv);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->adult_from, 18);
    EXPECT_EQ(read->boys_with_mothers_below, 12);
    EXPECT_EQ(read->morning_at, std::chrono::hours{7});
    EXPECT_FALSE(read_housing_rules("name,value\nadult_from,18\n"));
    EXPECT_FALSE(read_housing_rules("adult_from,x\nboys_with_mothers_below,12\nmorning_at,420\n"));
}

}  // namespace
}  // namespace jatigi::sites

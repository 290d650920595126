#include "money/funding/counted_share.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

#include "platform/base/named_number.h"
#include "platform/base/text.h"

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;

const sites::SiteId assamaka{2, 1}, agadez{2, 2};
const Day monday = 2023y / 1 / 16;

StayPeriod stay(std::int64_t person, std::optional<std::string> nationality,
                Day from = monday - Days{3}, std::optional<Day> to = {}) {
    return {person, std::move(nationality), assamaka, from, to, ""};
}
CountedMeal breakfast(std::int64_t plates, Whose whose = Whose::present) {
    return {assamaka, "BREAKFAST", monday, whose, Meals{plates}};
}
ChargeableServing served(std::int64_t person) {
    return {person, assamaka, "BREAKFAST", "MLI", monday};
}

using Shares = std::map<std::optional<std::string>, std::int64_t>;
Shares shares(std::vector<CountedMeal> meals, std::vector<StayPeriod> stays,
              std::vector<ChargeableServing> by_name = {}) {
    Shares found;
    for (const ChargeableServing& plate : share_counted(meals, stays, by_name))
        ++found[plate.nationality];
    return found;
}

TEST(CountedShare, APlateIsOfWhoWasThere) {
    EXPECT_EQ(shares({breakfast(9)}, {stay(1, "MLI"), stay(2, "MLI"), stay(3, "GIN")}),
              (Shares{{"MLI", 6}, {"GIN", 3}}));
    EXPECT_EQ(shares({breakfast(4)}, {stay(1, "MLI"), stay(2, std::nullopt)}),
              (Shares{{"MLI", 2}, {std::nullopt, 2}}));
}

TEST(CountedShare, WhatIsLeftGoesToTheLargestRemainder) {
    const std::vector stays{stay(1, "GIN"), stay(2, "MLI"), stay(3, "MLI"), stay(4, "SEN")};
    EXPECT_EQ(shares({breakfast(10)}, stays), (Shares{{"GIN", 3}, {"MLI", 5}, {"SEN", 2}}));
    EXPECT_EQ(shares({breakfast(1)}, stays), (Shares{{"MLI", 1}}));
}

TEST(CountedShare, WhoLeftThatDayAteAndWhoCameTheDayAfterDidNot) {
    EXPECT_EQ(shares({breakfast(2)}, {stay(1, "MLI", monday - Days{9}, monday),
                                      stay(2, "GIN", monday), stay(3, "SEN", monday + Days{1}),
                                      stay(4, "NER", monday - Days{9}, monday - Days{1})}),
              (Shares{{"MLI", 1}, {"GIN", 1}}));
}

// Or an agreement on Malians whose cards are scanned would pay for them twice.
TEST(CountedShare, WhoWasServedByNameIsNotCountedOnceMore) {
    const std::vector stays{stay(1, "MLI"), stay(2, "MLI"), stay(3, "GIN"), stay(4, "GIN")};
    EXPECT_EQ(shares({breakfast(2)}, stays, {served(1), served(2)}), (Shares{{"GIN", 2}}));
    EXPECT_EQ(shares({breakfast(4)}, {stay(1, "MLI")}, {served(1)}), (Shares{{"MLI", 4}}));
}

TEST(CountedShare, PlatesOfAnotherSiteOrOfNobodyKnownAreOfNoNationality) {
    StayPeriod elsewhere = stay(1, "MLI");
    elsewhere.site = agadez;
    EXPECT_EQ(shares({breakfast(3)}, {elsewhere}), (Shares{{std::nullopt, 3}}));
    EXPECT_EQ(
        shares({breakfast(3, Whose::unregistered), breakfast(2, Whose::staff)}, {stay(1, "MLI")}),
        (Shares{{std::nullopt, 5}}));
}

TEST(CountedShare, WhoHasTwoStaysThatDayIsOnePerson) {
    EXPECT_EQ(shares({breakfast(2)}, {stay(1, "MLI", monday - Days{2}, monday),
                                      stay(1, "MLI", monday), stay(2, "GIN")}),
              (Shares{{"MLI", 1}, {"GIN", 1}}));
}

TEST(CountedShare, WhateverWasThereThePlatesAddUp) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<StayPeriod> stays;
        const std::vector<std::optional<std::string>> from{"MLI", "GIN", "SEN", "CMR",
                                                           std::nullopt};
        const auto people = static_cast<std::int64_t>(random() % 40);
        for (std::int64_t person = 1; person <= people; ++person)
            stays.push_back(stay(person, from[random() % from.size()]));
        const auto plates = static_cast<std::int64_t>(random() % 90);
        const auto found = share_counted(std::vector{breakfast(plates)}, stays, {});
        EXPECT_EQ(static_cast<std::int64_t>(found.size()), plates);
    }
}

// Convoys as the press counted them, by nationality; those whose list is complete.
std::map<std::string, Shares> complete_convoys() {
    std::map<std::string, Shares> convoys;
    std::ifstream file(JATIGI_SOURCE_DIR "/scenarios/convoys.csv");
    for (std::string line; std::getline(file, line);) {
        const auto cells = split(line, ',');
        if (cells.size() > 4 && cells[4] == "yes")
            convoys[cells[0]][cells[1]] = whole_number(cells[2]).value_or(0);
    }
    return convoys;
}

TEST(CountedShare, ABreakfastForAWholeConvoyIsSharedOutAsItCame) {
    const auto convoys = complete_convoys();
    ASSERT_EQ(convoys.size(), 2U);
    for (const auto& [date, nationalities] : convoys) {
        std::vector<StayPeriod> stays;
        for (const auto& [nationality, people] : nationalities)
            for (std::int64_t i = 0; i < people; ++i)
                stays.push_back(stay(static_cast<std::int64_t>(stays.size()) + 1, nationality));
        const auto all = static_cast<std::int64_t>(stays.size());
        EXPECT_EQ(all, date == "2023-03-03" ? 1'180 : 449) << date;
        EXPECT_EQ(shares({breakfast(all)}, stays), nationalities) << date;
        // Half of it, and one plate too many: whole plates, and no nationality is off by one.
        std::int64_t plates = 0;
        for (const auto& [nationality, share] : shares({breakfast(all / 2 + 1)}, stays)) {
            plates += share;
            const std::int64_t exact = nationalities.at(nationality) * (all / 2 + 1);
            EXPECT_LT(std::abs(share * all - exact), all) << date << *nationality;
        }
        EXPECT_EQ(plates, all / 2 + 1) << date;
    }
}

}  // namespace
}  // namespace jatigi::funding

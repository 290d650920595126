#include "people/disclosure/chosen_people.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace jatigi::disclosure {
namespace {

std::string number(int of) {
    return fmt::format("ASM{:09}K", of);
}

const registry::HouseholdId diallo{7, 1}, traore{7, 2};

std::vector<NominalRow> present() {
    return {{.case_number = number(1), .household = diallo},
            {.case_number = number(2), .household = diallo},
            {.case_number = number(3)},
            {.case_number = number(4), .household = traore}};
}
std::vector<std::string> numbers_of(const std::vector<NominalRow>& rows) {
    std::vector<std::string> numbers;
    for (const NominalRow& row : rows) numbers.push_back(row.case_number);
    return numbers;
}
ChosenPeople chosen(const std::vector<std::string>& typed, bool households = false) {
    return choose_people(typed, households).value();
}

TEST(ChosenPeople, StandOnceEach) {
    EXPECT_EQ(chosen({number(1), number(2), number(1)}).numbers,
              (std::vector<std::string>{number(1), number(2)}));
}

TEST(ChosenPeople, AreAtMostSixty) {
    std::vector<std::string> many;
    for (int i = 0; i < static_cast<int>(chosen_max); ++i) many.push_back(number(i));
    EXPECT_TRUE(choose_people(many, false));
    many.push_back(number(999));
    EXPECT_EQ(choose_people(many, false).error().code, "disclosure.too_many_chosen");
}

TEST(ChosenPeople, StandInOneText) {
    for (const auto& one : {chosen({}), chosen({number(1)}), chosen({number(1), number(2)}, true)})
        EXPECT_EQ(read_chosen(chosen_text(one)), one);
    EXPECT_EQ(chosen_text(chosen({}, true)), "");
    std::vector<std::string> many;
    for (int i = 0; i < static_cast<int>(chosen_max); ++i) many.push_back(number(i));
    EXPECT_LT(chosen_text(chosen(many, true)).size(), chosen_step);
}

TEST(ChosenPeople, NobodyChosenIsEverybody) {
    EXPECT_EQ(numbers_of(only_chosen(present(), {})), numbers_of(present()));
}

TEST(ChosenPeople, OnlyTheyStandOnTheList) {
    EXPECT_EQ(numbers_of(only_chosen(present(), chosen({number(3), number(1), number(9)}))),
              (std::vector<std::string>{number(1), number(3)}));
}

TEST(ChosenPeople, HouseholdsComeAlong) {
    EXPECT_EQ(numbers_of(only_chosen(present(), chosen({number(2)}, true))),
              (std::vector<std::string>{number(1), number(2)}));
}

// As if absent: a household of whom nobody else is chosen stays at home.
TEST(ChosenPeople, AHouseholdOfSomebodyWhoIsNotThereStaysAway) {
    EXPECT_TRUE(only_chosen(present(), chosen({number(9)}, true)).empty());
}

}  // namespace
}  // namespace jatigi::disclosure

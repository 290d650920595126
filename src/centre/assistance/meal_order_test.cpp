#include "centre/assistance/meal_order.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "centre/assistance/kitchen_rules.h"

namespace jatigi::assistance {
namespace {

TEST(MealOrder, EverybodyWhoIsThereGetsAPlateAndTheStaffAsBefore) {
    const std::vector<LineTotal> before{{PlateLine::present, Meals{580}},
                                        {PlateLine::unregistered, Meals{40}},
                                        {PlateLine::infant_diet, Meals{12}},
                                        {PlateLine::sick_diet, Meals{7}},
                                        {PlateLine::staff, Meals{8}},
                                        // Late guests had a round of their own.
                                        {PlateLine::present, Meals{1}},
                                        {PlateLine::staff, Meals{1}}};
    const MealOrder order = order_for(Persons{622}, Persons{90}, before);
    EXPECT_EQ(order.present, Meals{622});
    EXPECT_EQ(order.unregistered, Meals{90});
    EXPECT_EQ(order.staff, Meals{9});
    EXPECT_EQ(order.infant_diet, Meals{12});
    EXPECT_EQ(order.sick_diet, Meals{7});
    EXPECT_EQ(order.plates(), Meals{721});
}

TEST(MealOrder, AMealThatWasNeverServedIsOrderedForThoseThere) {
    EXPECT_EQ(order_for(Persons{5}, Persons{0}, {}).plates(), Meals{5});
    EXPECT_EQ(order_for(Persons{0}, Persons{0}, {}).plates(), Meals{0});
}

// More were placed than counted: nobody's plate is taken away for that.
TEST(MealOrder, ABalanceBelowNothingTakesNoPlate) {
    EXPECT_EQ(order_for(Persons{5}, Persons{-3}, {}).plates(), Meals{5});
}

TEST(MealOrder, ThereAreNoMoreDietsThanPeople) {
    const std::vector<LineTotal> before{{PlateLine::infant_diet, Meals{4}},
                                        {PlateLine::sick_diet, Meals{4}}};
    const MealOrder order = order_for(Persons{6}, Persons{0}, before);
    EXPECT_EQ(order.infant_diet, Meals{4});
    EXPECT_EQ(order.sick_diet, Meals{2});
}

TEST(KitchenRules, TheTableIsRead) {
    std::ifstream file(JATIGI_SOURCE_DIR "/reference/kitchen.csv");
    const auto rules = read_kitchen_rules(std::string(std::istreambuf_iterator(file), {}));
    ASSERT_TRUE(rules);
    EXPECT_EQ(rules->order_by, std::chrono::hours{16});
    EXPECT_EQ(rules->asked_from, Meals{101});
    EXPECT_EQ(rules->plates_a_person_max, 2);
    EXPECT_FALSE(read_kitchen_rules("name,value\norder_by,960\n"));
}

}  // namespace
}  // namespace jatigi::assistance

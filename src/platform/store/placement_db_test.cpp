#include "platform/store/placement.h"

#include <gtest/gtest.h>

#include "testing/databases.h"

namespace jatigi::store {
namespace {

class Placements : public ::testing::TestWithParam<Dialect> {};

TEST_P(Placements, StayTheSameAndAreOthersInAnotherDatabase) {
    testing::TestDatabase one(GetParam()), other(GetParam());
    const Placement before = placement_of(one.writer()).value();
    EXPECT_EQ(placement_of(one.reader()), before);
    EXPECT_NE(placement_of(other.writer()), before);
    one.close();
    EXPECT_EQ(placement_of(one.writer()), before);
}

INSTANTIATE_TEST_SUITE_P(Each, Placements, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::store

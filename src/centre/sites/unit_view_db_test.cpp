#include <gtest/gtest.h>

#include <array>

#include "centre/sites/unit_codec.h"
#include "centre/sites/unit_view.h"
#include "testing/put_fact.h"

namespace jatigi::sites {
namespace {

const SiteId assamaka{2, 1};
const UnitId hangar{4, 1}, tent{4, 2};
const UnitDescription large{"Hangar 2", UnitFor::families, Places{40}, Places{4}, false};
const UnitDescription small{"école", UnitFor::women, Places{8}, Places{0}, true};

log::Views unit_views() {
    static const std::array<const log::View*, 1> views{&unit_view};
    return views;
}

class UnitView : public ::testing::TestWithParam<store::Dialect> {
protected:
    UnitView() {
        put(hangar, UnitOpened{assamaka, large});
        put(tent, UnitOpened{assamaka, small});
    }
    void put(UnitId unit, const UnitEvent& event) {
        testing::put_fact<UnitStream>(node_, unit, event);
    }
    std::vector<UnitRow> units() {
        return list_units(node_.db(), testing::local_of(node_, assamaka)).value();
    }
    testing::TestNode node_{GetParam(), unit_views()};
};

TEST_P(UnitView, UnitsStandInTheOrderOfTheirNamesWithAllThatWasSaid) {
    ASSERT_EQ(units().size(), 2U);
    EXPECT_EQ(units()[0].id, tent);
    EXPECT_EQ(units()[0].description, small);
    EXPECT_EQ(units()[1].description, large);
    EXPECT_FALSE(units()[1].closed);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(UnitView, WhatIsChangedClosedAndReopenedIsSo) {
    put(hangar, UnitChanged{small});
    put(hangar, UnitClosed{});
    EXPECT_EQ(find_unit(node_.db(), hangar).value().description, small);
    EXPECT_TRUE(find_unit(node_.db(), hangar).value().closed);
    EXPECT_FALSE(find_unit(node_.db(), tent).value().closed);
    put(hangar, UnitReopened{});
    EXPECT_FALSE(find_unit(node_.db(), hangar).value().closed);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(UnitView, AUnitIsFoundByItsIdAndItsLocalNumber) {
    EXPECT_EQ(find_unit(node_.db(), UnitId{9, 9}).error().code, "unit.not_found");
    const log::LocalId local = testing::local_of(node_, tent);
    EXPECT_EQ(unit_by_local(node_.db(), local).value()->id, tent);
    EXPECT_FALSE(unit_by_local(node_.db(), 4'711).value());
}

INSTANTIATE_TEST_SUITE_P(Each, UnitView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites

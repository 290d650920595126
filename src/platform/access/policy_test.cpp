#include "platform/access/policy.h"

#include <gtest/gtest.h>

#include "platform/access/rules_for_tests.h"

namespace jatigi::access {
namespace {

using invented::hand_out;
using invented::read_file;

AccessRequest reading(Role role, FactClass cls, const Subject& subject) {
    return {.role = role, .cls = cls, .action = read_file, .subject = subject};
}

TEST(Policy, WhatNoRowAllowsIsRefused) {
    EXPECT_TRUE(permits(reading(Role::registrar, FactClass::identity, about_nobody())));
    EXPECT_FALSE(permits(reading(Role::registrar, FactClass::health, about_nobody())));
    EXPECT_FALSE(permits(reading(Role::stock_keeper, FactClass::identity, about_nobody())));
}

TEST(Policy, ACaseOfOnesOwnIsForTheOneWhoHasIt) {
    EXPECT_FALSE(
        permits(reading(Role::protection_officer, FactClass::trafficking, about_nobody())));
    EXPECT_TRUE(
        permits(reading(Role::protection_officer, FactClass::trafficking, {.assigned = true})));
}

TEST(Policy, ARestrictedFileIsAbsentButTheCardWorks) {
    const Subject restricted{.restricted = true};
    EXPECT_FALSE(permits(reading(Role::registrar, FactClass::identity, restricted)));
    EXPECT_TRUE(permits(reading(Role::protection_officer, FactClass::identity, restricted)));
    EXPECT_TRUE(
        permits({.role = Role::food_distributor, .action = hand_out, .subject = restricted}));
}

TEST(Policy, AnAccountOfOneSiteWorksThereAlone) {
    const auto permitted = [](const Subject& subject) {
        return permits({.role = Role::food_distributor,
                        .account_site = 7,
                        .action = hand_out,
                        .subject = subject});
    };
    EXPECT_TRUE(permitted(about_site(7)));
    EXPECT_FALSE(permitted(about_site(8)));
    EXPECT_TRUE(permitted(about_nobody()));
    EXPECT_TRUE(permitted(about_site_or_all(7)));
    EXPECT_FALSE(permitted(about_site_or_all(8)));
    EXPECT_FALSE(permitted(about_site_or_all({})));
}

TEST(Policy, AnAccountOfTheWholeNodeWorksAtAllSites) {
    for (const Subject& subject : {about_site(8), about_nobody(), about_site_or_all({})})
        EXPECT_TRUE(
            permits({.role = Role::food_distributor, .action = hand_out, .subject = subject}));
}

}  // namespace
}  // namespace jatigi::access

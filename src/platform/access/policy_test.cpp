#include "platform/access/policy.h"

#include <gtest/gtest.h>

#include <array>

namespace jatigi::access {
namespace {

using enum Action;

constexpr std::array<Role, 6> roles{Role::administrator,    Role::centre_manager,
                                    Role::registrar,        Role::gate_officer,
                                    Role::food_distributor, Role::finance_officer};

// What each role may do, in the order of `roles`: A administrator, M centre manager, R registrar,
// G gate officer, D food distributor, F finance officer. A dot is a refusal. Written by hand, so
// that a change of the policy is a change of this table, too.
struct Line {
    Action action;
    FactClass cls;
    std::string_view allowed;
};
constexpr std::array<Line, 13> matrix{{
    //                                             AMRGDF
    {manage_accounts, FactClass::open,            "A....."},
    {import_list,     FactClass::identity,        ".MR..."},
    {register_person, FactClass::identity,        ".MR..."},
    {open_person,     FactClass::identity,        ".MR..."},
    {check_in,        FactClass::open,            ".MRG.."},
    {read_sites,      FactClass::open,            "AMRGDF"},
    {read_rounds,     FactClass::open,            ".M..DF"},
    {open_round,      FactClass::open,            ".M..D."},
    {serve,           FactClass::open,            ".M..D."},
    {close_round,     FactClass::open,            ".M..D."},
    {sign_agreement,  FactClass::open,            ".....F"},
    {set_unit_cost,   FactClass::open,            ".....F"},
    {read_statement,  FactClass::open,            ".M...F"},
}};

constexpr std::array<FactClass, 5> classes{FactClass::open, FactClass::identity, FactClass::health,
                                           FactClass::protection, FactClass::trafficking};

AccessRequest request(Role role, const Line& line) {
    return {.role = role, .cls = line.cls, .action = line.action};
}

template <class Visit>
void for_each_allowed(Visit visit) {
    for (const Line& line : matrix)
        for (std::size_t i = 0; i < roles.size(); ++i)
            if (line.allowed[i] != '.') visit(request(roles[i], line));
}

TEST(Policy, TheMatrixIsExactlyThis) {
    for (const Line& line : matrix) {
        ASSERT_EQ(line.allowed.size(), roles.size());
        for (std::size_t i = 0; i < roles.size(); ++i)
            EXPECT_EQ(permits(request(roles[i], line)), line.allowed[i] != '.')
                << role_name(roles[i]) << " × action " << static_cast<int>(line.action);
    }
}

TEST(Policy, TheMatrixNamesEveryAction) {
    for (std::size_t i = 0; i < matrix.size(); ++i)
        EXPECT_EQ(static_cast<std::size_t>(matrix[i].action), i);
    EXPECT_EQ(static_cast<std::size_t>(read_statement) + 1, matrix.size());
    EXPECT_EQ(role_names.size(), roles.size());
}

TEST(Policy, AnActionInAnotherClassThanItsOwnIsRefused) {
    for (const Line& line : matrix)
        for (const FactClass cls : classes)
            for (const Role role : roles) {
                if (cls == line.cls) continue;
                EXPECT_FALSE(permits({.role = role, .cls = cls, .action = line.action}))
                    << role_name(role) << " × " << fact_class_name(cls);
            }
}

TEST(Policy, NobodyOpensHealthProtectionOrTrafficking) {
    for (const Line& line : matrix)
        for (const Role role : roles)
            for (const FactClass cls :
                 {FactClass::health, FactClass::protection, FactClass::trafficking})
                EXPECT_FALSE(permits({.role = role, .cls = cls, .action = line.action}));
}

TEST(Policy, ARestrictedFileIsAbsentForEverybody) {
    for_each_allowed([](AccessRequest allowed) {
        allowed.subject.restricted = true;
        EXPECT_FALSE(permits(allowed)) << role_name(allowed.role);
        allowed.subject.assigned = true;
        EXPECT_FALSE(permits(allowed)) << role_name(allowed.role);
    });
}

TEST(Policy, AnotherSiteIsRefusedAndOnesOwnIsNot) {
    for_each_allowed([](AccessRequest allowed) {
        allowed.account_site = 7;
        allowed.subject.site = 8;
        EXPECT_FALSE(permits(allowed)) << role_name(allowed.role);
        allowed.subject.site = 7;
        EXPECT_TRUE(permits(allowed)) << role_name(allowed.role);
    });
}

TEST(Policy, AnAccountWithoutASiteWorksAtAll) {
    for_each_allowed([](AccessRequest allowed) {
        allowed.subject.site = 8;
        EXPECT_TRUE(permits(allowed)) << role_name(allowed.role);
    });
}

TEST(Policy, ASubjectWithoutASiteIsRefusedToNobodyForIt) {
    for_each_allowed([](AccessRequest allowed) {
        allowed.account_site = 7;
        EXPECT_TRUE(permits(allowed)) << role_name(allowed.role);
    });
}

TEST(Role, NamesComeBack) {
    for (const Role role : roles) EXPECT_EQ(parse_role(role_name(role)), role);
    EXPECT_FALSE(parse_role("Registrar"));
    EXPECT_FALSE(parse_role(""));
}

}  // namespace
}  // namespace jatigi::access

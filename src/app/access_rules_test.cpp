#include "app/access_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "centre/assistance/may.h"
#include "centre/sites/may.h"
#include "money/funding/may.h"
#include "people/disclosure/may.h"
#include "people/registry/may.h"
#include "platform/access/may.h"
#include "platform/review/may.h"

namespace jatigi::app {
namespace {

using access::AccessRequest;
using access::Action;
using access::permits;
using access::Role;
using access::role_names;
using enum access::Role;
using namespace access::may;      // NOLINT(google-build-using-namespace)
using namespace registry::may;    // NOLINT(google-build-using-namespace)
using namespace disclosure::may;  // NOLINT(google-build-using-namespace)
using namespace sites::may;       // NOLINT(google-build-using-namespace)
using namespace assistance::may;  // NOLINT(google-build-using-namespace)
using namespace funding::may;     // NOLINT(google-build-using-namespace)
using namespace review::may;      // NOLINT(google-build-using-namespace)

// What each role may do, in the order of role_names: A administrator, M centre manager,
// R registrar, G gate officer, D food distributor, F finance officer, N nurse, P protection
// officer, C return counsellor, V movement officer, S stock keeper, O data protection officer. A
// dot is a refusal, a small letter is allowed for assigned cases alone. Written by hand, so that a
// change of the policy is a change of this table, too.
struct Line {
    Action action;
    FactClass cls;
    std::string_view allowed;
};
constexpr std::array<Line, 55> matrix{{
    //                                                  AMRGDFNPCVSO
    {manage_accounts,          FactClass::open,        "A..........."},
    {confirm_account,          FactClass::open,        ".M.....P...O"},
    {read_accounts,            FactClass::open,        "AM.....P...O"},
    {read_backups,             FactClass::open,        "AM.........O"},
    {vouch_for_emergency,      FactClass::open,        ".MR...NP...O"},
    {review_emergencies,       FactClass::open,        ".......P...O"},
    {own_account,              FactClass::open,        "AMRGDFNPCVSO"},
    {import_list,              FactClass::identity,    ".MR........."},
    {approve_verdicts,         FactClass::open,        ".M.....P...."},
    {register_person,          FactClass::identity,    ".MR........."},
    {search_persons,           FactClass::identity,    ".MR...NPC..."},
    {list_present,             FactClass::identity,    "..R...NPC..."},
    {open_person,              FactClass::identity,    ".MR...NPC..."},
    {open_person,              FactClass::health,      "......N....."},
    {open_person,              FactClass::protection,  ".......P...."},
    {open_person,              FactClass::trafficking, ".......p...."},
    {correct_person,           FactClass::identity,    ".MR....PC..."},
    {confirm_nationality,      FactClass::open,        "........C..."},
    {review_restricted,        FactClass::open,        ".......P...."},
    {say_same_person,          FactClass::open,        ".MR....PC..."},
    {review_marked_rows,       FactClass::open,        ".MR....P...."},
    {restrict_person,          FactClass::identity,    ".......P...."},
    {keep_photo,               FactClass::identity,    "..R....PC..."},
    {issue_card,               FactClass::open,        ".MR....P...."},
    {print_cards,              FactClass::open,        ".MR....P...."},
    {check_in,                 FactClass::open,        ".MRG........"},
    {keep_units,               FactClass::open,        ".M.........."},
    {house,                    FactClass::open,        ".MRG...P...."},
    {count_arrivals,           FactClass::open,        ".MRGD.NP...."},
    {run_arrivals,             FactClass::open,        ".M.........."},
    {bind_wristband,           FactClass::open,        ".MR....P...."},
    {read_occupancy,           FactClass::open,        ".M.GDF.P.VS."},
    {print_roll_call,          FactClass::identity,    ".M.....P...."},
    {read_sites,               FactClass::open,        "AMRGDFNPCVSO"},
    {read_rounds,              FactClass::open,        ".M..DF......"},
    {open_round,               FactClass::open,        ".M..D......."},
    {serve,                    FactClass::open,        ".M..D......."},
    {choose_round_pin,         FactClass::open,        ".M..D......."},
    {review_late_servings,     FactClass::open,        ".M...F......"},
    {bring_in_counts,          FactClass::open,        "....D......."},
    {close_round,              FactClass::open,        ".M..D......."},
    {reopen_round,             FactClass::open,        ".M.........."},
    {sign_agreement,           FactClass::open,        ".....F......"},
    {set_unit_cost,            FactClass::open,        ".....F......"},
    {read_statement,           FactClass::open,        ".M...F......"},
    {review_tasks,             FactClass::open,        ".MR..F.PC..O"},
    {lock_node,                FactClass::open,        "AMRGDFNPCVSO"},
    {read_openings,            FactClass::open,        "...........O"},
    {release_openings,         FactClass::open,        "...........O"},
    {read_disclosures,         FactClass::open,        ".M.....P...O"},
    {record_authority_request, FactClass::open,        ".M.....P...."},
    {answer_authority_request, FactClass::open,        ".M.....P...."},
    {propose_nominal_list,     FactClass::identity,    ".M.....P...."},
    {approve_nominal_list,     FactClass::identity,    ".M.....P...."},
    {print_nominal_list,       FactClass::identity,    ".......P...."},
}};

constexpr std::array<FactClass, 5> classes{FactClass::open, FactClass::identity, FactClass::health,
                                           FactClass::protection, FactClass::trafficking};

std::vector<Role> every_role() {
    std::vector<Role> roles;
    for (const auto& [role, name] : role_names) roles.push_back(role);
    return roles;
}

std::vector<Action> every_action() {
    std::vector<Action> actions;
    for (const access::Rule& rule : access_rules())
        if (std::ranges::find(actions, rule.action) == actions.end())
            actions.push_back(rule.action);
    return actions;
}

AccessRequest request(Role role, const Action& action, FactClass cls) {
    return {.role = role, .cls = cls, .action = action, .subject = access::about_nobody()};
}

// The letter of `role` in the line of this action and class; a dot when there is none.
char letter(Role role, const Action& action, FactClass cls) {
    for (const Line& line : matrix)
        if (line.action == action && line.cls == cls)
            return line.allowed[static_cast<std::size_t>(role)];
    return '.';
}

std::string name_of(const AccessRequest& asked) {
    return std::string(enum_text(asked.role)) + " × " + std::string(asked.action.name) + " × " +
           std::string(enum_text(asked.cls));
}

// Every role × action × class, allowed or not.
std::vector<AccessRequest> every_request() {
    std::vector<AccessRequest> all;
    for (const Role role : every_role())
        for (const Action action : every_action())
            for (const FactClass cls : classes) all.push_back(request(role, action, cls));
    return all;
}

std::vector<AccessRequest> allowed_requests() {
    std::vector<AccessRequest> all = every_request();
    std::erase_if(all, [](const AccessRequest& asked) { return !permits(asked); });
    return all;
}

// The actions by which somebody's file, or a name in a list, is shown or changed.
constexpr std::array<Action, 13> about_a_file{
    import_list,    register_person,     search_persons,       open_person,
    correct_person, confirm_nationality, restrict_person,      keep_photo,
    issue_card,     print_cards,         propose_nominal_list, print_nominal_list,
    print_roll_call};

bool may_any_file(Role role) {
    return std::any_of(about_a_file.begin(), about_a_file.end(), [&](const Action& action) {
        return std::any_of(classes.begin(), classes.end(), [&](FactClass cls) {
            AccessRequest asked = request(role, action, cls);
            asked.subject.assigned = true;
            return permits(asked);
        });
    });
}

TEST(AccessRules, TheMatrixIsExactlyThis) {
    for (AccessRequest asked : every_request()) {
        const char stands = letter(asked.role, asked.action, asked.cls);
        EXPECT_EQ(permits(asked), stands >= 'A' && stands <= 'Z') << name_of(asked);
        asked.subject.assigned = true;
        EXPECT_EQ(permits(asked), stands != '.') << name_of(asked);
    }
}

TEST(AccessRules, TheMatrixNamesEveryActionAndEveryRole) {
    for (const Action action : every_action())
        EXPECT_TRUE(std::any_of(matrix.begin(), matrix.end(), [&](const Line& line) {
            return line.action == action;
        })) << action.name;
    for (const Line& line : matrix) EXPECT_EQ(line.allowed.size(), role_names.size());
    for (std::size_t i = 0; i < role_names.size(); ++i)
        EXPECT_EQ(static_cast<std::size_t>(role_names[i].first), i);
}

TEST(AccessRules, EachRuleStandsInTheTableOfItsAction) {
    for (const access::Rule& rule : access_rules()) {
        const auto table = rule.action.rules();
        EXPECT_TRUE(std::ranges::any_of(table, [&](const access::Rule& other) {
            return other.role == rule.role && other.action == rule.action && other.cls == rule.cls;
        })) << rule.action.name;
    }
}

TEST(AccessRules, EveryRoleMayDoSomething) {
    std::set<Role> working;
    for (const AccessRequest& allowed : allowed_requests()) working.insert(allowed.role);
    EXPECT_EQ(working.size(), role_names.size());
}

TEST(AccessRules, OnlyProtectionOpensTheProtectionClass) {
    for (AccessRequest asked : every_request()) {
        if (asked.cls != FactClass::protection && asked.cls != FactClass::trafficking) continue;
        asked.subject.assigned = true;
        EXPECT_EQ(permits(asked), asked.role == protection_officer && asked.action == open_person)
            << name_of(asked);
    }
}

TEST(AccessRules, TraffickingIsForTheOneWhoHasTheCase) {
    AccessRequest asked = request(protection_officer, open_person, FactClass::trafficking);
    EXPECT_FALSE(permits(asked));
    asked.subject.assigned = true;
    EXPECT_TRUE(permits(asked));
}

TEST(AccessRules, OnlyANurseOpensTheHealthClass) {
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.cls == FactClass::health) {
            EXPECT_EQ(allowed.role, nurse);
            EXPECT_EQ(allowed.action, open_person);
        }
}

TEST(AccessRules, ACentreManagerOpensNoVictimsFile) {
    for (const FactClass cls : {FactClass::health, FactClass::protection, FactClass::trafficking})
        EXPECT_FALSE(permits(request(centre_manager, open_person, cls)));
    AccessRequest asked = request(centre_manager, open_person, FactClass::identity);
    EXPECT_TRUE(permits(asked));
    asked.subject.restricted = true;
    EXPECT_FALSE(permits(asked));
}

TEST(AccessRules, ARestrictedFileIsAbsentForAllButProtection) {
    for (AccessRequest allowed : allowed_requests()) {
        if (allowed.action == check_in || allowed.action == serve || allowed.action == house ||
            allowed.action == bind_wristband)
            continue;
        allowed.subject.restricted = true;
        for (const bool assigned : {false, true}) {
            allowed.subject.assigned = assigned;
            EXPECT_EQ(permits(allowed), allowed.role == protection_officer) << name_of(allowed);
        }
    }
}

TEST(AccessRules, ARestrictedPersonEatsComesInAndHasABed) {
    for (AccessRequest allowed : allowed_requests()) {
        if (allowed.action != check_in && allowed.action != serve && allowed.action != house)
            continue;
        allowed.subject.restricted = true;
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
    }
}

TEST(AccessRules, WhatIsDoneToARestrictedFileProtectionCanDo) {
    for (const Action action :
         {search_persons, open_person, correct_person, restrict_person, keep_photo})
        EXPECT_TRUE(permits({.role = protection_officer,
                             .cls = FactClass::identity,
                             .action = action,
                             .subject = {.restricted = true}}));
    EXPECT_TRUE(permits({.role = protection_officer,
                         .cls = FactClass::open,
                         .action = issue_card,
                         .subject = {.restricted = true}}));
}

TEST(AccessRules, DataProtectionOpensNoFile) {
    EXPECT_FALSE(may_any_file(data_protection_officer));
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.role == data_protection_officer) {
            EXPECT_EQ(allowed.cls, FactClass::open);
        }
}

TEST(AccessRules, WhoGuardsTheOpeningsOpensNothing) {
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.action == read_openings || allowed.action == release_openings) {
            EXPECT_FALSE(may_any_file(allowed.role)) << name_of(allowed);
        }
}

TEST(AccessRules, GateAndFoodSeeNoFile) {
    for (const Role role : {gate_officer, food_distributor}) EXPECT_FALSE(may_any_file(role));
}

TEST(AccessRules, AnAdministratorMakesAccountsAndSeesNoFile) {
    EXPECT_FALSE(may_any_file(administrator));
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.action == manage_accounts) {
            EXPECT_EQ(allowed.role, administrator);
        }
}

TEST(AccessRules, MoneyMovementAndStockSeeNoFile) {
    for (const Role role : {finance_officer, movement_officer, stock_keeper})
        EXPECT_FALSE(may_any_file(role)) << enum_text(role);
}

// Both roles propose and approve; that nobody does both is checked by person, in disclosure.
// So there must be exactly two, or the other could be missing or be anybody.
TEST(AccessRules, ANominalListIsBetweenCentreManagerAndProtection) {
    const auto who_may = [](const Action& action) {
        std::set<Role> who;
        for (const AccessRequest& allowed : allowed_requests())
            if (allowed.action == action) who.insert(allowed.role);
        return who;
    };
    for (const Action action : {propose_nominal_list, approve_nominal_list})
        EXPECT_EQ(who_may(action), (std::set<Role>{centre_manager, protection_officer}));
    // Beside the number of those present the names would tell how many are restricted.
    EXPECT_EQ(who_may(print_nominal_list), std::set<Role>{protection_officer});
}

// Otherwise whoever makes accounts could read the register by making one.
TEST(AccessRules, WhoeverSeesPeopleOrConfirmsOthersIsConfirmedByASecondPerson) {
    for (const Role role : every_role()) {
        const bool confirms = permits(request(role, confirm_account, FactClass::open));
        const bool guards = permits(request(role, read_openings, FactClass::open));
        EXPECT_EQ(access::needs_confirmation(role), may_any_file(role) || confirms || guards)
            << enum_text(role);
    }
}

TEST(AccessRules, WhoConfirmsIsOneOfTheTwoOrGuardsTheData) {
    for (const Role role : every_role()) {
        const bool one_of_the_two =
            permits(request(role, propose_nominal_list, FactClass::identity)) ||
            permits(request(role, approve_nominal_list, FactClass::identity));
        EXPECT_EQ(permits(request(role, confirm_account, FactClass::open)),
                  one_of_the_two || role == data_protection_officer)
            << enum_text(role);
    }
}

TEST(AccessRules, AnEmergencyIsOfARoleThatWaitsForAConfirmationAndGivesNone) {
    for (const Role role : every_role()) {
        if (!access::may_be_an_emergency(role)) continue;
        EXPECT_TRUE(access::needs_confirmation(role)) << enum_text(role);
        EXPECT_FALSE(permits(request(role, confirm_account, FactClass::open))) << enum_text(role);
        EXPECT_FALSE(permits(request(role, manage_accounts, FactClass::open))) << enum_text(role);
    }
}

TEST(AccessRules, WhoMakesAccountsVouchesForNone) {
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.action == manage_accounts) {
            EXPECT_FALSE(permits(request(allowed.role, vouch_for_emergency, FactClass::open)));
        }
}

TEST(AccessRules, WhoMakesAccountsConfirmsNone) {
    for (const AccessRequest& allowed : allowed_requests())
        if (allowed.action == manage_accounts) {
            EXPECT_FALSE(permits(request(allowed.role, confirm_account, FactClass::open)));
            EXPECT_FALSE(access::needs_confirmation(allowed.role));
        }
}

TEST(AccessRules, EverybodyMayLockTheNode) {
    for (const Role role : every_role())
        EXPECT_TRUE(permits(request(role, lock_node, FactClass::open))) << enum_text(role);
}

TEST(AccessRules, AnotherSiteIsRefusedAndOnesOwnIsNot) {
    for (AccessRequest allowed : allowed_requests()) {
        allowed.account_site = 7;
        allowed.subject.site = 8;
        EXPECT_FALSE(permits(allowed)) << name_of(allowed);
        allowed.subject.site = 7;
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
    }
}

TEST(AccessRules, WhatConcernsEverySiteIsRefusedToAnAccountOfOne) {
    for (AccessRequest allowed : allowed_requests()) {
        allowed.subject = access::about_site_or_all({});
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
        allowed.account_site = 7;
        EXPECT_FALSE(permits(allowed)) << name_of(allowed);
        allowed.subject = access::about_site_or_all(7);
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
    }
}

TEST(AccessRules, AnAccountWithoutASiteWorksAtAll) {
    for (AccessRequest allowed : allowed_requests()) {
        allowed.subject.site = 8;
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
    }
}

TEST(AccessRules, ASubjectWithoutASiteIsRefusedToNobodyForIt) {
    for (AccessRequest allowed : allowed_requests()) {
        allowed.account_site = 7;
        EXPECT_TRUE(permits(allowed)) << name_of(allowed);
    }
}

TEST(AccessRules, ANationalityChangesNoVerdict) {
    for (AccessRequest asked : every_request()) {
        const bool before = permits(asked);
        for (const char* nationality : {"MLI", "NER", "XXX"}) {
            asked.subject.nationality = nationality;
            EXPECT_EQ(permits(asked), before) << name_of(asked);
        }
    }
}

// docs/access.md, from the rules.
std::string access_page() {
    std::string page =
        "# Who may do what\n\n"
        "Made from the rules of the modules (`src/app/access_rules.cpp` joins the `may.cpp` of "
        "each); a "
        "test keeps it true, and `UPDATE=1 ./dev test AccessRules` writes it again. Not to be "
        "edited.\n\n"
        "An account of one site may do it there alone. A restricted file is absent for all but the "
        "protection officer, but for what is about the card in somebody's hand (▣). ○: only cases "
        "that "
        "are the account's own. ◇: waits for no second factor at home. ⏱: with the PIN of a round, too. Who else is let in, and what waits for a second person, stand in "
        "`docs/architecture.md`, \"Who may see what\".\n\n"
        "| action | class |";
    for (const auto& [role, name] : role_names) page += " " + std::string(name) + " |";
    page += "\n|---|---|";
    for (std::size_t i = 0; i < role_names.size(); ++i) page += "---|";
    page += "\n";
    for (const Action& action : every_action())
        for (const FactClass cls : classes) {
            std::string row;
            bool anybody = false;
            for (const Role role : every_role()) {
                AccessRequest asked = request(role, action, cls);
                const bool everyone = permits(asked);
                asked.subject.assigned = true;
                const bool own = permits(asked);
                anybody = anybody || own;
                row += everyone ? " ● |" : own ? " ○ |" : " |";
            }
            if (!anybody) continue;
            page += "| `" + std::string(action.name) + "`" + (action.about_the_card ? " ▣" : "") +
                    (action.asks_factor == access::AsksFactor::always ? "" : " ◇") + (action.by_pin ? " ⏱" : "") + " | " + std::string(enum_text(cls)) + " |" + row + "\n";
        }
    return page;
}

TEST(AccessRules, OnlyTheGateArrivalsMealsBedsOnesOwnAccountAndTheLockWaitForNoSecondFactor) {
    std::set<std::string_view> without;
    for (const Action& action : every_action())
        if (action.asks_factor != access::AsksFactor::always) without.insert(action.name);
    EXPECT_EQ(without, (std::set<std::string_view>{
                           "bind_wristband", "bring_in_counts", "check_in", "choose_round_pin",
                           "close_round", "count_arrivals", "house", "lock_node", "open_round", "own_account", "read_occupancy",
                           "read_rounds", "read_sites", "reopen_round", "serve"}));
}

TEST(AccessRules, APinIsForTheGateArrivalsMealsAndTheLock) {
    std::set<std::string_view> by_pin;
    for (const Action& action : every_action())
        if (action.by_pin) by_pin.insert(action.name);
    EXPECT_EQ(by_pin, (std::set<std::string_view>{"check_in", "count_arrivals", "lock_node",
                                                  "read_rounds", "read_sites", "serve"}));
}

TEST(AccessRules, ThePageShowsThem) {
    const std::filesystem::path path{JATIGI_SOURCE_DIR "/docs/access.md"};
    // NOLINTNEXTLINE(concurrency-mt-unsafe) -- nobody changes the environment
    if (std::getenv("UPDATE") != nullptr) std::ofstream(path) << access_page();
    std::ostringstream written;
    written << std::ifstream(path).rdbuf();
    EXPECT_EQ(written.str(), access_page());
}

TEST(Role, NamesComeBack) {
    for (const Role role : every_role()) EXPECT_EQ(parse_enum<access::Role>(enum_text(role)), role);
    EXPECT_FALSE(parse_enum<access::Role>("Registrar"));
    EXPECT_FALSE(parse_enum<access::Role>(""));
}

TEST(Role, OutsidersHaveNone) {
    for (const char* outsider : {"ministry", "consul", "consulate", "consular_officer", "donor",
                                 "auditor", "outside_auditor", "police", "embassy", "government"})
        EXPECT_FALSE(parse_enum<access::Role>(outsider)) << outsider;
}

}  // namespace
}  // namespace jatigi::app

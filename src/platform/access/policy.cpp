#include "platform/access/policy.h"

#include <algorithm>
#include <array>

namespace jatigi::access {
namespace {

struct Rule {
    Role role;
    Action action;
    FactClass cls;
};

using enum Role;
using enum Action;

constexpr std::array<Rule, 29> rules{{
    {administrator, manage_accounts, FactClass::open},
    {administrator, read_sites, FactClass::open},

    {centre_manager, read_sites, FactClass::open},
    {centre_manager, import_list, FactClass::identity},
    {centre_manager, register_person, FactClass::identity},
    {centre_manager, open_person, FactClass::identity},
    {centre_manager, check_in, FactClass::open},
    {centre_manager, read_rounds, FactClass::open},
    {centre_manager, open_round, FactClass::open},
    {centre_manager, serve, FactClass::open},
    {centre_manager, close_round, FactClass::open},
    {centre_manager, read_statement, FactClass::open},

    {registrar, read_sites, FactClass::open},
    {registrar, import_list, FactClass::identity},
    {registrar, register_person, FactClass::identity},
    {registrar, open_person, FactClass::identity},
    {registrar, check_in, FactClass::open},

    {gate_officer, read_sites, FactClass::open},
    {gate_officer, check_in, FactClass::open},

    {food_distributor, read_sites, FactClass::open},
    {food_distributor, read_rounds, FactClass::open},
    {food_distributor, open_round, FactClass::open},
    {food_distributor, serve, FactClass::open},
    {food_distributor, close_round, FactClass::open},

    {finance_officer, read_sites, FactClass::open},
    {finance_officer, sign_agreement, FactClass::open},
    {finance_officer, set_unit_cost, FactClass::open},
    {finance_officer, read_statement, FactClass::open},
    {finance_officer, read_rounds, FactClass::open},
}};

}  // namespace

bool permits(const AccessRequest& request) {
    // Restricted files open for protection alone, and that role comes with its module.
    if (request.subject.restricted) return false;
    if (request.account_site && request.subject.site &&
        *request.account_site != *request.subject.site)
        return false;
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.role == request.role && rule.action == request.action &&
               rule.cls == request.cls;
    });
}

}  // namespace jatigi::access

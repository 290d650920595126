#include "platform/access/policy.h"

#include <algorithm>
#include <array>

namespace jatigi::access {
namespace {

enum class Reach : std::uint8_t {
    everyone,
    assigned,  // Only cases that are this account's own.
};

struct Rule {
    Role role;
    Action action;
    FactClass cls;
    Reach reach = Reach::everyone;
};

using enum Role;
using enum Action;

constexpr std::array<Rule, 90> rules{{
    {administrator, manage_accounts, FactClass::open},
    {administrator, read_sites, FactClass::open},
    {administrator, lock_node, FactClass::open},

    {centre_manager, confirm_account, FactClass::open},
    {centre_manager, read_sites, FactClass::open},
    {centre_manager, import_list, FactClass::identity},
    {centre_manager, register_person, FactClass::identity},
    {centre_manager, search_persons, FactClass::identity},
    {centre_manager, open_person, FactClass::identity},
    {centre_manager, correct_person, FactClass::identity},
    {centre_manager, issue_card, FactClass::open},
    {centre_manager, print_cards, FactClass::open},
    {centre_manager, check_in, FactClass::open},
    {centre_manager, read_rounds, FactClass::open},
    {centre_manager, open_round, FactClass::open},
    {centre_manager, serve, FactClass::open},
    {centre_manager, close_round, FactClass::open},
    {centre_manager, read_statement, FactClass::open},
    {centre_manager, lock_node, FactClass::open},
    {centre_manager, read_disclosures, FactClass::open},
    {centre_manager, record_authority_request, FactClass::open},
    {centre_manager, answer_authority_request, FactClass::open},
    {centre_manager, propose_nominal_list, FactClass::identity},
    {centre_manager, approve_nominal_list, FactClass::identity},
    {centre_manager, print_nominal_list, FactClass::identity},

    {registrar, read_sites, FactClass::open},
    {registrar, import_list, FactClass::identity},
    {registrar, register_person, FactClass::identity},
    {registrar, search_persons, FactClass::identity},
    {registrar, open_person, FactClass::identity},
    {registrar, correct_person, FactClass::identity},
    {registrar, keep_photo, FactClass::identity},
    {registrar, issue_card, FactClass::open},
    {registrar, print_cards, FactClass::open},
    {registrar, check_in, FactClass::open},
    {registrar, lock_node, FactClass::open},

    {gate_officer, read_sites, FactClass::open},
    {gate_officer, check_in, FactClass::open},
    {gate_officer, lock_node, FactClass::open},

    {food_distributor, read_sites, FactClass::open},
    {food_distributor, read_rounds, FactClass::open},
    {food_distributor, open_round, FactClass::open},
    {food_distributor, serve, FactClass::open},
    {food_distributor, close_round, FactClass::open},
    {food_distributor, lock_node, FactClass::open},

    {finance_officer, read_sites, FactClass::open},
    {finance_officer, sign_agreement, FactClass::open},
    {finance_officer, set_unit_cost, FactClass::open},
    {finance_officer, read_statement, FactClass::open},
    {finance_officer, read_rounds, FactClass::open},
    {finance_officer, lock_node, FactClass::open},

    {nurse, read_sites, FactClass::open},
    {nurse, search_persons, FactClass::identity},
    {nurse, open_person, FactClass::identity},
    {nurse, open_person, FactClass::health},
    {nurse, lock_node, FactClass::open},

    {protection_officer, confirm_account, FactClass::open},
    {protection_officer, read_sites, FactClass::open},
    {protection_officer, search_persons, FactClass::identity},
    {protection_officer, open_person, FactClass::identity},
    {protection_officer, open_person, FactClass::protection},
    {protection_officer, open_person, FactClass::trafficking, Reach::assigned},
    {protection_officer, correct_person, FactClass::identity},
    {protection_officer, restrict_person, FactClass::identity},
    // Nobody else sees a restricted file, so nobody else could renew its card or its photo.
    {protection_officer, keep_photo, FactClass::identity},
    {protection_officer, issue_card, FactClass::open},
    {protection_officer, print_cards, FactClass::open},
    {protection_officer, lock_node, FactClass::open},
    {protection_officer, read_disclosures, FactClass::open},
    {protection_officer, record_authority_request, FactClass::open},
    {protection_officer, answer_authority_request, FactClass::open},
    {protection_officer, propose_nominal_list, FactClass::identity},
    {protection_officer, approve_nominal_list, FactClass::identity},
    {protection_officer, print_nominal_list, FactClass::identity},

    {return_counsellor, read_sites, FactClass::open},
    {return_counsellor, search_persons, FactClass::identity},
    {return_counsellor, open_person, FactClass::identity},
    {return_counsellor, correct_person, FactClass::identity},
    {return_counsellor, confirm_nationality, FactClass::open},
    {return_counsellor, keep_photo, FactClass::identity},
    {return_counsellor, lock_node, FactClass::open},

    {movement_officer, read_sites, FactClass::open},
    {movement_officer, lock_node, FactClass::open},

    {stock_keeper, read_sites, FactClass::open},
    {stock_keeper, lock_node, FactClass::open},

    {data_protection_officer, read_sites, FactClass::open},
    {data_protection_officer, read_openings, FactClass::open},
    {data_protection_officer, release_openings, FactClass::open},
    {data_protection_officer, read_disclosures, FactClass::open},
    {data_protection_officer, lock_node, FactClass::open},
}};

// At the gate and at a meal somebody stands there with a card. To behave as absent then would deny
// food to a victim, and tell the desk that there is something to hide. Neither shows the file.
bool shows_no_file(Action action) { return action == check_in || action == serve; }

}  // namespace

bool permits(const AccessRequest& request) {
    if (request.subject.restricted && request.role != protection_officer &&
        !shows_no_file(request.action))
        return false;
    if (request.account_site && request.subject.site &&
        *request.account_site != *request.subject.site)
        return false;
    return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.role == request.role && rule.action == request.action &&
               rule.cls == request.cls &&
               (rule.reach == Reach::everyone || request.subject.assigned);
    });
}

bool needs_confirmation(Role role) {
    return std::any_of(rules.begin(), rules.end(), [role](const Rule& rule) {
        return rule.role == role &&
               (rule.action == propose_nominal_list || rule.action == approve_nominal_list ||
                rule.action == release_openings);
    });
}

}  // namespace jatigi::access

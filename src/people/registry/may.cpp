#include "people/registry/may.h"

#include <array>

#include "platform/access/gatekeeper.h"

namespace jatigi::registry::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 46> table{{
    {centre_manager, import_list, FactClass::identity},
    {registrar, import_list, FactClass::identity},

    {centre_manager, approve_verdicts, FactClass::open},
    {protection_officer, approve_verdicts, FactClass::open},

    {centre_manager, register_person, FactClass::identity},
    {registrar, register_person, FactClass::identity},

    {centre_manager, search_persons, FactClass::identity},
    {registrar, search_persons, FactClass::identity},
    {nurse, search_persons, FactClass::identity},
    {protection_officer, search_persons, FactClass::identity},
    {return_counsellor, search_persons, FactClass::identity},

    {registrar, list_present, FactClass::identity},
    {nurse, list_present, FactClass::identity},
    {protection_officer, list_present, FactClass::identity},
    {return_counsellor, list_present, FactClass::identity},

    {centre_manager, open_person, FactClass::identity},
    {registrar, open_person, FactClass::identity},
    {nurse, open_person, FactClass::identity},
    {nurse, open_person, FactClass::health},
    {protection_officer, open_person, FactClass::identity},
    {protection_officer, open_person, FactClass::protection},
    {protection_officer, open_person, FactClass::trafficking, access::Reach::assigned},
    {return_counsellor, open_person, FactClass::identity},

    {centre_manager, correct_person, FactClass::identity},
    {registrar, correct_person, FactClass::identity},
    {protection_officer, correct_person, FactClass::identity},
    {return_counsellor, correct_person, FactClass::identity},

    {centre_manager, say_same_person, FactClass::open},
    {registrar, say_same_person, FactClass::open},
    {protection_officer, say_same_person, FactClass::open},
    {return_counsellor, say_same_person, FactClass::open},

    {centre_manager, review_marked_rows, FactClass::open},
    {registrar, review_marked_rows, FactClass::open},
    {protection_officer, review_marked_rows, FactClass::open},

    {protection_officer, review_restricted, FactClass::open},

    {return_counsellor, confirm_nationality, FactClass::open},

    {protection_officer, restrict_person, FactClass::identity},

    {registrar, keep_photo, FactClass::identity},
    // Nobody else sees a restricted file, so nobody else could renew its card or its photo.
    {protection_officer, keep_photo, FactClass::identity},
    {return_counsellor, keep_photo, FactClass::identity},

    {centre_manager, issue_card, FactClass::open},
    {registrar, issue_card, FactClass::open},
    {protection_officer, issue_card, FactClass::open},

    {centre_manager, print_cards, FactClass::open},
    {registrar, print_cards, FactClass::open},
    {protection_officer, print_cards, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

bool opens_files(const access::Account& account) {
    return access::Gatekeeper::allow_role(account, open_person, FactClass::identity).has_value();
}

}  // namespace jatigi::registry::may

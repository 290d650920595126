#include "platform/access/may.h"

#include <array>

namespace jatigi::access::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 44> table{{
    {administrator, manage_accounts, FactClass::open},

    {centre_manager, confirm_account, FactClass::open},
    {protection_officer, confirm_account, FactClass::open},
    {data_protection_officer, confirm_account, FactClass::open},

    {administrator, read_accounts, FactClass::open},
    {centre_manager, read_accounts, FactClass::open},
    {protection_officer, read_accounts, FactClass::open},
    {data_protection_officer, read_accounts, FactClass::open},

    {centre_manager, vouch_for_emergency, FactClass::open},
    {registrar, vouch_for_emergency, FactClass::open},
    {nurse, vouch_for_emergency, FactClass::open},
    {protection_officer, vouch_for_emergency, FactClass::open},
    {data_protection_officer, vouch_for_emergency, FactClass::open},

    {protection_officer, review_emergencies, FactClass::open},
    {data_protection_officer, review_emergencies, FactClass::open},

    {administrator, own_account, FactClass::open},
    {centre_manager, own_account, FactClass::open},
    {registrar, own_account, FactClass::open},
    {gate_officer, own_account, FactClass::open},
    {food_distributor, own_account, FactClass::open},
    {finance_officer, own_account, FactClass::open},
    {nurse, own_account, FactClass::open},
    {protection_officer, own_account, FactClass::open},
    {return_counsellor, own_account, FactClass::open},
    {movement_officer, own_account, FactClass::open},
    {stock_keeper, own_account, FactClass::open},
    {data_protection_officer, own_account, FactClass::open},

    {administrator, lock_node, FactClass::open},
    {centre_manager, lock_node, FactClass::open},
    {registrar, lock_node, FactClass::open},
    {gate_officer, lock_node, FactClass::open},
    {food_distributor, lock_node, FactClass::open},
    {finance_officer, lock_node, FactClass::open},
    {nurse, lock_node, FactClass::open},
    {protection_officer, lock_node, FactClass::open},
    {return_counsellor, lock_node, FactClass::open},
    {movement_officer, lock_node, FactClass::open},
    {stock_keeper, lock_node, FactClass::open},
    {data_protection_officer, lock_node, FactClass::open},

    {administrator, read_backups, FactClass::open},
    {centre_manager, read_backups, FactClass::open},
    {data_protection_officer, read_backups, FactClass::open},
    {data_protection_officer, read_openings, FactClass::open},

    {data_protection_officer, release_openings, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::access::may

#include "platform/access/may.h"

#include <array>

namespace jatigi::access::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 17> table{{
    {administrator, manage_accounts, FactClass::open},

    {centre_manager, confirm_account, FactClass::open},
    {protection_officer, confirm_account, FactClass::open},

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

    {data_protection_officer, read_openings, FactClass::open},

    {data_protection_officer, release_openings, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::access::may

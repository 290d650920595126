// The roles of a centre. Ministry, consulate, donor and outside auditor have no account on a node:
// they open released documents.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/base/enum_text.h"

namespace jatigi::access {

enum class Role : std::uint8_t {
    administrator,  // Accounts and settings; opens no person's file.
    centre_manager,
    registrar,
    gate_officer,
    food_distributor,
    finance_officer,
    nurse,
    protection_officer,
    return_counsellor,
    movement_officer,
    stock_keeper,
    data_protection_officer,  // Reads who opened what; opens no person's file.
};
constexpr auto enum_texts(Role) {
    return texts_in_order<Role>("administrator", "centre_manager", "registrar", "gate_officer",
                                "food_distributor", "finance_officer", "nurse",
                                "protection_officer", "return_counsellor", "movement_officer",
                                "stock_keeper", "data_protection_officer");
}

constexpr auto role_names = enum_texts(Role{});

// Whether a second person confirms an account of this role, neither the one who made it nor an
// administrator: roles that search, open, import, print or keep photos, and those that confirm
// others or read what was opened. Otherwise whoever makes accounts could read the register by
// making one.
constexpr bool needs_confirmation(Role role) {
    return role == Role::centre_manager || role == Role::registrar || role == Role::nurse ||
           role == Role::protection_officer || role == Role::return_counsellor ||
           role == Role::data_protection_officer;
}

// Roles of somebody who came to help tonight (emergency_account.h).
constexpr bool may_be_an_emergency(Role role) {
    return role == Role::nurse || role == Role::registrar;
}

}  // namespace jatigi::access

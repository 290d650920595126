// The roles of a centre. Ministry, consulate, donor and outside auditor have no account on a node:
// they open released documents.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/base/enum_text.h"

namespace jatigi::access {

enum class Role : std::uint8_t {
    administrator,     // Accounts and settings; opens no person's file.
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

// Whether an account of this role may be one of the two people that a nominal list or an erasure
// takes, or answers for what accounts read. Whoever makes accounts could be all of them, so
// somebody else confirms such an account (account.h).
constexpr bool needs_confirmation(Role role) {
    return role == Role::centre_manager || role == Role::protection_officer ||
           role == Role::data_protection_officer;
}

}  // namespace jatigi::access

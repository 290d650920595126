// The roles of a centre. Ministry, consulate, donor and outside auditor have no account on a node:
// they open released documents.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

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

constexpr std::array<std::pair<Role, std::string_view>, 12> role_names{{
    {Role::administrator, "administrator"},
    {Role::centre_manager, "centre_manager"},
    {Role::registrar, "registrar"},
    {Role::gate_officer, "gate_officer"},
    {Role::food_distributor, "food_distributor"},
    {Role::finance_officer, "finance_officer"},
    {Role::nurse, "nurse"},
    {Role::protection_officer, "protection_officer"},
    {Role::return_counsellor, "return_counsellor"},
    {Role::movement_officer, "movement_officer"},
    {Role::stock_keeper, "stock_keeper"},
    {Role::data_protection_officer, "data_protection_officer"},
}};

constexpr std::string_view role_name(Role role) {
    for (const auto& [value, name] : role_names)
        if (value == role) return name;
    return {};
}
constexpr std::optional<Role> parse_role(std::string_view name) {
    for (const auto& [value, known] : role_names)
        if (known == name) return value;
    return std::nullopt;
}

}  // namespace jatigi::access

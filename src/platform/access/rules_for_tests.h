// Invented actions, so that the ground floor is tested without the modules above it.
#pragma once
#include <array>

#include "platform/access/policy.h"

namespace jatigi::access::invented {

inline std::span<const Rule> rules();

inline constexpr Action read_file{.name = "invented_read_file", .rules = rules};
inline constexpr Action change_file{.name = "invented_change_file", .rules = rules};
inline constexpr Action hand_out{
    .name = "invented_hand_out", .rules = rules, .about_the_card = true};

inline constexpr std::array<Rule, 9> table{{
    {Role::registrar, read_file, FactClass::identity},
    {Role::nurse, read_file, FactClass::identity},
    {Role::nurse, read_file, FactClass::health},
    {Role::protection_officer, read_file, FactClass::identity},
    {Role::protection_officer, read_file, FactClass::protection},
    {Role::protection_officer, read_file, FactClass::trafficking, Reach::assigned},
    {Role::registrar, change_file, FactClass::identity},
    {Role::food_distributor, hand_out, FactClass::open},
    {Role::centre_manager, hand_out, FactClass::open},
}};

inline std::span<const Rule> rules() {
    return table;
}

}  // namespace jatigi::access::invented

// What may be done in money; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::funding::may {

std::span<const access::Rule> rules();

inline constexpr access::Action sign_agreement{.name = "sign_agreement", .rules = rules};
inline constexpr access::Action set_unit_cost{.name = "set_unit_cost", .rules = rules};
inline constexpr access::Action read_statement{.name = "read_statement", .rules = rules};

}  // namespace jatigi::funding::may

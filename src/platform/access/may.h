// What may be done in accounts, openings and the lock; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::access::may {

std::span<const access::Rule> rules();

inline constexpr access::Action manage_accounts{.name = "manage_accounts", .rules = rules};
// One of those whose role takes_confirmation().
inline constexpr access::Action confirm_account{.name = "confirm_account", .rules = rules};
inline constexpr access::Action lock_node{.name = "lock_node", .rules = rules};
inline constexpr access::Action read_openings{.name = "read_openings", .rules = rules};
// Lifts the pause of an account that opened too many files.
inline constexpr access::Action release_openings{.name = "release_openings", .rules = rules};

}  // namespace jatigi::access::may

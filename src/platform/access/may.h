// What may be done in accounts, openings and the lock; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::access::may {

std::span<const access::Rule> rules();

inline constexpr access::Action manage_accounts{.name = "manage_accounts", .rules = rules};
// One of those whose role needs_confirmation().
inline constexpr access::Action confirm_account{.name = "confirm_account", .rules = rules};
// Who has an account, who made and confirmed it, when it was last used.
inline constexpr access::Action read_accounts{.name = "read_accounts", .rules = rules};
// Answers for an emergency account (emergency_account.h).
inline constexpr access::Action vouch_for_emergency{.name = "vouch_for_emergency", .rules = rules};
// Looks at the emergency accounts that were made.
inline constexpr access::Action review_emergencies{.name = "review_emergencies", .rules = rules};
// One's own account: where it is signed in.
inline constexpr access::Action own_account{
    .name = "own_account", .rules = rules, .asks_factor = AsksFactor::when_enrolled};
inline constexpr access::Action lock_node{
    .name = "lock_node", .rules = rules, .asks_factor = AsksFactor::never, .by_pin = true};
// When the last backup was made.
inline constexpr access::Action read_backups{.name = "read_backups", .rules = rules};
inline constexpr access::Action read_openings{.name = "read_openings", .rules = rules};
// Lifts the pause of an account that opened too many files.
inline constexpr access::Action release_openings{.name = "release_openings", .rules = rules};

}  // namespace jatigi::access::may

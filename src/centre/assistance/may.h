// What may be done in distributions; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::assistance::may {

std::span<const access::Rule> rules();

inline constexpr access::Action read_rounds{.name = "read_rounds",
                                            .rules = rules,
                                            .asks_factor = access::AsksFactor::from_outside,
                                            .by_pin = true};
// Not by PIN: or one would make the next, and nobody would ever type a password.
inline constexpr access::Action choose_round_pin{
    .name = "choose_round_pin", .rules = rules, .asks_factor = access::AsksFactor::from_outside};
// What begins and ends a distribution takes a password.
inline constexpr access::Action open_round{
    .name = "open_round", .rules = rules, .asks_factor = access::AsksFactor::from_outside};
inline constexpr access::Action serve{.name = "serve",
                                      .rules = rules,
                                      .about_the_card = true,
                                      .asks_factor = access::AsksFactor::from_outside,
                                      .by_pin = true};
// Plates that came in late, or that two devices handed out.
inline constexpr access::Action review_late_servings{.name = "review_late_servings",
                                                     .rules = rules};
// What was counted while the node was closed, by number. Who opens files would learn from it of whom
// they may not know.
inline constexpr access::Action bring_in_counts{
    .name = "bring_in_counts", .rules = rules, .asks_factor = access::AsksFactor::from_outside};
inline constexpr access::Action close_round{
    .name = "close_round", .rules = rules, .asks_factor = access::AsksFactor::from_outside};
inline constexpr access::Action reopen_round{
    .name = "reopen_round", .rules = rules, .asks_factor = access::AsksFactor::from_outside};

}  // namespace jatigi::assistance::may

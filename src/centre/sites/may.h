// What may be done in sites and stays; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::sites::may {

std::span<const access::Rule> rules();

inline constexpr access::Action read_sites{.name = "read_sites",
                                           .rules = rules,
                                           .asks_factor = access::AsksFactor::from_outside,
                                           .by_pin = true};
inline constexpr access::Action check_in{.name = "check_in",
                                         .rules = rules,
                                         .about_the_card = true,
                                         .asks_factor = access::AsksFactor::from_outside,
                                         .by_pin = true};
// Opens, changes and closes units.
inline constexpr access::Action keep_units{.name = "keep_units", .rules = rules};
// Gives places to sleep. Who stands there has a bed whatever their file says.
inline constexpr access::Action house{.name = "house",
                                      .rules = rules,
                                      .about_the_card = true,
                                      .asks_factor = access::AsksFactor::from_outside};
// How many sleep where, and how many are free: totals that count everybody, so not for who lists
// those present by name (registry's list_present; docs/as-if-absent.md).
inline constexpr access::Action read_occupancy{
    .name = "read_occupancy", .rules = rules, .asks_factor = access::AsksFactor::from_outside};
// Counts who comes, and puts wristbands on: whoever is awake.
inline constexpr access::Action count_arrivals{.name = "count_arrivals",
                                               .rules = rules,
                                               .asks_factor = access::AsksFactor::from_outside,
                                               .by_pin = true};
// Says what became of those who came, sets a tally aside, closes; hands pads of wristbands out.
inline constexpr access::Action run_arrivals{.name = "run_arrivals", .rules = rules};
inline constexpr access::Action bind_wristband{.name = "bind_wristband",
                                               .rules = rules,
                                               .about_the_card = true,
                                               .asks_factor = access::AsksFactor::from_outside};
// Names of all who are there, by unit, on paper: nobody is left in the fire.
inline constexpr access::Action print_roll_call{.name = "print_roll_call", .rules = rules};

}  // namespace jatigi::sites::may

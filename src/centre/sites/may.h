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

}  // namespace jatigi::sites::may

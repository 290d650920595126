// What may be done in disclosure; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::disclosure::may {

std::span<const access::Rule> rules();

// Requests by authorities, nominal lists and their copies.
inline constexpr access::Action read_disclosures{.name = "read_disclosures", .rules = rules};
inline constexpr access::Action record_authority_request{.name = "record_authority_request",
                                                         .rules = rules};
inline constexpr access::Action answer_authority_request{.name = "answer_authority_request",
                                                         .rules = rules};
inline constexpr access::Action propose_nominal_list{.name = "propose_nominal_list",
                                                     .rules = rules};
inline constexpr access::Action approve_nominal_list{.name = "approve_nominal_list",
                                                     .rules = rules};
inline constexpr access::Action print_nominal_list{.name = "print_nominal_list", .rules = rules};

}  // namespace jatigi::disclosure::may

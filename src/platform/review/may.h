// Who has the page of review tasks; which tasks stand on it, the rules of each reason say.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::review::may {

std::span<const access::Rule> rules();

inline constexpr access::Action review_tasks{.name = "review_tasks", .rules = rules};

}  // namespace jatigi::review::may

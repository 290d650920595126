// What other modules may know of a distribution round.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::assistance {

using RoundId = Id<struct RoundEntity>;
constexpr std::string_view round_kind = "round";
// Of the review task about a distribution with plates that came in late or were handed out twice.
constexpr std::string_view late_servings_reason = "late_servings";

}  // namespace jatigi::assistance

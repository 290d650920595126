// What other modules may know of a distribution round.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::assistance {

using RoundId = Id<struct RoundEntity>;
constexpr std::string_view round_kind = "round";

}  // namespace jatigi::assistance

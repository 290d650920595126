// What other modules may know of sites and stays.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::sites {

using SiteId = Id<struct SiteEntity>;
using HeadingAnswerId = Id<struct HeadingAnswerEntity>;
using StayId = Id<struct StayEntity>;
using UnitId = Id<struct UnitEntity>;
constexpr std::string_view site_kind = "site";
constexpr std::string_view heading_answer_kind = "heading_answer";
constexpr std::string_view stay_kind = "stay";
constexpr std::string_view unit_kind = "unit";

}  // namespace jatigi::sites

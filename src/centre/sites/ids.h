// What other modules may know of sites and stays.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::sites {

using SiteId = Id<struct SiteEntity>;
using HeadingAnswerId = Id<struct HeadingAnswerEntity>;
using StayId = Id<struct StayEntity>;
using UnitId = Id<struct UnitEntity>;
using ArrivalId = Id<struct ArrivalEntity>;
using WristbandId = Id<struct WristbandEntity>;
using PadId = Id<struct PadEntity>;
constexpr std::string_view site_kind = "site";
constexpr std::string_view heading_answer_kind = "heading_answer";
constexpr std::string_view stay_kind = "stay";
constexpr std::string_view unit_kind = "unit";
constexpr std::string_view arrival_kind = "arrival";
constexpr std::string_view wristband_kind = "wristband";
constexpr std::string_view pad_kind = "pad";

}  // namespace jatigi::sites

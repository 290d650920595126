// reference/access_limits.csv: name,value,unit,source,status,valid_from. Of rows with one name, the
// latest that is valid today counts.
#pragma once
#include <string_view>

#include "platform/base/day.h"
#include "platform/vault/opener.h"

namespace jatigi::access {

// Refuses with access.limits_unreadable: a limit is missing, or not a number from 1 to 1,000,000.
Result<vault::OpeningLimits> read_opening_limits(std::string_view csv, Day today);

}  // namespace jatigi::access

// reference/access_limits.csv: name,value,unit,source,status,valid_from. Of rows with one name, the
// latest that is valid today counts.
#pragma once
#include <string_view>

#include "platform/base/day.h"
#include "platform/vault/opener.h"

namespace jatigi::access {

// Refuses with access.limits_unreadable: a limit is missing, or not a number from 1 to 1,000,000.
Result<vault::OpeningLimits> read_opening_limits(std::string_view csv, Day today);
// How many people of lists an account is told to be known within an hour, before a second person
// says yes. Refuses likewise.
Result<std::int64_t> read_list_names_max(std::string_view csv, Day today);

}  // namespace jatigi::access

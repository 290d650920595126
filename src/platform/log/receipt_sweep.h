// Refusals that nobody will ask for again.
#pragma once
#include "platform/base/day.h"
#include "platform/store/connection.h"

namespace jatigi::log {

// Receipts of refusals from before that instant; how many. Accepted ones stay: an old list must bring
// nobody back (docs/decisions/0007-rows-of-lists-are-commands.md).
Result<std::int64_t> forget_refusals(store::Connection& tx, Instant before);

}  // namespace jatigi::log

// Rows of sessions and links that nobody looks at any more.
#pragma once
#include "platform/base/day.h"
#include "platform/store/connection.h"

namespace jatigi::access {

// Of sessions that began before that instant; how many. None of them is live: session_length_max is
// shorter than their rows are kept.
Result<std::int64_t> forget_sessions(store::Connection& tx, Instant before);
// Of links that lapsed before that instant.
Result<std::int64_t> forget_links(store::Connection& tx, Instant before);

}  // namespace jatigi::access

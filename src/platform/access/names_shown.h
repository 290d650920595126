// How many different names search and candidates showed an account within the last hour, so that a
// register cannot be read from end to end without anybody knowing. A name that comes again while
// somebody types costs nothing. Local numbers in memory, no names; bounded by the limit.
#pragma once
#include <mutex>
#include <span>
#include <unordered_map>

#include "platform/access/account.h"
#include "platform/vault/opener.h"

namespace jatigi::access {

class NamesShown {
public:
    // Call it in the writer, before the answer. Refuses with access.too_many_openings, and notes
    // nothing, when these would be over limits.names_per_hour_max; leaves one alarm when they reach
    // names_alarm. Counted since somebody answered for the account (release_openings), if later.
    Result<void> record(store::Connection& tx, Instant now, std::int64_t account,
                        std::span<const log::LocalId> people, const vault::OpeningLimits& limits);

private:
    std::mutex mutex_;
    std::unordered_map<std::int64_t, std::unordered_map<log::LocalId, Instant>> shown_;
};

}  // namespace jatigi::access

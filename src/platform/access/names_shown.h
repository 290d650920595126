// How many different names an account was shown within the last hour (by search, by a household, by a
// registration that met somebody), so that a register is not read from end to end in silence. A name
// that comes again while somebody types costs nothing. Local numbers in memory, no names; bounded by
// the limit.
#pragma once
#include <span>
#include <unordered_map>

#include "platform/access/account.h"
#include "platform/vault/opener.h"

namespace jatigi::access {

class NamesShown {
public:
    // In the writer alone, before the answer. Refuses with access.too_many_openings, and notes
    // nothing, when these would be over limits.names_per_hour_max; leaves one alarm when they reach
    // names_alarm. Counted since somebody answered for the account (release_openings), if later.
    Result<void> record(store::Connection& tx, Instant now, std::int64_t account,
                        std::span<const log::LocalId> people, const vault::OpeningLimits& limits);

private:
    std::unordered_map<std::int64_t, std::unordered_map<log::LocalId, Instant>> shown_;
};

}  // namespace jatigi::access

// Where everybody is, in memory: for questions about thousands of people at once, which the database
// would have to be asked one by one.
#pragma once
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>

#include "centre/sites/stay_view.h"
#include "platform/base/fair_mutex.h"
#include "platform/log/view.h"

namespace jatigi::sites {

// Safe to use from several threads. Holds local numbers alone, no name.
class PresenceIndex {
public:
    // Reads what was recorded since the last time, so that it is as new as this connection's snapshot.
    // Not in a transaction that writes: what is undone there would stay known here.
    Result<void> catch_up(store::Connection& db);
    Whereabouts where_is(log::LocalId person) const;

private:
    std::mutex catching_up_;
    std::int64_t known_to_ = 0;  // Position of the last fact that was looked at.
    mutable FairMutex mutex_;
    std::unordered_map<log::LocalId, Whereabouts> places_;
};

}  // namespace jatigi::sites

// Counting while the node is closed, over HTTP; and reading what was counted when it is open.
#pragma once
#include <mutex>
#include <span>

#include "centre/assistance/closed_count.h"
#include "centre/assistance/count_share.h"
#include "centre/assistance/service.h"
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

// What a closed node counts with: no key, no name, no account. Used by one thread at a time.
class ClosedCounting {
public:
    // `db` writes, and outlives this, as `services` does.
    ClosedCounting(store::Connection& db, const ByteArray<32>& box_public,
                   std::span<const Service> services, Clock clock)
        : db_(db), box_public_(box_public), services_(services), clock_(std::move(clock)) {}

    // {command, kind, count?, number?, service?, undone?}: {again, arrivals, wristbands, plates},
    // on the disk when this returns. `waited`: on its device. Refuses with request.member_missing,
    // closed_count.number_unreadable, closed_count.too_many, service.unknown.
    // `client`: the address, whose shares they are (count_share.h): of counts, and of slips.
    Result<std::string> count(const json::object& body, std::chrono::milliseconds waited = {},
                              const std::string& client = {});
    // {open: false, arrivals, wristbands, plates, kept, services}: since this waiting began, but
    // for `kept`, all that waits to be brought in.
    Result<std::string> state();
    // Something else with `db`, while nobody counts.
    Result<void> alone(const std::function<Result<void>()>& work) {
        const std::lock_guard lock(mutex_);
        return work();
    }

private:
    Result<ClosedCount> read(const json::object& body) const;

    std::mutex mutex_;
    store::Connection& db_;
    const ByteArray<32> box_public_;
    std::span<const Service> services_;
    Clock clock_;
    ClosedTally tally_;
    CountShares shares_;
};

// Of a closed node: GET and POST /api/v1/closed-counts, for whoever reaches it.
std::vector<http::Route> closed_counting_routes(ClosedCounting& counting, http::Workers& workers);

// Of an open one: GET /api/v1/closed-counts, for who brings them in, and POST
// /api/v1/closed-counts/removal of those that somebody looked at. A plate is brought in as any
// that a tablet kept: POST /api/v1/rounds/{id}/servings with the command of the count.
std::vector<http::Route> closed_count_routes(const http::Services& services,
                                             std::span<const Service> reference);

}  // namespace jatigi::assistance

// A node that serves: data open, every name in memory, routes listening.
#pragma once
#include <memory>

#include "app/routes.h"
#include "jobs/lock.h"
#include "node/open_node.h"
#include "people/registry/register_index.h"
#include "platform/http/server.h"

namespace jatigi::app {

// Called from any thread.
struct ReadyTold {
    // As open_node() does: whoever serves stops then, since keys and names in memory may be
    // those of before.
    std::function<void()> taken_over{};
    // All was wiped after an emergency lock.
    std::function<void()> locked{};
    // It looked through its own data, of which so many parts were altered (jobs/self_check.h).
    std::function<void(std::size_t altered)> checked{};
};

class Ready {
public:
    // Refuses with vault.locked, server.address_unavailable, and as open_node() does.
    static Result<Ready> start(const node::Place& place, const http::Listen& listen,
                               const Clock& clock, const ReadyTold& told = {});
    Ready(Ready&&) noexcept;
    Ready& operator=(Ready&&) = delete;
    Ready(const Ready&) = delete;
    Ready& operator=(const Ready&) = delete;
    ~Ready();  // Stops, if nobody has done so.

    std::uint16_t port() const;
    std::size_t people_known() const;
    log::Writer& writer();
    const node::Settings& settings() const;
    // Forgets keys and names, ends all sessions. Not from a request.
    void lock();

    // Takes no more requests; those under way are answered, with server.stopping what has not begun
    // or takes longer than `patience`. What was acknowledged is on the disk, all threads have
    // ended.
    void stop(std::chrono::seconds patience = std::chrono::seconds{20});
    std::uint64_t taken() const;    // Requests since the start, answered or not.
    std::size_t under_way() const;  // Requests that are not answered yet.

private:
    struct Parts;
    explicit Ready(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace jatigi::app

// The HTTP server: one network thread, requests answered from any thread. Every answer carries the
// security headers; every write needs the header "X-Jatigi: 1" and no foreign Origin, which no other
// site's form or script can send.
#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "platform/base/result.h"
#include "platform/http/body_budget.h"
#include "platform/http/connection_book.h"
#include "platform/http/door.h"
#include "platform/http/router.h"
#include "platform/http/tls.h"

namespace jatigi::http {

struct Listen {
    std::string address;  // "127.0.0.1"
    std::uint16_t port = 0;  // 0: any free one.
    std::optional<Tls> tls{};
};

struct ServerOptions {
    // Two of the largest lists at once.
    std::size_t bodies_bytes_max = 128UL * 1024 * 1024;
    ConnectionLimits connections{};
    // What idle connections are told by; nothing: the machine's, whatever becomes of the time of
    // day.
    std::function<ConnectionBook::Time()> steady_clock{};
};

class Server {
public:
    // A request over free_bytes_max (request_intake.h) is taken from the bearer of a session alone,
    // and all of them together hold at most `bodies_bytes_max`; what is over it is answered
    // request.busy. Connections beyond a limit are closed without a word. Refuses with
    // server.address_unavailable.
    static Result<std::unique_ptr<Server>> start(const Listen& listen, Door door,
                                                 std::vector<Route> routes,
                                                 const ServerOptions& options = {});
    static Result<std::unique_ptr<Server>> start(const Listen& listen, const Services& services,
                                                 std::vector<Route> routes,
                                                 const ServerOptions& options = {}) {
        return start(listen, door_of(services), std::move(routes), options);
    }
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    virtual const BodyBudget& body_budget() const = 0;
    virtual std::uint64_t taken() const = 0;     // Requests since the start, answered or not.
    virtual std::size_t under_way() const = 0;  // Requests that were taken and are not answered.

    // From here on connections are refused, and a request on an open one is answered server.stopping.
    virtual void stop_taking() = 0;
    // Answers what is under way. What has no answer by then is answered server.stopping, and the
    // answer that comes later reaches nobody.
    virtual void finish(std::chrono::steady_clock::time_point until) = 0;
    // Both without patience, and ends the network's thread. A server that goes has done so.
    virtual void stop() = 0;
};

}  // namespace jatigi::http

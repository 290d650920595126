// Sends a request to its route as the server does, but without a socket: the path finds the route,
// the cookie finds the account, the handler answers.
#pragma once
#include <future>

#include "platform/http/problem.h"
#include "platform/http/router.h"
#include "platform/http/security_watch.h"
#include "platform/http/session_routes.h"

namespace jatigi::http {

class Dispatch {
public:
    Dispatch(const Services& services, std::vector<Route> routes)
        : services_(services), router_(std::move(routes)) {}

    const std::vector<Route>& routes() const { return router_.routes(); }

    // Waits for the answer. `request` has method, path without query, query, body and cookies.
    Response send(Request request) const { return begin(std::move(request)).get(); }

    // Does not wait.
    std::future<Response> begin(Request request) const {
        const auto promise = std::make_shared<std::promise<Response>>();
        auto answer = promise->get_future();
        const auto reply = [promise](Response response) { promise->set_value(std::move(response)); };
        const auto match = router_.find(request.method, request.path);
        if (!match) {
            reply(problem({ErrorKind::not_found, "request.no_such_route", request.path, {}}));
            return answer;
        }
        request.args = match->args;
        if (const auto admitted = admit(services_, *match->route, request); !admitted) {
            reply(problem(admitted.error()));
            return answer;
        }
        const auto asked = std::make_shared<const Request>(std::move(request));
        match->route->handler(asked, watched(services_, *match->route, asked, reply));
        return answer;
    }

private:
    const Services& services_;
    Router router_;
};

}  // namespace jatigi::http

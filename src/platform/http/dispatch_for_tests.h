// Sends a request to its route as the server does, but without a socket: the path finds the route,
// the cookie finds the account, the handler answers.
#pragma once
#include <future>

#include "platform/http/problem.h"
#include "platform/http/router.h"
#include "platform/http/session_routes.h"

namespace jatigi::http {

class Dispatch {
public:
    Dispatch(const Services& services, std::vector<Route> routes)
        : services_(services), router_(std::move(routes)) {}

    const std::vector<Route>& routes() const { return router_.routes(); }

    // Waits for the answer. `request` has method, path without query, query, body and cookies.
    Response send(Request request) const {
        const auto match = router_.find(request.method, request.path);
        if (!match)
            return problem({ErrorKind::not_found, "request.no_such_route", request.path, {}});
        request.args = match->args;
        if (const auto admitted = admit(services_, *match->route, request); !admitted)
            return problem(admitted.error());
        std::promise<Response> promise;
        auto answer = promise.get_future();
        match->route->handler(
            std::make_shared<const Request>(std::move(request)),
            [&promise](Response response) { promise.set_value(std::move(response)); });
        return answer.get();
    }

private:
    const Services& services_;
    Router router_;
};

}  // namespace jatigi::http

// Finds the route of a request by comparing path segments. RESTinio's express router tries a
// regular expression for each route in turn, which costs more than the whole command.
#pragma once
#include <optional>
#include <string_view>

#include "platform/http/route.h"

namespace jatigi::http {

class Router {
public:
    explicit Router(std::vector<Route> routes);

    struct Match {
        const Route* route = nullptr;
        std::vector<std::string> args;
    };
    // Nothing when no route has this method and path. `path` starts with '/', without a query; the
    // arguments are as they stand, still percent-encoded.
    std::optional<Match> find(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }
    std::size_t body_bytes_max() const;

private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> segments_;  // Of the pattern at the same index.
};

}  // namespace jatigi::http

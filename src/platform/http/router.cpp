#include "platform/http/router.h"

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::http {
namespace {

std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) return std::nullopt;
    std::vector<std::string> args;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].starts_with('{')) {
            if (path[i].empty()) return std::nullopt;
            args.push_back(path[i]);
        } else if (pattern[i] != path[i]) {
            return std::nullopt;
        }
    }
    return args;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const Route& route : routes_) segments_.push_back(split(route.pattern, '/'));
}

std::optional<Router::Match> Router::find(std::string_view method, std::string_view path) const {
    const std::vector<std::string> segments = split(path, '/');
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (routes_[i].method != method) continue;
        if (auto args = match(segments_[i], segments)) return Match{&routes_[i], *std::move(args)};
    }
    return std::nullopt;
}

std::size_t Router::body_bytes_max() const {
    std::size_t most = 0;
    for (const Route& route : routes_) most = std::max(most, route.body_bytes_max);
    return most;
}

}  // namespace jatigi::http

#include "platform/http/problem.h"

#include <spdlog/spdlog.h>

#include "platform/base/json.h"

namespace jatigi::http {
namespace {

Response problem_of(ErrorKind kind, std::string_view code, const std::string& params) {
    const int status = status_of(kind);
    json::object document{{"type", "urn:jatigi:error:" + std::string(code)},
                          {"title", code},
                          {"status", status},
                          {"code", code},
                          {"params", json::parse_object(params).value_or(json::object{})}};
    Response response{status, "application/problem+json", boost::json::serialize(document), {},
                      std::string(code)};
    if (kind == ErrorKind::unavailable || kind == ErrorKind::throttled) {
        const auto wait = json::integer_at(json::parse_object(params).value_or(json::object{}),
                                           "retry_after_s");
        response.headers.emplace_back("Retry-After", std::to_string(wait.value_or(5)));
    }
    return response;
}

}  // namespace

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid: return 422;
        case ErrorKind::unauthenticated: return 401;
        case ErrorKind::not_allowed: return 403;
        case ErrorKind::not_found: return 404;
        case ErrorKind::conflict: return 409;
        case ErrorKind::too_large: return 413;
        case ErrorKind::throttled: return 429;
        case ErrorKind::unavailable: return 503;
    }
    return 500;
}

Response json_response(int status, std::string body) {
    return {status, "application/json; charset=utf-8", std::move(body), {}};
}

Response problem(const Error& error) {
    if (error.kind == ErrorKind::unavailable)
        spdlog::warn("{}: {}", error.code, error.detail);
    return problem_of(error.kind, error.code, error.params);
}

Response stopping_response() { return problem_of(ErrorKind::unavailable, "server.stopping", {}); }

Response receipt_response(const log::Receipt& receipt, int status) {
    if (receipt.accepted())
        return json_response(status, receipt.params.empty() ? "{}" : receipt.params);
    return problem_of(receipt.kind, receipt.code, receipt.params);
}

}  // namespace jatigi::http

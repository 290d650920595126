// What a module offers over HTTP.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/access/account.h"
#include "platform/access/policy.h"

namespace jatigi::http {

struct Request {
    std::string method, path;
    std::map<std::string, std::string, std::less<>> query;
    std::vector<std::string> args;  // What stood in place of {…} in the pattern.
    std::string body;
    std::string content_type, accept;
    std::string session_token, device_token;  // Cookies, as the client claims them.
    std::optional<access::Account> account;   // Always there on routes that need a session.
    bool background = false;                  // Nobody asked for it: it prolongs no session.
    std::string client;                       // Its address (network.h); never logged.
    bool from_outside = false;                // The client is in no private network.
    bool factor_shown = false;                // In this session.
    bool by_pin = false;                      // The session began so: for gate and meals alone.
    bool in_clear = false;                    // It came over a network, and not by https.
    std::optional<std::chrono::seconds> session_left{};  // Until the session ends untouched.

    std::optional<std::string> query_text(std::string_view name) const {
        const auto found = query.find(name);
        if (found == query.end()) return std::nullopt;
        return found->second;
    }
};

using RequestPtr = std::shared_ptr<const Request>;  // Shared by the handler and its work.

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string code{};  // Of a problem.
};

using Reply = std::function<void(Response)>;  // Called once, from any thread.
using Handler = std::function<void(const RequestPtr&, const Reply&)>;

enum class Needs { nothing, session };

constexpr std::size_t body_bytes_usual = std::size_t{64} * 1024;

struct Route {
    std::string method;
    std::string pattern;  // "/api/v1/rounds/{id}/servings"
    Needs needs = Needs::session;
    Handler handler;
    std::size_t body_bytes_max = body_bytes_usual;
    // As of its action. A route is asked unless it says otherwise.
    access::AsksFactor asks_factor = access::AsksFactor::always;
    bool by_pin = false;  // As of its action.
    // Of people, by a card or number, for who opens no files: what was asked and nothing came of is
    // noted.
    bool about_people = false;
};

Response json_response(int status, std::string body);

}  // namespace jatigi::http

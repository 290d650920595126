// A server of its own for the tests that ask over a socket.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "platform/http/client_for_tests.h"
#include "platform/http/request_intake.h"
#include "platform/http/server.h"
#include "platform/http/session_routes.h"
#include "testing/databases.h"

namespace jatigi::http {

constexpr std::size_t KiB = 1024;        // NOLINT(readability-identifier-naming)
constexpr std::size_t MiB = 1024 * KiB;  // NOLINT(readability-identifier-naming)
constexpr std::size_t budget_max = 4 * MiB;
inline const std::string token = "0123456789abcdef0123456789abcdef";

// A server with a route that anybody may ask and one that takes lists from those who signed in.
class Serving : public ::testing::TestWithParam<store::Dialect> {
protected:
    Serving() {
        sessions_.remember({token}, access::Account{}, node_.now);
        server_ =
            Server::start({"127.0.0.1", 0}, services_, routes(), {.bodies_bytes_max = budget_max})
                .value();
    }

    static std::vector<Route> routes() {
        const Handler say_yes = [](const auto&, const Reply& reply) {
            reply(json_response(200, "{}"));
        };
        return {{"GET", "/ping", Needs::nothing, say_yes},
                {"GET", "/ping/{name}", Needs::nothing, say_yes},
                {"GET", "/page", Needs::nothing,
                 [](const auto&, const Reply& reply) {
                     reply({200, "text/html; charset=utf-8", "<p>", {}});
                 }},
                {"POST", "/write", Needs::nothing, give_length},
                {"POST", "/list", Needs::session, give_length, 8 * MiB}};
    }
    static void give_length(const RequestPtr& request, const Reply& reply) {
        reply(json_response(200, std::to_string(request->body.size())));
    }
    RawClient connect() const { return RawClient(server_->port()); }
    static std::string post(std::size_t body, const std::string& headers) {
        return fmt::format(
            "POST /list HTTP/1.1\r\nHost: localhost\r\nX-Jatigi: 1\r\n{}"
            "Content-Length: {}\r\n\r\n",
            headers, body);
    }
    static std::string cookie() {
        return fmt::format("cookie: {}=1; {}={}\r\n", device_cookie, session_cookie, token);
    }
    // The status of an answer and, of a problem, its code.
    static std::string said(const std::string& answer) {
        const std::size_t code = answer.find(R"("code":")");
        if (code == std::string::npos) return answer.substr(9, 3);
        return answer.substr(9, 4) + answer.substr(code + 8, answer.find('"', code + 8) - code - 8);
    }
    // Another connection's small request, answered by the same thread after what came before it.
    std::string ping() const {
        RawClient client = connect();
        client.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return said(client.receive());
    }
    // Each question is answered between two looks of the server at its other connections.
    bool comes_back() const {
        for (int asked = 0; asked < 10'000; ++asked) {
            if (server_->body_budget().held() == 0) return true;
            if (ping() != "200") return false;
        }
        return false;
    }

    testing::TestNode node_{GetParam(), {}};
    ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    std::unique_ptr<log::Writer> writer_ = node_.start_writer();
    access::Sessions sessions_;
    access::Throttle throttle_;
    Workers workers_;
    vault::LockSwitch lock_;
    Services services_{*writer_,
                       readers_,
                       workers_,
                       sessions_,
                       throttle_,
                       node_.node(),
                       [this] { return node_.now; },
                       "test",
                       false,
                       {},
                       &lock_};
    std::unique_ptr<Server> server_;
};

}  // namespace jatigi::http

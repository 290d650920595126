#include "app/serve.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <csignal>
#include <pthread.h>

#include "app/demo.h"
#include "app/routes.h"
#include "platform/http/server.h"

namespace jatigi::app {
namespace {

Result<http::Listen> parse_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    http::Listen listen{.address = text.substr(0, colon)};
    if (colon != std::string::npos) {
        const std::string port = text.substr(colon + 1);
        const auto [end, error] =
            std::from_chars(port.data(), port.data() + port.size(), listen.port);
        if (error == std::errc{} && end == port.data() + port.size() && !listen.address.empty())
            return listen;
    }
    return refuse(ErrorKind::invalid, "server.address_invalid", "expected ADDRESS:PORT");
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address == "localhost";
}

// Blocks the stop signals in every thread made from here on; wait() takes them in this one.
class StopSignal {
public:
    StopSignal() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
    }

private:
    sigset_t set_{};
};

Result<void> print_links(log::Writer& writer, const Settings& settings, const std::string& base,
                         std::ostream& out) {
    TRY_ASSIGN(const auto links, demo_links(writer, settings));
    for (const SignInLink& link : links)
        out << "sign-in " << link.role << " " << base << "/#/link/" << link.token << "\n";
    return {};
}

// The reader is closed at once: the writer's connection must be the last, so that the WAL is folded
// into the database at a clean stop.
Result<Settings> settings_of(const Place& place) {
    TRY_ASSIGN(const auto reader, store::open_reader(location_of(place)));
    return read_settings(*reader);
}

}  // namespace

Result<void> serve(const Place& place, const ServeOptions& options, std::ostream& out) {
    TRY_ASSIGN(const auto listen, parse_listen(options.listen));
    const StopSignal stop;
    TRY_ASSIGN(const Settings settings, settings_of(place));
    if (options.now && !settings.demonstration)
        return refuse(ErrorKind::not_allowed, "demo.not_a_demonstration",
                      "--now is for demonstration data only");
    const Clock clock = options.now ? clock_from(*options.now) : system_clock();
    TRY_ASSIGN(auto node, open_node(place, clock, [](std::int64_t facts) {
                   spdlog::info("rebuilding views: {} facts", facts);
               }));
    http::ReadPool readers([place] { return store::open_reader(location_of(place)); });
    http::Workers workers;
    access::Sessions sessions;
    TRY(readers.read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY(sessions.load(db, clock()));
        return true;
    }));
    access::Throttle throttle;
    const http::Services services{*node.writer, readers,  workers, sessions, throttle,
                                  *node.node,   clock,    settings.node_name,
                                  settings.demonstration, site_names()};
    TRY_ASSIGN(const auto server, http::Server::start(listen, services, all_routes(services)));
    const std::string base = fmt::format("http://{}:{}", listen.address, server->port());
    out << "listening on " << base << "\n";
    if (!is_loopback(listen.address))
        out << "warning: browsers sign in over https only; put a TLS proxy in front\n";
    if (options.sign_in_links) TRY(print_links(*node.writer, settings, base, out));
    out.flush();
    stop.wait();
    spdlog::info("stopping");
    server->stop();
    return {};
}

}  // namespace jatigi::app

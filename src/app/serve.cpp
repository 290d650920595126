#include "app/serve.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/ready.h"
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

constexpr std::chrono::days renew_before{30};
constexpr std::string_view expires_soon = "tls.expires_soon";  // error code

// It serves on: without the certificate nobody would eat. Browsers warn when it is over.
void tell_of_certificate(const http::Tls& tls, Instant now) {
    if (tls.expires_at > now + renew_before) return;
    spdlog::warn("{}: the certificate is good until {}: renew it", expires_soon,
                 instant_text(tls.expires_at));
}

enum class Asked { stop, lock, give_way };

// Blocks the signals in every thread made from here on; wait() takes them in this one.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2}) sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    // The next SIGINT or SIGTERM ends the program at once.
    static void let_stops_through() {
        sigset_t stops{};
        sigemptyset(&stops);
        for (const int signal : {SIGINT, SIGTERM}) sigaddset(&stops, signal);
        pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
    }
    Asked wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
        if (signal == SIGUSR2) return Asked::give_way;
        return signal == SIGUSR1 ? Asked::lock : Asked::stop;
    }
    // From any thread of ours.
    static void ask_to_give_way() { ::kill(::getpid(), SIGUSR2); }

private:
    sigset_t set_{};
};

constexpr std::chrono::seconds stop_time{20};

// A database that hangs answers nobody, and a thread that waits for it cannot be joined. What was
// acknowledged is on the disk.
void end_anyway_after(std::chrono::seconds time) {
    struct sigaction action{};
    action.sa_handler = [](int) {
        constexpr std::string_view words = "stopping: the database does not answer; ended anyway\n";
        static_cast<void>(!::write(STDERR_FILENO, words.data(), words.size()));
        ::_exit(1);
    };
    ::sigaction(SIGALRM, &action, nullptr);
    ::alarm(static_cast<unsigned>(time.count()));
}

// Out of files, the server would take no connection ever after; the usual limit of 1,024 is near the
// most that it opens.
void allow_many_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 4'096));
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<void> print_links(Ready& ready, const std::string& base, std::ostream& out) {
    TRY_ASSIGN(const auto links, demo_links(ready.writer(), ready.settings()));
    for (const SignInLink& link : links)
        out << "sign-in " << link.role << " " << base << "/#/link/" << link.token << "\n";
    return {};
}

Result<Clock> clock_of(const node::Place& place, const ServeOptions& options) {
    if (!options.now) return node::system_clock();
    TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
    TRY_ASSIGN(const node::Settings settings, node::read_settings(*reader));
    if (!settings.demonstration)
        return refuse(ErrorKind::not_allowed, "demo.not_a_demonstration",
                      "--now is for demonstration data only");
    return node::clock_from(*options.now);
}

}  // namespace

Result<void> serve(const node::Place& place, const ServeOptions& options, std::ostream& out) {
    TRY_ASSIGN(auto listen, parse_listen(options.listen));
    const Signals signals;
    allow_many_files();
    TRY_ASSIGN(const Clock clock, clock_of(place, options));
    if (options.tls) {
        TRY_ASSIGN(listen.tls, http::load_tls(*options.tls));
        tell_of_certificate(*listen.tls, node::system_clock()());
    }
    TRY_ASSIGN(Ready ready, Ready::start(place, listen, clock, Signals::ask_to_give_way));
    const std::string base =
        fmt::format("{}://{}:{}", listen.tls ? "https" : "http", listen.address, ready.port());
    out << "listening on " << base << "\n";
    if (!listen.tls && !is_loopback(listen.address))
        out << "warning: browsers sign in over https only; give --tls, or put a TLS proxy in "
               "front\n";
    if (options.sign_in_links) TRY(print_links(ready, base, out));
    out.flush();
    Asked asked = signals.wait();
    for (; asked == Asked::lock; asked = signals.wait()) {
        spdlog::warn("locking: asked for on this machine");
        ready.lock();
    }
    spdlog::info("stopping: {} requests are under way", ready.under_way());
    Signals::let_stops_through();
    end_anyway_after(stop_time + std::chrono::seconds{10});
    ready.stop(stop_time);
    spdlog::info("stopped");
    if (asked == Asked::give_way)
        return refuse(ErrorKind::unavailable, "store.taken_over",
                      "somebody else wrote to this database while the connection was lost; start "
                      "again");
    return {};
}

}  // namespace jatigi::app

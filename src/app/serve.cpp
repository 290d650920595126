#include "app/serve.h"

#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iostream>

#include "app/closed_server.h"
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

std::string base_of(const http::Listen& listen, std::uint16_t port) {
    return fmt::format("{}://{}:{}", listen.tls ? "https" : "http", listen.address, port);
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

enum class Asked { stop, lock, give_way, opened, start_again };

// Blocks the signals in every thread made from here on; wait() takes them in this one.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGRTMIN, SIGRTMIN + 1})
            sigaddset(&set_, signal);
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
        return asked_by(signal);
    }
    // Nothing when that time is over.
    std::optional<Asked> wait_for(std::chrono::seconds time) const {
        const timespec most{.tv_sec = time.count(), .tv_nsec = 0};
        const int signal = sigtimedwait(&set_, nullptr, &most);
        if (signal < 0) return std::nullopt;
        return asked_by(signal);
    }
    // From any thread of ours.
    static void ask_to_give_way() { ::kill(::getpid(), SIGUSR2); }
    static void tell_opened() { ::kill(::getpid(), SIGRTMIN); }
    static void ask_to_start_again() { ::kill(::getpid(), SIGRTMIN + 1); }

private:
    static Asked asked_by(int signal) {
        if (signal == SIGUSR2) return Asked::give_way;
        if (signal == SIGRTMIN) return Asked::opened;
        if (signal == SIGRTMIN + 1) return Asked::start_again;
        return signal == SIGUSR1 ? Asked::lock : Asked::stop;
    }
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

// Out of files, the server would take no connection ever after; the usual limit of 1,024 is near
// the most that it opens.
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

void print_listening(std::string_view what, const http::Listen& listen, std::uint16_t port,
                     std::ostream& out) {
    out << what << " on " << base_of(listen, port) << "\n" << std::flush;
}

// The command line of this process.
std::vector<std::string> own_arguments() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> arguments;
    for (std::string one; std::getline(file, one, '\0');) arguments.push_back(one);
    return arguments;
}

// This process becomes another one that says that the node is locked: whatever a library still held
// in memory, of names or keys, is gone with it. Returns when that cannot be done.
void become_locked(const http::Listen& listen, std::uint16_t port) {
    std::vector<std::string> arguments = own_arguments();
    const std::string address = fmt::format("{}:{}", listen.address, port);
    bool listens = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].starts_with("--listen=")) arguments[i] = "--listen=" + address;
        if (arguments[i] == "--listen" && i + 1 < arguments.size()) arguments[i + 1] = address;
        listens = listens || arguments[i].starts_with("--listen");
    }
    if (!listens) arguments.insert(arguments.end(), {"--listen", address});
    if (std::ranges::find(arguments, "--locked") == arguments.end())
        arguments.emplace_back("--locked");
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execv("/proc/self/exe", pointers.data());
    spdlog::error("locking: the program could not start itself again; stop it");
}

Result<void> serve_locked(const node::Place& place, const http::Listen& listen,
                          const Signals& signals, std::ostream& out) {
    TRY_ASSIGN(const ClosedServer server, ClosedServer::locked(place, listen));
    print_listening("locked", listen, server.port(), out);
    while (signals.wait() != Asked::stop) {
    }
    return {};
}

// What is missing to open the keys. A key file on a stick is with whoever locked up.
enum class Missing { nothing, passphrase, key_file };
Result<Missing> what_is_missing(const node::Place& place) {
    auto without = place;
    without.passphrase = [](vault::PassphraseUse) -> Result<vault::SecretBytes> {
        return refuse(ErrorKind::invalid, "vault.passphrase_needed");
    };
    const auto file = node::open_key_file(without);
    if (file) return Missing::nothing;
    if (file.error().code == "vault.passphrase_needed") return Missing::passphrase;
    if (file.error().code == "vault.key_file_missing") return Missing::key_file;
    return std::unexpected(file.error());
}

// Asks at the terminal, if there is one, until the passphrase was right or somebody gave it on a
// page.
class Prompt {
public:
    explicit Prompt(ClosedServer& server)
        : given_up_(::eventfd(0, EFD_CLOEXEC)), thread_([this, &server] { ask(server); }) {}
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;
    ~Prompt() {
        ::eventfd_write(given_up_, 1);
        thread_.join();
        ::close(given_up_);
    }

private:
    void ask(ClosedServer& server) const {
        const auto source = vault::passphrase_from_terminal(given_up_);
        for (;;) {
            const auto typed = source(vault::PassphraseUse::open);
            if (!typed) return;
            const auto tried = server.try_passphrase(*typed);
            if (tried) return;
            std::cerr << tried.error().code << "\n";
        }
    }
    int given_up_;
    std::thread thread_;
};

// Given once: an open node has its keys, and the passphrase is not kept beside them.
node::Place with_passphrase(const node::Place& place, vault::SecretBytes passphrase) {
    node::Place with = place;
    const auto kept = std::make_shared<std::optional<vault::SecretBytes>>(std::move(passphrase));
    with.passphrase = [kept](vault::PassphraseUse) -> Result<vault::SecretBytes> {
        auto given = std::exchange(*kept, std::nullopt);
        if (!given) return refuse(ErrorKind::invalid, "vault.passphrase_needed");
        return *std::move(given);
    };
    return with;
}

// What a program gave, if it is right. Otherwise people are counted until somebody types it.
std::optional<node::Place> place_of_program(const node::Place& place) {
    const auto given = place.passphrase(vault::PassphraseUse::open);
    const auto file = given ? node::open_key_file(with_passphrase(place, given->copy()))
                            : std::unexpected(given.error());
    if (file) return with_passphrase(place, given->copy());
    spdlog::error("{}: waiting for the right one", file.error().code);
    return std::nullopt;
}

// The place with what opens its keys, when somebody need not be waited for.
std::optional<node::Place> place_at_once(const node::Place& place, Missing missing) {
    if (missing == Missing::nothing) return place;
    if (missing == Missing::passphrase && !place.passphrase_typed) return place_of_program(place);
    return std::nullopt;
}

constexpr std::chrono::seconds look_for_key_every{2};

// The same, waiting, and counting meanwhile; nothing when the program was asked to stop before.
Result<std::optional<node::Place>> opened_place(const node::Place& place,
                                                const http::Listen& listen, const Clock& clock,
                                                const Signals& signals, std::ostream& out) {
    TRY_ASSIGN(Missing missing, what_is_missing(place));
    if (auto with = place_at_once(place, missing)) return with;
    TRY_ASSIGN(ClosedServer server,
               ClosedServer::waiting(place, listen, clock, Signals::tell_opened));
    print_listening(missing == Missing::key_file ? "waiting for the key file, and counting,"
                                                 : "waiting for the passphrase, and counting,",
                    listen, server.port(), out);
    std::optional<Prompt> prompt;
    std::string told;
    if (place.passphrase_typed) prompt.emplace(server);
    for (;;) {
        const std::optional<Asked> asked =
            missing == Missing::key_file ? signals.wait_for(look_for_key_every) : signals.wait();
        if (!asked) {
            const auto still = what_is_missing(place);
            // A stick that is only being plugged in, or one whose files everybody may read.
            if (!still && still.error().code != told)
                spdlog::error("{}: {}", told = still.error().code, still.error().detail);
            missing = still.value_or(Missing::key_file);
            if (auto with = place_at_once(place, missing)) return with;
            continue;
        }
        if (asked == Asked::stop) return std::nullopt;
        if (asked == Asked::lock) {
            spdlog::warn("locking: asked for on this machine");
            prompt.reset();  // The terminal shows again what is typed.
            TRY(server.lock(clock()));
            become_locked(listen, server.port());
            continue;
        }
        if (auto passphrase = server.take_passphrase())
            return with_passphrase(place, *std::move(passphrase));
    }
}

// Until somebody has looked into data that were changed outside the program no file is opened;
// plates and arrivals are counted all the same. Gives why, when the program was asked to stop.
Result<void> count_only(const node::Place& place, const http::Listen& listen, const Clock& clock,
                        const Error& why, const Signals& signals, std::ostream& out) {
    spdlog::error("{}: {}: nothing is opened", why.code, why.detail);
    auto server = ClosedServer::counting_only(place, listen, clock, {why.kind, why.code, {}, {}});
    if (!server) return std::unexpected(why);  // Not even whose log this is can be read.
    print_listening("counting, and opening nothing,", listen, server->port(), out);
    for (Asked asked = signals.wait(); asked != Asked::stop; asked = signals.wait()) {
        if (asked != Asked::lock) continue;
        spdlog::warn("locking: asked for on this machine");
        TRY(server->lock(clock()));
        become_locked(listen, server->port());
    }
    return std::unexpected(why);
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
    if (options.locked) return serve_locked(place, listen, signals, out);
    TRY_ASSIGN(const auto opened, opened_place(place, listen, clock, signals, out));
    if (!opened) return {};
    auto started = Ready::start(
        *opened, listen, clock,
        {.taken_over = Signals::ask_to_give_way, .locked = Signals::ask_to_start_again});
    // Not where a table is another, or a trigger stands beside it: what was counted might be
    // dropped.
    if (!started && started.error().code == "log.altered")
        return count_only(place, listen, clock, started.error(), signals, out);
    TRY_ASSIGN(Ready ready, std::move(started));
    const std::string base = base_of(listen, ready.port());
    out << "listening on " << base << "\n";
    if (!listen.tls && !is_loopback(listen.address))
        out << "warning: browsers sign in over https only; give --tls, or put a TLS proxy in "
               "front\n";
    if (options.sign_in_links) TRY(print_links(ready, base, out));
    out.flush();
    Asked asked = signals.wait();
    for (; asked == Asked::lock || asked == Asked::opened; asked = signals.wait()) {
        if (asked == Asked::opened) continue;
        spdlog::warn("locking: asked for on this machine");
        ready.lock();
    }
    spdlog::info("stopping: {} requests are under way", ready.under_way());
    Signals::let_stops_through();
    end_anyway_after(stop_time + std::chrono::seconds{10});
    const std::uint16_t port = ready.port();
    ready.stop(stop_time);
    if (asked == Asked::start_again) {
        ::alarm(0);
        become_locked(listen, port);
        return refuse(ErrorKind::unavailable, "vault.locked");
    }
    spdlog::info("stopped");
    if (asked == Asked::give_way)
        return refuse(ErrorKind::unavailable, "store.taken_over",
                      "somebody else wrote to this database while the connection was lost; start "
                      "again");
    return {};
}

}  // namespace jatigi::app

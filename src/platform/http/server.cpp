// The only file that includes RESTinio.
#include "platform/http/server.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <future>
#include <restinio/all.hpp>

#include "platform/base/characters.h"
#include "platform/http/answering_socket.h"
#include "platform/http/cookies.h"
#include "platform/http/even_answers.h"
#include "platform/http/network.h"
#include "platform/http/problem.h"
#include "platform/http/security_headers.h"
#include "platform/http/session_routes.h"
#include "platform/http/under_way.h"

namespace jatigi::http {
namespace {

namespace asio = restinio::asio_ns;
using namespace std::chrono_literals;

constexpr auto read_timeout = 30s;    // A whole request, over a bad link; and idle before it.
constexpr auto handle_timeout = 60s;  // Longer than any statement.
constexpr std::chrono::microseconds linger_time{400};  // A commit takes about half of it.
constexpr auto leave_time = 2s;                        // For the last answers, over a bad link.

// Hears why http_parser gave up a request: the logger is told just before the connection shuts its
// socket down.
class ErrorListener {
public:
    template <class Message>
    void trace(Message&&) const {}
    template <class Message>
    void info(Message&&) const {}
    template <class Message>
    void warn(Message&&) const {}
    template <class Message>
    void error(Message&& message) const {
        const std::string text = message();
        if (text.find("parser error") == std::string::npos) return;
        broken_request = error_for(text);
    }

private:
    static Error error_for(std::string_view text) {
        if (text.find("HPE_CB_headers_complete") != std::string_view::npos ||
            text.find("HPE_CB_body") != std::string_view::npos)
            return Error{ErrorKind::too_large, "request.too_large", {}, {}};
        if (text.find("HPE_CB_url") != std::string_view::npos)
            return Error{ErrorKind::too_large, "request.url_too_long", {}, {}};
        if (text.find("HPE_CB_header") != std::string_view::npos ||
            text.find("HPE_HEADER_OVERFLOW") != std::string_view::npos)
            return Error{ErrorKind::too_large, "request.headers_too_large", {}, {}};
        return Error{ErrorKind::invalid, "request.malformed", {}, {}};
    }
};

struct Traits : restinio::traits_t<restinio::asio_timer_manager_t, ErrorListener,
                                   restinio::details::autodetect_request_handler_type,
                                   restinio::noop_strand_t, AnsweringSocket> {
    static constexpr bool use_connection_count_limiter = true;
};

std::string_view status_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 503:
            return "Service Unavailable";
        default:
            return "Answer";
    }
}

enum class Then { keep_open, close };

// `sent` is called when the answer has left or cannot any more.
struct How {
    Then then;
    Over over;
};
void send(const restinio::request_handle_t& request, Response response, How how,
          restinio::write_status_cb_t sent) {
    auto out = request->create_response(restinio::http_status_line_t{
        restinio::http_status_code_t{static_cast<std::uint16_t>(response.status)},
        std::string(status_phrase(response.status))});
    bool cache_set = false;
    for (auto& [name, value] : response.headers) {
        cache_set = cache_set || name == "Cache-Control";
        out.append_header(name, value);
    }
    if (!response.content_type.empty()) out.append_header("Content-Type", response.content_type);
    if (!cache_set) out.append_header("Cache-Control", "no-store");
    for (const auto& [name, value] : security_headers(response.content_type, how.over))
        out.append_header(std::string(name), std::string(value));
    // A HEAD is answered as its GET, without the body.
    if (request->header().method() != restinio::http_method_head())
        out.set_body(std::move(response.body));
    if (how.then == Then::close) out.connection_close();
    out.done(std::move(sent));
}

// The percent-decoded text, or nothing when it is malformed.
std::optional<std::string> decoded(std::string_view text) {
    try {
        return restinio::utils::unescape_percent_encoding(
            restinio::string_view_t(text.data(), text.size()));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

// A target may name our own host before the path; RequestGuard let no other one through.
std::string_view path_of(const restinio::http_request_header_t& header) {
    const auto path = header.path();
    const std::string_view text(path.data(), path.size());
    if (text.starts_with('/')) return text;
    const std::size_t start = text.find('/', text.find("://") + 3);
    return start == std::string_view::npos ? "/" : text.substr(start);
}

class Dispatcher {
public:
    // `under_way` outlives every connection, `context` the dispatcher.
    Dispatcher(const Door& door, std::vector<Route> routes, UnderWay& under_way,
               boost::asio::io_context& context, Over over)
        : door_(door),
          router_(std::move(routes)),
          under_way_(under_way),
          answers_(context),
          over_(over) {}

    std::size_t body_bytes_max() const { return router_.body_bytes_max(); }

    // On the network's thread, as all that follows.
    void stop_taking() {
        stopping_ = true;
        answers_.let_go();
    }

    void handle(const restinio::request_handle_t& raw) {
        const auto route_name = std::make_shared<std::string_view>();
        Reply reply = under_way_.take(
            [this, raw, route_name, came = std::chrono::steady_clock::now()](Response response) {
                const auto now = std::chrono::steady_clock::now();
                const SteadyTime due = leaves_at({*route_name, response.code, came, now});
                answers_.hold({due, now}, [this, raw, answer = std::move(response)]() mutable {
                    send(raw, std::move(answer), {stopping_ ? Then::close : Then::keep_open, over_},
                         [&under_way = under_way_](const auto&) { under_way.sent(); });
                });
            });
        if (stopping_) return reply(stopping_response());
        // The page itself holds nobody's data, and it must be able to say that all is locked.
        if (door_.lock != nullptr && path_of(raw->header()).starts_with("/api/")) {
            // Held by the answer: locking waits until it was given.
            const auto visit = std::make_shared<vault::LockSwitch::Visit>(*door_.lock);
            if (!*visit) return reply(locked());
            reply = [answer = std::move(reply), visit](Response response) {
                answer(std::move(response));
            };
        }
        auto request = std::make_shared<Request>();
        const auto route = prepare(*raw, *request);
        if (!route) {
            if (route.error().code == "request.other_origin") door_.other_origin();
            return reply(problem(route.error()));
        }
        *route_name = (*route)->pattern;
        reply = door_.watched(**route, request, std::move(reply));
        if (request->session_left)
            reply = [answer = std::move(reply), left = *request->session_left](Response response) {
                response.headers.emplace_back(std::string(session_left_header),
                                              std::to_string(left.count()));
                answer(std::move(response));
            };
        (*route)->handler(std::move(request), reply);
    }

private:
    // Browsers drop what they kept of earlier answers; what waits to be sent holds no names and
    // stays.
    static Response locked() {
        Response response = problem({ErrorKind::unavailable, "vault.locked", {}, {}});
        response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
        return response;
    }

    Result<const Route*> prepare(const restinio::request_t& raw, Request& request) const {
        const auto& header = raw.header();
        request.method = header.method() == restinio::http_method_head()
                             ? "GET"
                             : std::string(header.method().c_str());
        request.path = path_of(header);
        auto match = router_.find(request.method, request.path);
        if (!match && !door_.closed.empty() && request.path.starts_with("/api/"))
            return refuse(ErrorKind::unavailable, door_.closed);
        if (!match) return refuse(ErrorKind::not_found, "request.no_such_route");
        if (raw.body().size() > match->route->body_bytes_max)
            return refuse(ErrorKind::too_large, "request.too_large");
        TRY(check_origin(header, request.method));
        TRY(read_target(header, *match, request));
        const std::string cookies = header.get_field_or("Cookie", std::string{});
        request.session_token = std::string(cookie_value(cookies, session_cookie));
        request.device_token = std::string(cookie_value(cookies, device_cookie));
        request.background =
            header.get_field_or(std::string(background_header), std::string{}) == "1";
        request.client =
            client_of(raw.remote_endpoint().address().to_string(), forwarded_for(header));
        request.from_outside = !is_near(request.client);
        request.in_clear = over_ == Over::http && !raw.remote_endpoint().address().is_loopback();
        TRY(door_.admit(*match->route, request));
        request.content_type = header.get_field_or("Content-Type", std::string{});
        request.accept = header.get_field_or("Accept-Encoding", std::string{});
        request.body = raw.body();
        return match->route;
    }

    // A proxy may add a header of its own behind the client's: the last word counts (network.h).
    static std::string forwarded_for(const restinio::http_request_header_t& header) {
        std::string all;
        header.for_each_value_of("X-Forwarded-For", [&all](const auto value) {
            if (!value.empty()) all.append(",").append(value.data(), value.size());
            return restinio::http_header_fields_t::continue_enumeration();
        });
        return all;
    }

    // A proxy in front speaks https to the browser and plain HTTP to us.
    Result<void> check_origin(const restinio::http_request_header_t& header,
                              std::string_view method) const {
        if (method == "GET") return {};
        if (header.get_field_or("X-Jatigi", std::string{}) != "1")
            return refuse(ErrorKind::not_allowed, "request.header_missing");
        const std::string origin = header.get_field_or("Origin", std::string{});
        const std::string host = header.get_field_or("Host", std::string{});
        if (!origin.empty() && origin != "https://" + host &&
            (over_ == Over::https || origin != "http://" + host))
            return refuse(ErrorKind::not_allowed, "request.other_origin");
        return {};
    }

    static Result<void> read_target(const restinio::http_request_header_t& header,
                                    const Router::Match& match, Request& request) {
        for (const std::string& arg : match.args) {
            const auto text = decoded(arg);
            if (!text) return refuse(ErrorKind::invalid, "request.malformed");
            TRY(check_plain(*text));
            request.args.push_back(*text);
        }
        try {
            const auto query = restinio::parse_query(header.query());
            for (const auto& [name, value] : query)
                request.query.emplace(std::string(name.data(), name.size()),
                                      std::string(value.data(), value.size()));
        } catch (const std::exception&) {
            return refuse(ErrorKind::invalid, "request.malformed");
        }
        for (const auto& [name, value] : request.query) {
            TRY(check_plain(name));
            TRY(check_plain(value));
        }
        return {};
    }

    static Result<void> check_plain(std::string_view text) {
        if (is_plain(text, LineBreaks::refused)) return {};
        return refuse(ErrorKind::invalid, "request.text_invalid");
    }

    const Door& door_;
    Router router_;
    UnderWay& under_way_;
    EvenAnswers answers_;
    const Over over_;
    bool stopping_ = false;
};

class RunningServer final : public Server {
public:
    RunningServer(const Listen& listen, Door door, std::vector<Route> routes,
                  const ServerOptions& options)
        : door_(std::move(door)),
          budget_(options.bodies_bytes_max),
          rules_{budget_, door_.is_session, door_.lock},
          under_way_(std::make_shared<UnderWay>(context_)),
          dispatcher_(door_, std::move(routes), *under_way_, context_,
                      listen.tls ? Over::https : Over::http) {
        sockets().attach(
            rules_, options.connections,
            options.steady_clock ? options.steady_clock
                                 : [] { return std::chrono::steady_clock::now(); },
            listen.tls ? listen.tls->context : nullptr);
        sockets().watch();
        server_ = std::make_unique<restinio::http_server_t<Traits>>(
            restinio::external_io_context(context_), settings(listen, options));
        server_->open_sync();
        thread_ = std::thread([this] { run(); });
    }
    // NOLINTNEXTLINE(bugprone-exception-escape) -- without memory to stop, the process ends
    ~RunningServer() override { stop(); }

    std::uint16_t port() const override { return port_; }
    const BodyBudget& body_budget() const override { return budget_; }
    std::uint64_t taken() const override { return under_way_->taken(); }
    std::size_t under_way() const override { return under_way_->count(); }

    void stop_taking() override {
        if (!server_) return;
        on_network_thread([this] {
            dispatcher_.stop_taking();
            server_->close_sync();
        });
    }
    void finish(std::chrono::steady_clock::time_point until) override {
        if (!server_ || under_way_->wait_until_none(until)) return;
        on_network_thread([this] { under_way_->refuse_all(); });
    }
    void stop() override {
        if (!server_) return;
        stop_taking();
        const auto now = std::chrono::steady_clock::now();
        finish(now);
        under_way_->wait_until_none(now + leave_time);
        // A connection that stays open is not waited for, but it goes before the server that it
        // knows.
        on_network_thread([this] { sockets().book().close_all(); });
        asio::post(context_, [this, until = std::chrono::steady_clock::now() + leave_time] {
            stop_when_alone(until);
        });
        thread_.join();
        server_.reset();
        under_way_->close();
    }

private:
    SocketService& sockets() { return asio::use_service<SocketService>(context_); }
    // After the handlers of the connections that were closed.
    void stop_when_alone(std::chrono::steady_clock::time_point until) {
        if (sockets().book().size() == 0 || std::chrono::steady_clock::now() > until)
            return context_.stop();
        asio::post(context_, [this, until] { stop_when_alone(until); });
    }
    // Returns when it was done.
    void on_network_thread(const std::function<void()>& work) {
        std::promise<void> done;
        asio::post(context_, [&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }

    restinio::server_settings_t<Traits> settings(const Listen& listen,
                                                 const ServerOptions& options) {
        const auto limits = restinio::incoming_http_msg_limits_t{}
                                .max_url_size(4'096)
                                .max_field_name_size(256)
                                .max_field_value_size(8'192)
                                .max_field_count(64)
                                .max_body_size(dispatcher_.body_bytes_max());
        restinio::server_settings_t<Traits> settings;
        settings.address(listen.address)
            .port(listen.port)
            .incoming_http_msg_limits(limits)
            .max_parallel_connections(options.connections.all)
            .read_next_http_message_timelimit(read_timeout)
            .write_http_response_timelimit(read_timeout)
            .handle_request_timeout(handle_timeout)
            .buffer_size(16UL * 1024)
            .separate_accept_and_create_connect(false)
            .acceptor_post_bind_hook([this](asio::ip::tcp::acceptor& acceptor) {
                port_ = acceptor.local_endpoint().port();
            })
            .request_handler([this](const restinio::request_handle_t& request) {
                dispatcher_.handle(request);
                return restinio::request_accepted();
            });
        return settings;
    }

    // After work it looks a moment longer before it sleeps, as the writer does (log/writer.cpp).
    void run() {
        pthread_setname_np(pthread_self(), "jatigi-http");
        const auto keep = asio::make_work_guard(context_);
        while (!context_.stopped()) {
            context_.run_one();
            auto until = std::chrono::steady_clock::now() + linger_time;
            while (!context_.stopped() && std::chrono::steady_clock::now() < until) {
                if (context_.poll() > 0)
                    until = std::chrono::steady_clock::now() + linger_time;
                else
                    std::this_thread::yield();
            }
        }
    }

    const Door door_;
    BodyBudget budget_;  // Its bytes come back when the last connection is gone.
    const IntakeRules rules_;
    // Before the connections, which live in the context: each answer that leaves is counted here.
    const std::shared_ptr<UnderWay> under_way_;
    asio::io_context context_;
    Dispatcher dispatcher_;
    std::uint16_t port_ = 0;
    std::unique_ptr<restinio::http_server_t<Traits>> server_;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const Listen& listen, Door door,
                                              std::vector<Route> routes,
                                              const ServerOptions& options) {
    try {
        return std::make_unique<RunningServer>(listen, std::move(door), std::move(routes), options);
    } catch (const std::exception&) {
        return refuse(ErrorKind::unavailable, "server.address_unavailable",
                      fmt::format("{}:{} cannot be listened on", listen.address, listen.port));
    }
}

}  // namespace jatigi::http

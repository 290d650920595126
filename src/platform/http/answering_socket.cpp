#include "platform/http/answering_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <chrono>

#include "platform/http/problem.h"
#include "platform/http/security_headers.h"

namespace jatigi::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t discarded_bytes_max = 256UL * 1024 * 1024;
constexpr auto discard_time_max = 10s;
constexpr std::size_t discards_max = 64;
constexpr auto idle_look_time = 1s;

std::string refusal_text(const Error& why, Over over) {
    const Response response = problem(why);
    // 400 for what cannot be parsed: 422 is for what was understood.
    const int status = why.kind == ErrorKind::invalid ? 400 : response.status;
    std::string headers;
    for (const auto& [name, value] : response.headers)
        headers += fmt::format("{}: {}\r\n", name, value);
    for (const auto& [name, value] : security_headers(response.content_type, over))
        headers += fmt::format("{}: {}\r\n", name, value);
    return fmt::format(
        "HTTP/1.1 {} Refused\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}"
        "Connection: close\r\nCache-Control: no-store\r\n\r\n{}",
        status, response.content_type, response.body.size(), headers, response.body);
}

}  // namespace

thread_local std::optional<Error> broken_request;

// Shared by its own read and its own timer, whichever ends last.
class SocketService::Discard : public std::enable_shared_from_this<Discard> {
public:
    Discard(SocketService& service, asio::ip::tcp::socket socket)
        : service_(service), socket_(std::move(socket)), timer_(socket_.get_executor()) {
        ++service_.discards_;
    }
    Discard(const Discard&) = delete;
    Discard& operator=(const Discard&) = delete;
    ~Discard() { --service_.discards_; }

    void start() {
        timer_.expires_after(discard_time_max);
        timer_.async_wait([self = shared_from_this()](const auto& problem) {
            if (!problem) self->close();
        });
        read();
    }

private:
    void read() {
        socket_.async_read_some(asio::buffer(service_.forgotten_),
                                [self = shared_from_this()](const auto& problem, std::size_t n) {
                                    self->seen_ += n;
                                    if (problem || self->seen_ > discarded_bytes_max)
                                        return self->close();
                                    self->read();
                                });
    }
    void close() {
        boost::system::error_code ignored;
        timer_.cancel();
        socket_.close(ignored);
    }

    SocketService& service_;
    asio::ip::tcp::socket socket_;
    asio::steady_timer timer_;
    std::size_t seen_ = 0;
};

void SocketService::discard(asio::ip::tcp::socket socket) {
    if (discards_ >= discards_max) return;
    std::make_shared<Discard>(*this, std::move(socket))->start();
}

void SocketService::attach(const IntakeRules& rules, const ConnectionLimits& limits,
                           std::function<ConnectionBook::Time()> clock,
                           std::shared_ptr<asio::ssl::context> tls) {
    rules_ = &rules;
    tls_ = std::move(tls);
    clock_ = std::move(clock);
    book_.emplace(limits);
    timer_.emplace(static_cast<asio::io_context&>(context()));
}

void SocketService::watch() {
    timer_->expires_after(idle_look_time);
    timer_->async_wait([this](const auto& problem) {
        if (problem) return;
        book_->close_idle(now());
        watch();
    });
}

bool AnsweringSocket::enter() {
    boost::system::error_code gone;
    const auto from = remote_endpoint(gone).address();
    place_ = service_.book().enter(from, service_.now(), [this] {
        boost::system::error_code ignored;
        Socket::close(ignored);
    });
    if (service_.tls() == nullptr) return false;
    tls_ = std::make_unique<asio::ssl::stream<Socket&>>(*this, *service_.tls());
    return true;
}

// A fresh answer of a few hundred bytes fits the send buffer, or the client is gone. Nothing else
// is under way in the stream: we are called by the read that was refused.
bool AnsweringSocket::send_at_once(const std::string& text) {
    if (!tls_)
        return ::send(native_handle(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
    boost::system::error_code problem;
    non_blocking(true, problem);
    tls_->write_some(asio::buffer(text), problem);
    if (problem) return false;
    boost::system::error_code not_awaited;
    tls_->shutdown(
        not_awaited);  // That is the end, says it; the client's own word is not waited for.
    return true;
}

void AnsweringSocket::shutdown(shutdown_type what, boost::system::error_code& problem) {
    const std::optional<Error> why = std::exchange(broken_request, {});
    if (!why || !is_open()) {
        Socket::shutdown(what, problem);
        return;
    }
    if (!send_at_once(refusal_text(*why, tls_ ? Over::https : Over::http))) return;
    Socket::shutdown(shutdown_send, problem);
    const auto executor = get_executor();
    const auto protocol = local_endpoint(problem).protocol();
    asio::ip::tcp::socket detached(executor, protocol, release(problem));
    if (!problem) service_.discard(std::move(detached));
}

}  // namespace jatigi::http

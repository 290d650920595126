// The stream under RESTinio: it counts what comes in, and where RESTinio would close a connection
// without a word it answers first.
#pragma once
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <cassert>
#include <optional>

#include "platform/http/connection_book.h"
#include "platform/http/request_intake.h"

namespace jatigi::http {

// http_parser closes the connection without a word when a request breaks a limit. We owe a clear
// refusal: whoever sees the reason, just before the connection shuts its socket down and on the
// same thread, leaves word here for the socket. Nothing: an ordinary close.
extern thread_local std::optional<Error> broken_request;

// What all sockets of one io_context share. Its network thread alone uses it.
class SocketService : public boost::asio::execution_context::service {
public:
    using key_type = SocketService;
    static inline boost::asio::execution_context::id id;
    explicit SocketService(boost::asio::execution_context& owner) : service(owner) {}

    // Before the first socket is made. `rules` outlive the context; `tls`: nothing for plain HTTP.
    void attach(const IntakeRules& rules, const ConnectionLimits& limits,
                std::function<ConnectionBook::Time()> clock,
                std::shared_ptr<boost::asio::ssl::context> tls);
    const IntakeRules& rules() const {
        assert(rules_ != nullptr);
        return *rules_;
    }
    ConnectionBook::Time now() const { return clock_(); }
    boost::asio::ssl::context* tls() const { return tls_.get(); }
    // RESTinio's connections go when their handlers have run, and they have to go before its
    // server.
    ConnectionBook& book() { return *book_; }
    // Looks for idle connections from now on, again and again until the context ends.
    void watch();
    // Reads and forgets what the client still sends, for a while, so that our answer is not lost in
    // a reset. Only so many at once: each holds a file of the process, and without files the server
    // accepts nobody any more.
    void discard(boost::asio::ip::tcp::socket socket);

private:
    class Discard;
    void shutdown() override { timer_.reset(); }

    const IntakeRules* rules_ = nullptr;
    std::function<ConnectionBook::Time()> clock_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    std::optional<ConnectionBook> book_;
    std::optional<boost::asio::steady_timer> timer_;
    std::size_t discards_ = 0;
    std::array<char, 65'536> forgotten_{};  // One for all: nobody reads it.
};

class AnsweringSocket : public boost::asio::ip::tcp::socket {
    using Socket = boost::asio::ip::tcp::socket;

public:
    explicit AnsweringSocket(boost::asio::io_context& context)
        : Socket(context),
          service_(boost::asio::use_service<SocketService>(context)),
          intake_(service_.rules(), [this](bool session) { shows(session); }) {}
    // RESTinio moves it once, when it is accepted, and accepts into the old one again.
    // NOLINTBEGIN(bugprone-use-after-move) -- only what Socket holds was moved
    AnsweringSocket(AnsweringSocket&& other) noexcept
        : Socket(std::move(other)),
          service_(other.service_),
          intake_(service_.rules(), [this](bool session) { shows(session); }) {
        assert(other.intake_.is_empty());
    }
    // NOLINTEND(bugprone-use-after-move)
    AnsweringSocket& operator=(AnsweringSocket&&) = delete;
    ~AnsweringSocket() {
        if (place_) service_.book().leave(*place_);
    }

    // When it is accepted and lies where it stays. True: the client has to shake hands first.
    bool enter();
    template <class Handler>
    void shake_hands(Handler handler) {
        tls_->async_handshake(boost::asio::ssl::stream_base::server, std::move(handler));
    }

    template <class Handler>
    void async_read_some(const boost::asio::mutable_buffer& buffer, Handler handler) {
        // Here, and not when the answer is under way: a slow link takes its time over that.
        if (intake_.is_whole()) service_.book().answered(*place_, service_.now());
        const auto executor = boost::asio::get_associated_executor(handler, get_executor());
        auto looked_at = boost::asio::bind_executor(
            executor, [this, buffer, handler = std::move(handler)](
                          boost::system::error_code problem, std::size_t n) mutable {
                if (!problem && !may_send_on({static_cast<const char*>(buffer.data()), n})) {
                    problem = boost::asio::error::no_buffer_space;
                    n = 0;
                }
                handler(problem, n);
            });
        if (tls_)
            tls_->async_read_some(buffer, std::move(looked_at));
        else
            Socket::async_read_some(buffer, std::move(looked_at));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        intake_.answered();
        if (tls_)
            tls_->async_write_some(buffers, std::forward<Handler>(handler));
        else
            Socket::async_write_some(buffers, std::forward<Handler>(handler));
    }
    void shutdown(shutdown_type what, boost::system::error_code& problem);
    void close() {
        intake_.answered();
        Socket::close();
    }

private:
    // False: RESTinio is told of an error and closes the connection, and the client hears the
    // reason.
    bool may_send_on(std::string_view bytes) {
        service_.book().sends(*place_);
        auto taken = intake_.received(bytes);
        if (intake_.is_whole()) service_.book().waits(*place_);
        if (taken) return true;
        broken_request = std::move(taken).error();
        return false;
    }

    // False: it does not fit the send buffer.
    bool send_at_once(const std::string& text);
    void shows(bool session) { service_.book().shows(*place_, session); }

    SocketService& service_;
    RequestIntake intake_;
    std::optional<ConnectionBook::Place> place_;
    std::unique_ptr<boost::asio::ssl::stream<Socket&>> tls_;
};

// RESTinio calls it for each connection, before the first read. Whoever does not shake hands is
// idle.
template <class Connection, class Start, class Failed>
void prepare_connection_and_start_read(AnsweringSocket& socket, Connection& connection, Start start,
                                       Failed failed) {
    if (!socket.enter()) return start();
    socket.shake_hands([start, failed, kept = connection.shared_from_this()](
                           const boost::system::error_code& problem) {
        if (problem)
            failed(problem);
        else
            start();
    });
}

}  // namespace jatigi::http

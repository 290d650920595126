// The stream under RESTinio: it counts what comes in, and where RESTinio would close a connection
// without a word it answers first.
#pragma once
#include <array>
#include <boost/asio.hpp>
#include <cassert>
#include <optional>
#include <unordered_set>

#include "platform/http/request_intake.h"

namespace jatigi::http {

// http_parser closes the connection without a word when a request breaks a limit. We owe a clear
// refusal: whoever sees the reason, just before the connection shuts its socket down and on the
// same thread, leaves word here for the socket. Nothing: an ordinary close.
extern thread_local std::optional<Error> broken_request;

class AnsweringSocket;

// What all sockets of one io_context share. Its network thread alone uses it.
class SocketService : public boost::asio::execution_context::service {
public:
    using key_type = SocketService;
    static inline boost::asio::execution_context::id id;
    explicit SocketService(boost::asio::execution_context& owner) : service(owner) {}

    // Before the first socket is made. `rules` outlive the context.
    void attach(const IntakeRules& rules) { rules_ = &rules; }
    const IntakeRules& rules() const {
        assert(rules_ != nullptr);
        return *rules_;
    }
    // Reads and forgets what the client still sends, for a while, so that our answer is not lost in
    // a reset. Only so many at once: each holds a file of the process, and without files the server
    // accepts nobody any more.
    void discard(boost::asio::ip::tcp::socket socket);

    // The sockets of connections, from their first read until they are destroyed.
    void note(AnsweringSocket& socket) { connected_.insert(&socket); }
    void forget(AnsweringSocket& socket) { connected_.erase(&socket); }
    std::size_t connections() const { return connected_.size(); }
    // Ends all of them: RESTinio's connections go when their handlers have run, and they have to go
    // before its server.
    void close_all();

private:
    class Discard;
    void shutdown() override {}

    const IntakeRules* rules_ = nullptr;
    std::unordered_set<AnsweringSocket*> connected_;
    std::size_t discards_ = 0;
    std::array<char, 65'536> forgotten_{};  // One for all: nobody reads it.
};

class AnsweringSocket : public boost::asio::ip::tcp::socket {
    using Socket = boost::asio::ip::tcp::socket;

public:
    explicit AnsweringSocket(boost::asio::io_context& context)
        : Socket(context),
          service_(boost::asio::use_service<SocketService>(context)),
          intake_(service_.rules()) {}
    // RESTinio moves it once, when it is accepted, and accepts into the old one again.
    // NOLINTBEGIN(bugprone-use-after-move) -- only what Socket holds was moved
    AnsweringSocket(AnsweringSocket&& other) noexcept
        : Socket(std::move(other)), service_(other.service_), intake_(service_.rules()) {
        assert(other.intake_.is_empty());
    }
    // NOLINTEND(bugprone-use-after-move)
    AnsweringSocket& operator=(AnsweringSocket&&) = delete;
    ~AnsweringSocket() { service_.forget(*this); }

    template <class Handler>
    void async_read_some(const boost::asio::mutable_buffer& buffer, Handler handler) {
        service_.note(*this);
        intake_.read_on(static_cast<const char*>(buffer.data()));
        const auto executor = boost::asio::get_associated_executor(handler, get_executor());
        Socket::async_read_some(
            buffer,
            boost::asio::bind_executor(
                executor, [this, buffer, handler = std::move(handler)](
                              boost::system::error_code problem, std::size_t n) mutable {
                    if (!problem && !may_send_on({static_cast<const char*>(buffer.data()), n})) {
                        problem = boost::asio::error::no_buffer_space;
                        n = 0;
                    }
                    handler(problem, n);
                }));
    }
    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        intake_.answered();
        return Socket::async_write_some(buffers, std::forward<Handler>(handler));
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
        auto taken = intake_.received(bytes);
        if (taken) return true;
        broken_request = std::move(taken).error();
        return false;
    }

    SocketService& service_;
    RequestIntake intake_;
};

}  // namespace jatigi::http

#include "load_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

namespace jatigi::bench {
namespace {

[[noreturn]] void stop(const std::string& why) {
    std::cerr << "load client: " << why << "\n";
    std::exit(1);
}

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        stop("cannot connect");
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

}  // namespace

LoadClient::LoadClient(std::uint16_t port, int connections,
                       std::function<std::string()> next_request, Expect expected)
    : epoll_(::epoll_create1(0)),
      next_request_(std::move(next_request)),
      expected_("HTTP/1.1 " + std::to_string(static_cast<int>(expected))) {
    connections_.resize(static_cast<std::size_t>(connections));
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        connections_[i].socket = connect_to(port);
        epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event);
    }
}

LoadClient::~LoadClient() {
    for (const Connection& connection : connections_) ::close(connection.socket);
    ::close(epoll_);
}

void LoadClient::send_next(Connection& connection, Steady::time_point due) {
    const std::string request = next_request_();
    if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        stop("short send");
    connection.busy = true;
    connection.due = due;
}

bool LoadClient::take_answer(Connection& connection) {
    std::array<char, 4'096> buffer;
    const ssize_t n = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
    if (n <= 0) stop("the server closed a connection");
    connection.received.append(buffer.data(), static_cast<std::size_t>(n));
    const std::size_t headers = connection.received.find("\r\n\r\n");
    if (headers == std::string::npos) return false;
    const std::size_t length_at = connection.received.find("Content-Length: ");
    if (length_at == std::string::npos) stop("an answer without a length");
    const auto length = std::strtoul(connection.received.c_str() + length_at + 16, nullptr, 10);
    if (connection.received.size() < headers + 4 + length) return false;
    if (!connection.received.starts_with(expected_)) stop(connection.received);
    connection.received.clear();
    connection.busy = false;
    return true;
}

template <class OnAnswer>
void LoadClient::poll_once(std::chrono::nanoseconds timeout, const OnAnswer& on_answer) {
    std::array<epoll_event, 64> events;
    const auto whole = std::chrono::floor<std::chrono::seconds>(timeout);
    const timespec limit{whole.count(), (timeout - whole).count()};
    const int ready = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()),
                                     &limit, nullptr);
    for (int i = 0; i < ready; ++i) {
        Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
        if (take_answer(connection)) on_answer(connection);
    }
}

void LoadClient::drain() {
    for (;;) {
        bool busy = false;
        for (const Connection& connection : connections_) busy = busy || connection.busy;
        if (!busy) return;
        poll_once(std::chrono::seconds{1}, [](Connection&) {});
    }
}

LoadResult LoadClient::run_closed(Seconds length) {
    LoadResult result;
    const auto start = Steady::now();
    for (Connection& connection : connections_) send_next(connection, start);
    while (Steady::now() - start < length) {
        poll_once(std::chrono::milliseconds{100}, [&](Connection& connection) {
            const auto now = Steady::now();
            ++result.answered;
            result.latencies_ms.push_back(Seconds(now - connection.due).count() * 1e3);
            send_next(connection, now);
        });
    }
    result.passed = Steady::now() - start;
    drain();
    return result;
}

LoadResult LoadClient::run_open(Seconds length, double per_second) {
    LoadResult result;
    const auto start = Steady::now();
    const auto gap_of = [per_second](std::int64_t number) {
        return std::chrono::duration_cast<Steady::duration>(
            Seconds{static_cast<double>(number) / per_second});
    };
    std::int64_t sent = 0;
    while (Steady::now() - start < length) {
        auto due = start + gap_of(sent);
        for (Connection& connection : connections_) {
            if (due > Steady::now()) break;
            if (connection.busy) continue;
            send_next(connection, due);
            due = start + gap_of(++sent);
        }
        // Sleeps until the next is due: a client that spins would measure itself.
        const auto wait = std::max(due - Steady::now(), Steady::duration{10'000});
        poll_once(wait, [&](Connection& connection) {
            ++result.answered;
            result.latencies_ms.push_back(Seconds(Steady::now() - connection.due).count() * 1e3);
        });
    }
    result.passed = Steady::now() - start;
    drain();
    return result;
}

}  // namespace jatigi::bench

// Clients on keep-alive connections, all in one thread over epoll, so that the load costs little of
// the machine that is measured.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace jatigi::bench {

using Steady = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct LoadResult {
    std::int64_t answered = 0;
    Seconds passed{0};
    std::vector<double> latencies_ms;  // From when a request was due, not from when it was sent.
    double rate() const { return static_cast<double>(answered) / passed.count(); }
};

enum class Expect { created = 201, ok = 200, not_found = 404 };

class LoadClient {
public:
    // `next_request` gives the whole text of the next request. Any other answer than the expected
    // stops the program.
    LoadClient(std::uint16_t port, int connections, std::function<std::string()> next_request,
               Expect expected = Expect::created);
    LoadClient(const LoadClient&) = delete;
    LoadClient& operator=(const LoadClient&) = delete;
    ~LoadClient();

    // Every connection asks again as soon as it is answered.
    LoadResult run_closed(Seconds length);
    // Requests fall due at this rate, whatever the answers do.
    LoadResult run_open(Seconds length, double per_second);

private:
    struct Connection {
        int socket = -1;
        std::string received;
        Steady::time_point due;
        bool busy = false;
    };
    void send_next(Connection& connection, Steady::time_point due);
    // True when a whole answer is there.
    bool take_answer(Connection& connection);
    template <class OnAnswer>
    void poll_once(std::chrono::nanoseconds timeout, const OnAnswer& on_answer);
    void drain();

    int epoll_ = -1;
    std::vector<Connection> connections_;
    std::function<std::string()> next_request_;
    std::string expected_;  // How its first line begins.
};

}  // namespace jatigi::bench

// Answers about people leave on a beat of their own. How long one took would tell "there is nobody"
// from "there is somebody whom you may not know of": a few queries more, a row more to write.
#pragma once
#include <boost/asio.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <string_view>

namespace jatigi::http {

using SteadyTime = std::chrono::steady_clock::time_point;

// Longer than nearly every answer takes, shorter than anybody notices.
constexpr std::chrono::milliseconds answer_beat{20};

// When the answer leaves to a request that came then: at a whole number of beats since, when it is
// about people by its route ("/api/v1/persons/{code}") or by its code; otherwise at once.
struct Answered {
    std::string_view route, code;
    SteadyTime came, ready;
};
SteadyTime leaves_at(const Answered& answered);

// On the network's thread alone.
class EvenAnswers {
public:
    explicit EvenAnswers(boost::asio::io_context& context) : timer_(context) {}
    struct Held {
        SteadyTime due, now;
    };
    void hold(const Held& held, std::function<void()> send);
    // At once, and so does all that comes later: the server stops.
    void let_go();

private:
    void wait();
    void send_due(SteadyTime now);

    boost::asio::steady_timer timer_;
    std::multimap<SteadyTime, std::function<void()>> held_;
    bool stopping_ = false;
};

}  // namespace jatigi::http

#include "platform/http/even_answers.h"

#include <algorithm>
#include <array>

namespace jatigi::http {
namespace {

constexpr std::array<std::string_view, 2> nobody_codes{"card.unknown", "person.not_found"};
// Where people are named or matched.
constexpr std::array<std::string_view, 5> people_routes{"/api/v1/persons", "/api/v1/imports",
                                                        "/api/v1/cards", "/api/v1/review-tasks",
                                                        "/api/v1/stays/transfer"};

}  // namespace

SteadyTime leaves_at(const Answered& answered) {
    const auto is_below = [&](std::string_view route) { return answered.route.starts_with(route); };
    const bool about_people = std::ranges::any_of(people_routes, is_below) ||
                              std::ranges::find(nobody_codes, answered.code) != nobody_codes.end();
    if (!about_people) return answered.ready;
    const auto took = answered.ready - answered.came;
    return answered.came + (took / answer_beat + 1) * answer_beat;
}

void EvenAnswers::hold(const Held& held, std::function<void()> send) {
    if (stopping_ || held.due <= held.now) return send();
    const auto place = held_.emplace(held.due, std::move(send));
    if (place == held_.begin()) wait();
}

void EvenAnswers::let_go() {
    stopping_ = true;
    send_due(SteadyTime::max());
    timer_.cancel();
}

void EvenAnswers::wait() {
    timer_.expires_at(held_.begin()->first);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        send_due(timer_.expiry());
        if (!held_.empty()) wait();
    });
}

void EvenAnswers::send_due(SteadyTime now) {
    while (!held_.empty() && held_.begin()->first <= now) {
        const auto send = std::move(held_.begin()->second);
        held_.erase(held_.begin());
        send();
    }
}

}  // namespace jatigi::http

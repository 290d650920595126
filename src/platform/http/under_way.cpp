#include "platform/http/under_way.h"

#include "platform/http/problem.h"

namespace jatigi::http {

// Shared by all copies of one Reply.
class UnderWay::Ticket {
public:
    Ticket(std::weak_ptr<UnderWay> under_way, std::uint64_t number)
        : under_way_(std::move(under_way)), number_(number) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    // NOLINTNEXTLINE(bugprone-exception-escape) -- without memory to answer, the process ends
    ~Ticket() {
        if (!answered_) answer(stopping_response());
    }
    void answer(Response response) {
        if (answered_.exchange(true)) return;
        if (const auto under_way = under_way_.lock())
            under_way->answer(number_, std::move(response));
    }

private:
    const std::weak_ptr<UnderWay> under_way_;
    const std::uint64_t number_;
    std::atomic<bool> answered_ = false;
};

Reply UnderWay::take(Send send) {
    const std::uint64_t number = ++last_number_;
    taken_.emplace(number, std::move(send));
    ++count_;
    return [ticket = std::make_shared<Ticket>(weak_from_this(), number)](Response response) {
        ticket->answer(std::move(response));
    };
}

void UnderWay::answer(std::uint64_t number, Response response) {
    const std::lock_guard lock(mutex_);
    if (context_ == nullptr) return;
    answers_.emplace_back(number, std::move(response));
    if (answers_.size() == 1)
        boost::asio::post(*context_, [this] { send_answers(); });
}

void UnderWay::send_answers() {
    std::vector<std::pair<std::uint64_t, Response>> answers;
    {
        const std::lock_guard lock(mutex_);
        answers.swap(answers_);
    }
    for (auto& [number, response] : answers) {
        const auto taken = taken_.find(number);
        if (taken == taken_.end()) continue;  // Refused since.
        const Send send = std::move(taken->second);
        taken_.erase(taken);
        send(std::move(response));
    }
}

void UnderWay::refuse_all() {
    send_answers();
    std::unordered_map<std::uint64_t, Send> taken;
    taken.swap(taken_);
    for (const auto& [number, send] : taken) send(stopping_response());
}

void UnderWay::sent() {
    if (count_.fetch_sub(1) != 1 || !awaited_.load()) return;
    const std::lock_guard lock(mutex_);
    none_.notify_all();
}

bool UnderWay::wait_until_none(std::chrono::steady_clock::time_point until) {
    awaited_.store(true);
    std::unique_lock lock(mutex_);
    return none_.wait_until(lock, until, [this] { return count_.load() == 0; });
}

void UnderWay::close() {
    // What is let go may answer, so not under the lock.
    std::unordered_map<std::uint64_t, Send> taken;
    taken.swap(taken_);
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    answers_.clear();
}

}  // namespace jatigi::http

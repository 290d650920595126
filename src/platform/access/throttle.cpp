#include "platform/access/throttle.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace jatigi::access {
namespace {

constexpr int free_failures = 5;
constexpr std::int64_t pause_max_s = 60;
constexpr std::size_t young_max = 5'000;
constexpr std::size_t tries_max = 1'000;
// No account has a longer name, and what is kept for a made-up one should be short.
constexpr std::size_t name_kept_max = 65;

std::string name_kept(const Attempt& attempt) { return attempt.name.substr(0, name_kept_max); }

// A name holds no space, so no unknown device can be taken for a known one.
std::string counter_of(const Attempt& attempt) {
    return attempt.device ? *attempt.device + ' ' + name_kept(attempt) : name_kept(attempt);
}

std::int64_t pause_after(int failures) {
    if (failures < free_failures) return 0;
    const int doublings = std::min(failures - free_failures, 6);
    return std::min<std::int64_t>(std::int64_t{1} << doublings, pause_max_s);
}

std::int64_t seconds_up(std::chrono::microseconds left) {
    return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
}

}  // namespace

Throttle::Failures* Throttle::find(const std::string& counter) {
    for (auto* counters : {&young_, &old_})
        if (const auto found = counters->find(counter); found != counters->end())
            return &found->second;
    return nullptr;
}

std::int64_t Throttle::wait_seconds(const Attempt& attempt, Instant now) {
    const std::lock_guard lock(mutex_);
    const std::int64_t sprayed = attempt.device ? 0 : seconds_up(paused_until_ - now);
    const Failures* failures = find(counter_of(attempt));
    if (failures == nullptr) return sprayed;
    const std::chrono::seconds pause{pause_after(failures->count)};
    return std::max(sprayed, seconds_up(failures->last + pause - now));
}

void Throttle::begun(const Attempt& attempt, Instant now) {
    const std::lock_guard lock(mutex_);
    const std::string counter = counter_of(attempt);
    const Failures* known = find(counter);
    const Failures failures{(known != nullptr ? known->count : 0) + 1, now};
    if (young_.size() >= young_max) old_ = std::exchange(young_, {});
    young_[counter] = failures;
}

void Throttle::abandoned(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    if (Failures* begun = find(counter_of(attempt)); begun != nullptr && begun->count > 0)
        --begun->count;
}

void Throttle::failed(const Attempt& attempt, Instant now) {
    const std::lock_guard lock(mutex_);
    if (!attempt.device) note_spray(name_kept(attempt), now);
}

void Throttle::note_spray(const std::string& name, Instant now) {
    unknown_.push_back({name, now});
    while (unknown_.size() > tries_max || unknown_.front().at + spray_window < now)
        unknown_.pop_front();
    if (unknown_.size() <= spray_failures_max) return;
    std::unordered_set<std::string_view> names;
    for (const Try& one : unknown_) names.insert(one.name);
    if (names.size() > spray_names_max) paused_until_ = now + spray_pause;
}

void Throttle::succeeded(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    young_.erase(counter_of(attempt));
    old_.erase(counter_of(attempt));
}

std::size_t Throttle::size() {
    const std::lock_guard lock(mutex_);
    return young_.size() + old_.size() + unknown_.size();
}

}  // namespace jatigi::access

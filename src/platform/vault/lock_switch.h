// Locking a running node in an emergency: the people who hold the machine get nothing from it. New
// requests are refused at once; when those under way are over, the keys and every name are wiped
// from memory. Only `jatigi unlock` on the machine, with the key file, opens it again.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/result.h"
#include "platform/store/connection.h"

namespace jatigi::vault {

class LockSwitch {
public:
    using Step = std::function<Result<void>()>;
    using Report = std::function<void(const std::string& step, const Error& error)>;

    LockSwitch() = default;
    LockSwitch(const LockSwitch&) = delete;
    LockSwitch& operator=(const LockSwitch&) = delete;

    // Before serving starts. `in_order` is done while requests may still be under way (the
    // database: sessions, setting); `wiping` when none is (keys, names).
    void in_order(std::string name, Step step) {
        steps_.push_back({std::move(name), std::move(step)});
    }
    void wiping(std::string name, Step step) {
        wipes_.push_back({std::move(name), std::move(step)});
    }

    // One request's stay. False: answer 503 vault.locked.
    class Visit {
    public:
        explicit Visit(LockSwitch& lock);
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;
        ~Visit();
        explicit operator bool() const { return admitted_; }

    private:
        LockSwitch& lock_;
        bool admitted_;
    };

    // New requests are refused from here on; lock() does the rest. From inside a Visit, too.
    void shut() { locked_.store(true); }
    bool is_locked() const { return locked_.load(std::memory_order_acquire); }

    // Every step is tried even when one fails; wiping never waits longer than `patience` for
    // requests. Not from the writer's thread, nor inside a Visit. A second call does nothing.
    void lock(const Report& report, std::chrono::milliseconds patience = std::chrono::seconds{5});

private:
    struct Named {
        std::string name;
        Step step;
    };
    void leave();

    std::atomic<bool> locked_ = false, locking_ = false;
    std::atomic<std::int64_t> visits_ = 0;
    std::mutex mutex_;
    std::condition_variable empty_;
    std::vector<Named> steps_, wipes_;
};

// Setting locked=<instant>. Ending the sessions is access's part.
Result<void> write_lock(store::Connection& tx, Instant now);
Result<void> write_unlock(store::Connection& tx);
// Refuses with vault.locked.
Result<void> refuse_if_locked(store::Connection& db);

}  // namespace jatigi::vault

#include "platform/http/services.h"

namespace jatigi::http {
namespace {
constexpr std::size_t worker_count = 2;  // An argon2id takes 64 MiB.
constexpr std::size_t waiting_max = 64;
}  // namespace

Result<std::unique_ptr<store::Connection>> ReadPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return connect_();
}

void ReadPool::give_back(std::unique_ptr<store::Connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

void ReadPool::drop_idle() {
    std::vector<std::unique_ptr<store::Connection>> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(idle_);
}

Workers::Workers() {
    for (std::size_t i = 0; i < worker_count; ++i) threads_.emplace_back([this] { loop(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool Workers::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= waiting_max || stopping_) return false;
        waiting_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

void Workers::loop() {
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        work();
    }
}

}  // namespace jatigi::http

#include "platform/http/services.h"

namespace jatigi::http {

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

}  // namespace jatigi::http

// The memory that big request bodies may take, over all connections. A body is buffered whole
// before its route sees it, so without a budget a few connections could take all memory of the
// machine.
#pragma once
#include <atomic>
#include <cstddef>

namespace jatigi::http {

// Taken from and given back to by the network's thread alone; read from any.
class BodyBudget {
public:
    explicit BodyBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}
    BodyBudget(const BodyBudget&) = delete;
    BodyBudget& operator=(const BodyBudget&) = delete;

    // False when all together would be over the budget; then nothing is taken.
    bool take(std::size_t bytes);
    void give_back(std::size_t bytes);

    std::size_t held() const { return held_.load(std::memory_order_relaxed); }
    std::size_t most_held() const { return most_held_.load(std::memory_order_relaxed); }

private:
    const std::size_t bytes_max_;
    std::atomic<std::size_t> held_ = 0;
    std::atomic<std::size_t> most_held_ = 0;
};

}  // namespace jatigi::http

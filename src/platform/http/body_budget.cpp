#include "platform/http/body_budget.h"

#include <algorithm>
#include <cassert>

namespace jatigi::http {

bool BodyBudget::take(std::size_t bytes) {
    const std::size_t before = held();
    if (bytes > bytes_max_ - before) return false;
    held_.store(before + bytes, std::memory_order_relaxed);
    most_held_.store(std::max(most_held(), before + bytes), std::memory_order_relaxed);
    return true;
}

void BodyBudget::give_back(std::size_t bytes) {
    const std::size_t before = held();
    assert(bytes <= before);
    held_.store(before - bytes, std::memory_order_relaxed);
}

}  // namespace jatigi::http

// Of what was measured.
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace jatigi::bench {

// The value that `part` of them do not exceed; none: 0.
inline double percentile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}
inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace jatigi::bench

#include "centre/assistance/count_share.h"

#include <algorithm>

namespace jatigi::assistance {

bool CountShares::take(const std::string& client, Instant now) {
    auto found = shares_.find(client);
    if (found == shares_.end()) {
        if (shares_.size() >= counting_clients_max)
            shares_.erase(std::ranges::min_element(shares_, {},
                                                   [](const auto& one) { return one.second.at; }));
        found = shares_.emplace(client, Share{.at = now}).first;
    }
    Share& share = found->second;
    // A clock that was set back gives nothing.
    const double seconds = std::max(0.0, std::chrono::duration<double>(now - share.at).count());
    share.left = std::min(count_burst, share.left + seconds * counts_per_second);
    share.at = now;
    if (share.left < 1) return false;
    share.left -= 1;
    return true;
}

}  // namespace jatigi::assistance

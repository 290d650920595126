// How much one device may count while the node is closed and nobody can be asked who they are:
// enough for a tablet that comes back with a night's counts, far too little to fill the table
// before anybody notices.
#pragma once
#include <map>
#include <string>

#include "platform/base/day.h"

namespace jatigi::assistance {

// A convoy of one night, and a plate for each of them; then five a second, as fast as four people
// tap.
constexpr double count_burst = 3'000;
constexpr double counts_per_second = 5;
// Of so many addresses; the one that was quiet longest is forgotten, and begins anew.
constexpr std::size_t counting_clients_max = 1'000;

class CountShares {
public:
    // Whether this address may count once more now.
    bool take(const std::string& client, Instant now);

private:
    struct Share {
        double left = count_burst;
        Instant at{};
    };
    std::map<std::string, Share> shares_;
};

}  // namespace jatigi::assistance

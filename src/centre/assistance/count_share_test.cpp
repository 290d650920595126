#include "centre/assistance/count_share.h"

#include <gtest/gtest.h>

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;

const Instant night = Day{2023y / 1 / 16} + 3h;

int taken(CountShares& shares, const std::string& client, int tries, Instant now) {
    int count = 0;
    for (int i = 0; i < tries; ++i)
        if (shares.take(client, now)) ++count;
    return count;
}

TEST(CountShares, ADeviceComesBackWithANightsCounts) {
    CountShares shares;
    EXPECT_EQ(taken(shares, "10.0.0.1", 3'000, night), 3'000);
}

TEST(CountShares, WhoeverCountsFasterThanPeopleDoWaitsAndNobodyElseDoes) {
    CountShares shares;
    EXPECT_EQ(taken(shares, "10.0.0.1", 4'000, night), 3'000);
    EXPECT_EQ(taken(shares, "10.0.0.2", 10, night), 10);
    EXPECT_EQ(taken(shares, "10.0.0.1", 100, night + 1s), 5);
    EXPECT_EQ(taken(shares, "10.0.0.1", 100, night - 1h), 0);
}

TEST(CountShares, OfManyAddressesTheQuietestIsForgotten) {
    CountShares shares;
    EXPECT_EQ(taken(shares, "busy", 4'000, night + 1s), 3'000);
    for (std::size_t i = 1; i < counting_clients_max; ++i)
        EXPECT_TRUE(shares.take(std::to_string(i), night));
    EXPECT_TRUE(shares.take("one more", night));
    EXPECT_FALSE(shares.take("busy", night + 1s));
}

}  // namespace
}  // namespace jatigi::assistance

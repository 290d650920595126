#include "platform/http/network.h"

#include <gtest/gtest.h>

namespace jatigi::http {
namespace {

TEST(Network, ThisMachineAndPrivateNetworksAreNear) {
    for (const std::string_view near :
         {"127.0.0.1", "127.9.9.9", "::1", "10.0.0.1", "10.255.255.255", "172.16.0.1",
          "172.31.255.255", "192.168.4.20", "169.254.1.1", "fc00::1", "fdff::1", "fe80::1",
          "fe80::1%wlan0", "febf::1", "::ffff:192.168.1.1", "[::1]"})
        EXPECT_TRUE(is_near(near)) << near;
}

TEST(Network, WhatLiesBesideThemIsFar) {
    for (const std::string_view far :
         {"126.255.255.255", "128.0.0.1", "9.255.255.255", "11.0.0.1", "172.15.255.255",
          "172.32.0.1", "192.167.255.255", "192.169.0.1", "169.253.1.1", "fe00::1", "fec0::1",
          "::2", "2001:db8::1", "::ffff:8.8.8.8", "::10.0.0.1"})
        EXPECT_FALSE(is_near(far)) << far;
}

TEST(Network, WhatIsNoAddressIsFar) {
    for (const std::string_view text :
         {"", "unknown", "localhost", "10.0.0", "10.0.0.1.2", "[", "%"})
        EXPECT_FALSE(is_near(text)) << text;
}

TEST(Network, OnlyAProxyOnThisMachineIsBelievedAndItsLastWordCounts) {
    EXPECT_EQ(client_of("127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(client_of("127.0.0.1", "  "), "127.0.0.1");
    EXPECT_EQ(client_of("127.0.0.1", "8.8.8.8"), "8.8.8.8");
    EXPECT_EQ(client_of("::1", "10.0.0.1, 8.8.8.8"), "8.8.8.8");
    EXPECT_EQ(client_of("::ffff:127.0.0.1", "8.8.8.8,"), "");
    EXPECT_EQ(client_of("8.8.8.8", "10.0.0.1"), "8.8.8.8");
    EXPECT_EQ(client_of("192.168.1.7", "8.8.8.8"), "192.168.1.7");
}

}  // namespace
}  // namespace jatigi::http

#include "platform/http/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "platform/base/bytes.h"
#include "platform/base/text.h"

namespace jatigi::http {
namespace {

using Address = ByteArray<16>;

// ::ffff:a.b.c.d for version 4.
constexpr std::array<std::uint8_t, 12> version_4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::optional<Address> address_of(std::string_view text) {
    std::string plain(text);
    if (plain.starts_with('[')) plain = plain.substr(1, plain.find(']') - 1);
    plain = plain.substr(0, plain.find('%'));  // fe80::1%eth0
    Address address{};
    if (::inet_pton(AF_INET6, plain.c_str(), address.data()) == 1) return address;
    if (::inet_pton(AF_INET, plain.c_str(), address.data() + version_4.size()) != 1)
        return std::nullopt;
    std::ranges::copy(version_4, address.begin());
    return address;
}

struct Network {
    std::array<std::uint8_t, 16> from;
    unsigned bits;
};
constexpr std::array<Network, 8> near_networks{{
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128},
    {{0xFC}, 7},
    {{0xFE, 0x80}, 10},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127}, 104},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10}, 104},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 172, 16}, 108},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 168}, 112},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 169, 254}, 112},
}};

bool lies_in(const Address& address, const Network& network) {
    for (unsigned bit = 0; bit < network.bits; ++bit) {
        const unsigned mask = 0x80U >> (bit % 8);
        if (((address[bit / 8] ^ network.from[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

bool is_this_machine(std::string_view text) {
    const auto address = address_of(text);
    return address && (lies_in(*address, near_networks[0]) || lies_in(*address, near_networks[3]));
}

}  // namespace

std::string client_of(std::string_view peer, std::string_view forwarded_for) {
    if (trim(forwarded_for).empty() || !is_this_machine(peer)) return std::string(peer);
    return trim(forwarded_for.substr(forwarded_for.rfind(',') + 1));
}

bool is_near(std::string_view text) {
    const auto address = address_of(text);
    return address && std::ranges::any_of(near_networks, [&](const Network& network) {
               return lies_in(*address, network);
           });
}

}  // namespace jatigi::http

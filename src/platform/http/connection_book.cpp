#include "platform/http/connection_book.h"

#include <algorithm>

namespace jatigi::http {
namespace {

namespace ip = boost::asio::ip;

// IPv4 by address; IPv6 by /64, since whoever has one address there has them all.
std::uint64_t network_of(const ip::address& address) {
    if (address.is_v4()) return address.to_v4().to_uint();
    const ip::address_v6 six = address.to_v6();
    if (six.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, six).to_uint();
    std::uint64_t network = 0;
    const auto bytes = six.to_bytes();
    for (std::size_t i = 0; i < sizeof network; ++i) network = (network << 8U) | bytes.at(i);
    return network;
}

bool is_local(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).is_loopback();
    return address.is_loopback();
}

}  // namespace

ConnectionBook::Place ConnectionBook::enter(const ip::address& from, Time now,
                                            std::function<void()> close) {
    entries_.push_back({.from = network_of(from),
                        .is_loopback = is_local(from),
                        .since = now,
                        .close = std::move(close)});
    const Place place = std::prev(entries_.end());
    make_room(place);
    return place;
}

void ConnectionBook::make_room(Place newcomer) {
    std::size_t strangers = 0, of_address = 0;
    Entry* oldest = nullptr;
    Entry* oldest_of_address = nullptr;
    const auto older = [](Entry* known, Entry& other) {
        return known == nullptr || other.since < known->since ? &other : known;
    };
    for (Entry& entry : entries_) {
        if (entry.session || entry.closed) continue;
        const bool same =
            entry.from == newcomer->from && (!entry.is_loopback || limits_.counts_loopback);
        ++strangers;
        if (same) ++of_address;
        if (entry.state == State::waiting) continue;
        oldest = older(oldest, entry);
        if (same) oldest_of_address = older(oldest_of_address, entry);
    }
    // The newcomer is one of them, and the last to go.
    if (of_address > limits_.strangers_of_address)
        close(*oldest_of_address);
    else if (strangers > limits_.strangers)
        close(*oldest);
}

void ConnectionBook::leave(Place place) {
    entries_.erase(place);
}

void ConnectionBook::answered(Place place, Time now) {
    place->state = State::idle;
    place->since = now;
}

void ConnectionBook::close_idle(Time now) {
    for (Entry& entry : entries_)
        if (!entry.session && entry.state == State::idle &&
            now - entry.since >= limits_.stranger_idle_max)
            close(entry);
}

void ConnectionBook::close_all() {
    for (Entry& entry : entries_) close(entry);
}

void ConnectionBook::close(Entry& entry) {
    if (entry.closed) return;
    entry.closed = true;
    entry.close();
}

std::size_t ConnectionBook::strangers() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        entries_, [](const Entry& entry) { return !entry.session && !entry.closed; }));
}

}  // namespace jatigi::http

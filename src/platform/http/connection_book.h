// Who holds a place among the connections. Whoever has no session gives way: to others without one,
// when there are too many from an address or in all, and to nobody's use, when nothing comes. A
// connection whose last request had a live session keeps its place.
//
// Of the network's thread alone.
#pragma once
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>

namespace jatigi::http {

struct ConnectionLimits {
    // In all. RESTinio accepts nobody beyond, until somebody leaves.
    std::size_t all = 512;
    // Without a session; the rest is kept for those who have one.
    std::size_t strangers = 384;
    // Of them, from one address: forty tablets of a centre behind one address open three each.
    std::size_t strangers_of_address = 128;
    // A proxy on this machine brings everybody from one address, and counts them itself.
    bool counts_loopback = false;
    // Nothing of a request has come, or the TLS handshake is not done. Everybody else has idle_max
    // (server.cpp), over which a browser keeps a connection for its next request.
    std::chrono::steady_clock::duration stranger_idle_max = std::chrono::seconds{10};
};

class ConnectionBook {
    struct Entry;

public:
    using Time = std::chrono::steady_clock::time_point;
    using Place = std::list<Entry>::iterator;  // Good until leave().

    explicit ConnectionBook(const ConnectionLimits& limits) : limits_(limits) {}
    ConnectionBook(const ConnectionBook&) = delete;
    ConnectionBook& operator=(const ConnectionBook&) = delete;

    // A new connection, of a stranger still. `close` ends it; leave() follows, then or later. Where
    // there are too many, the stranger who has sent no whole request for longest is closed; when
    // all of them wait for an answer, the new one.
    Place enter(const boost::asio::ip::address& from, Time now, std::function<void()> close);
    void leave(Place place);
    // A part of a request has come.
    void sends(Place place) { place->state = State::sending; }
    // Its head has: with a live session, or without one.
    void shows(Place place, bool session) { place->session = session; }
    // All of it has.
    void waits(Place place) { place->state = State::waiting; }
    // The answer has left; the next request may come.
    void answered(Place place, Time now);

    // Closes the strangers that are idle for too long.
    void close_idle(Time now);
    void close_all();

    std::size_t size() const { return entries_.size(); }
    std::size_t strangers() const;

private:
    enum class State { idle, sending, waiting };
    struct Entry {
        std::uint64_t from = 0;  // The network that an address is counted by.
        bool is_loopback = false;
        Time since{};  // It came, or was answered.
        std::function<void()> close;
        State state = State::idle;
        bool session = false, closed = false;
    };
    void make_room(Place newcomer);
    static void close(Entry& entry);

    const ConnectionLimits limits_;
    std::list<Entry> entries_;
};

}  // namespace jatigi::http

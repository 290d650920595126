// Slows down guessing passwords without letting a guesser keep the real people out. There is no
// limit by address: forty tablets of a centre stand behind one.
// - Five failures, then a growing pause up to a minute, counted apart for each device that signed
//   in as that name before (device.h), and once for that name from all other devices together.
// - Many names tried is spraying: it pauses every device that is not known as the name it tries.
// A paused name can still sign in with a one-time link. In memory alone, and bounded.
#pragma once
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "platform/base/day.h"
#include "platform/base/string_map.h"

namespace jatigi::access {

constexpr std::chrono::minutes spray_window{5};
constexpr std::size_t spray_failures_max = 50;  // In the window, from unknown devices,
constexpr std::size_t spray_names_max = 10;     // over more names than this:
constexpr std::chrono::seconds spray_pause{30};

// Who tries to sign in, from where.
struct Attempt {
    std::string name;
    // The token of a device that signed in as this name before; nothing from any other device.
    std::optional<std::string> device{};
};

class Throttle {
public:
    // Seconds to wait; zero when an attempt may be made now.
    std::int64_t wait_seconds(const Attempt& attempt, Instant now);
    // Before the slow look at the password: it counts as failed until it succeeded, so that many at
    // once are no more guesses than one after the other.
    void begun(const Attempt& attempt, Instant now);
    // Nobody looked at it after all: it does not count.
    void abandoned(const Attempt& attempt);
    // It was wrong: what spraying is told by.
    void failed(const Attempt& attempt, Instant now);
    void succeeded(const Attempt& attempt);
    // Counters kept now: for tests of the bound.
    std::size_t size();

private:
    struct Failures {
        int count = 0;
        Instant last{};
    };
    struct Try {
        std::string name;
        Instant at;
    };
    Failures* find(const std::string& counter);
    void note_spray(const std::string& name, Instant now);

    std::mutex mutex_;
    StringMap<Failures> young_, old_;  // When the young are many, they become the old.
    std::deque<Try> unknown_;  // Failures from unknown devices within the window, oldest first.
    Instant paused_until_{};   // For unknown devices.
};

}  // namespace jatigi::access

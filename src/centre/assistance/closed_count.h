// What is counted while the node is closed: after a power cut it waits for its passphrase and knows
// nobody, and people arrive, get wristbands and eat all the same. Counted by number, without a name
// and without an account, since nobody can be asked for a password then; whoever opens the node
// brings it in, in their own name.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/id.h"
#include "platform/base/personal.h"
#include "platform/base/result.h"

namespace jatigi::assistance {

enum class CountedKind {
    arrival,    // People who came, by the head.
    wristband,  // One that was put on.
    plate,      // One handed out, by the number of a card.
    undone,     // One of these was a slip.
};
constexpr auto enum_texts(CountedKind) {
    return texts_in_order<CountedKind>("arrival", "wristband", "plate", "undone");
}

using CountId = Id<struct CountEntity>;  // The device's id of the command.

struct ClosedCount {
    CountId id{};
    CountedKind kind = CountedKind::arrival;
    std::int64_t count = 1;          // Of arrivals, 1 to arrivals_at_once_max; else 1.
    Personal<std::string> number{};  // Of wristbands and plates.
    std::string service{};           // Of plates: its code.
    CountId undone{};                // Which.
    Instant at{};

    friend bool operator==(const ClosedCount&, const ClosedCount&) = default;
};

constexpr std::int64_t arrivals_at_once_max = 100;  // A clump; a lorry is counted in several.
constexpr std::size_t number_letters_max = 40;      // The code on a card has 26.

// As it is compared and kept: capital letters, digits and hyphens. Refuses with
// closed_count.number_unreadable.
Result<std::string> read_number(std::string_view text);

// Of one waiting of the node.
struct ClosedTotals {
    std::int64_t arrivals = 0, wristbands = 0, plates = 0;
    friend bool operator==(const ClosedTotals&, const ClosedTotals&) = default;
};

class ClosedTally {
public:
    // True when the same number was counted from there before for the same service: it counts all
    // the same, and whoever hands out is told. Nobody else is: there are no accounts, and whoever
    // reaches the network would learn who ate. One that was sent before changes nothing.
    bool add(const ClosedCount& count, const std::string& from = {});
    const ClosedTotals& totals() const { return totals_; }

private:
    struct Counted {
        ClosedCount count;
        std::string from;
    };
    void move(const Counted& counted, std::int64_t by);
    static std::string key_of(const Counted& counted);

    std::map<CountId, std::optional<Counted>> counted_;  // Nothing: undone since.
    std::map<std::string, std::int64_t> numbers_;
    ClosedTotals totals_;
};

// Without what was undone, in the order in which it was counted.
std::vector<ClosedCount> standing(std::vector<ClosedCount> counts);

}  // namespace jatigi::assistance

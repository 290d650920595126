// An arrival: people who come out of the desert on foot, in clumps, over hours. A counted event and
// no list: they are counted before anybody knows a name, and nobody waits for a form. Several
// people count with several tallies; who counted the same clump twice sets one of them aside. It
// closes with a balance that always adds up, what is unaccounted for included.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::sites {

using TallyId = Id<struct TallyEntity>;  // Made by the device, or by the sheet that was typed.

// One count holds no more: a clump. A lorry is counted in several.
constexpr std::int64_t counted_at_once_max = 500;

// Signed: a slip is taken back by counting it once more, with the other sign.
struct TallyCounts {
    Persons men, women, boys, girls;
    // Of these.
    Persons under_five, injured;

    Persons people() const { return men + women + boys + girls; }
    TallyCounts operator+(const TallyCounts& more) const {
        return {men + more.men,     women + more.women,           boys + more.boys,
                girls + more.girls, under_five + more.under_five, injured + more.injured};
    }
    bool operator==(const TallyCounts&) const = default;
};

enum class CountedHow { counted, estimated };
constexpr auto enum_texts(CountedHow) {
    return texts_in_order<CountedHow>("counted", "estimated");
}

struct ArrivalOpened {
    SiteId site;
    Day day;            // The site's civil day on which the first came.
    std::string place;  // "Point Zero"; names nobody.
    bool operator==(const ArrivalOpened&) const = default;
};
// Some more, or fewer, of one tally. They add up in any order, and one that is sent twice is one:
// by its command, and what was typed from paper by its row.
struct ArrivalCounted {
    TallyId tally;
    TallyCounts counts;
    CountedHow how = CountedHow::counted;
    Instant at;                         // When they were seen.
    std::optional<std::int64_t> row{};  // Of the sheet, from 1.
    bool operator==(const ArrivalCounted&) const = default;
};
// The tally counts nobody: these people are in another one, or it was a try.
struct TallySetAside {
    TallyId tally;
    std::string reason;
    bool operator==(const TallySetAside&) const = default;
};
struct TallyTakenUp {
    TallyId tally;
    bool operator==(const TallyTakenUp&) const = default;
};
// What became of those who are not in the register, as numbers. The last word holds.
struct OutcomesSaid {
    Persons left;       // By own choice: walked on to town.
    Persons went_back;  // To where they came from.
    Persons hospital;
    Persons died;  // After they were counted.
    // In no tally: found dead, and reported missing by those who came.
    Persons bodies, missing;
    bool operator==(const OutcomesSaid&) const = default;
};
struct ArrivalClosed {
    std::string explanation;  // Of what is unaccounted for.
    bool operator==(const ArrivalClosed&) const = default;
};
struct ArrivalReopened {
    bool operator==(const ArrivalReopened&) const = default;
};
using ArrivalEvent = std::variant<ArrivalOpened, ArrivalCounted, TallySetAside, TallyTakenUp,
                                  OutcomesSaid, ArrivalClosed, ArrivalReopened>;

struct Tally {
    TallyCounts counts;
    bool estimated = false;  // A part of it is.
    std::int64_t taps = 0;
    std::optional<Instant> first_at, last_at;
    std::map<std::int64_t, TallyCounts> rows;  // Of a sheet.
    bool set_aside = false;
    std::string reason;
};
// Facts come in any order: a tally that comes before its arrival stands in it.
struct Arrival {
    std::optional<ArrivalOpened> opened;
    std::map<TallyId, Tally> tallies;
    OutcomesSaid outcomes;
    bool closed = false;
};

// tallied = registered + left + went_back + hospital + died + unaccounted.
struct ArrivalBalance {
    TallyCounts counts;
    bool estimated = false;
    Persons registered;
    OutcomesSaid outcomes;
    // More than none: people nobody can place. Less than none: more were placed than counted.
    Persons unaccounted;
};
ArrivalBalance balance_of(const Arrival& arrival, Persons registered);

struct OpenArrival {
    ArrivalOpened opened;
    Day today;
};
struct CountArrival {
    ArrivalCounted counted;
    Instant now;
};
struct SetTallyAside {
    TallySetAside aside;
};
struct TakeTallyUp {
    TallyId tally;
};
struct SayOutcomes {
    OutcomesSaid outcomes;
};
struct CloseArrival {
    ArrivalClosed closed;
    Persons registered;
};
struct ReopenArrival {};

// Nobody was seen a day before the first came.
Instant earliest_seen(Day day);

Arrival evolve(const Arrival& state, const ArrivalEvent& event);
// Refuses with arrival.already_open, arrival.place_missing, arrival.day_invalid (after today, or
// more than a week before it).
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const OpenArrival& command);
// A closed arrival is counted on: a battery that died at 300 comes back the next day. Gives no fact
// for a row that was typed before; refuses with arrival.row_differs where it said otherwise.
// Refuses with arrival.not_found, arrival.count_invalid: nobody, more than counted_at_once_max one
// way or the other, both signs at once, more small children than children, more injured than
// people, in time to come, or what would leave a tally below none.
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const CountArrival& command);
// Refuses with arrival.not_found, arrival.tally_unknown, arrival.reason_missing; gives no fact
// twice.
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const SetTallyAside& command);
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const TakeTallyUp& command);
// Refuses with arrival.not_found, arrival.count_invalid.
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const SayOutcomes& command);
// Refuses with arrival.not_found, arrival.closed, arrival.explanation_missing (params:
// unaccounted): nothing is closed with a difference that nobody explains.
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const CloseArrival& command);
// Refuses with arrival.not_found, arrival.not_closed.
Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const ReopenArrival& command);

}  // namespace jatigi::sites

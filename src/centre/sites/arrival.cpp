#include "centre/sites/arrival.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/base/overloaded.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

constexpr Days typed_back_max{7};
constexpr Persons outcome_max{10'000};

std::array<Persons, 6> each_of(const TallyCounts& counts) {
    return {counts.men, counts.women, counts.boys, counts.girls, counts.under_five, counts.injured};
}
bool is_none_below_zero(const TallyCounts& counts) {
    return std::ranges::all_of(each_of(counts), [](Persons one) { return one >= Persons{0}; });
}
TallyCounts negated(const TallyCounts& counts) {
    const Persons none{};
    return {none - counts.men,   none - counts.women,      none - counts.boys,
            none - counts.girls, none - counts.under_five, none - counts.injured};
}

// Some more, or some fewer, of what people can be. Bounded before anything is added up.
bool is_sound(const TallyCounts& counts) {
    const auto is_bounded = [](Persons one) {
        return one >= Persons{-counted_at_once_max} && one <= Persons{counted_at_once_max};
    };
    if (!std::ranges::all_of(each_of(counts), is_bounded)) return false;
    const TallyCounts up = is_none_below_zero(counts) ? counts : negated(counts);
    return is_none_below_zero(up) && up.people() >= Persons{1} &&
           up.people() <= Persons{counted_at_once_max} && up.under_five <= up.boys + up.girls &&
           up.injured <= up.people();
}

bool is_sound(const OutcomesSaid& outcomes) {
    return std::ranges::all_of(std::array{outcomes.left, outcomes.went_back, outcomes.hospital,
                                          outcomes.died, outcomes.bodies, outcomes.missing},
                               [](Persons one) { return one >= Persons{0} && one <= outcome_max; });
}

Result<void> check_open(const Arrival& state) {
    if (!state.opened) return refuse(ErrorKind::not_found, "arrival.not_found");
    return {};
}

Result<const Tally*> known_tally(const Arrival& state, const TallyId& id) {
    TRY(check_open(state));
    const auto found = state.tallies.find(id);
    // What was set aside before it was counted is no tally yet.
    if (found == state.tallies.end() || found->second.taps == 0)
        return refuse(ErrorKind::not_found, "arrival.tally_unknown");
    return &found->second;
}

void count(Tally& tally, const ArrivalCounted& counted) {
    tally.counts = tally.counts + counted.counts;
    tally.estimated |= counted.how == CountedHow::estimated;
    ++tally.taps;
    tally.first_at = std::min(tally.first_at.value_or(counted.at), counted.at);
    tally.last_at = std::max(tally.last_at.value_or(counted.at), counted.at);
    if (counted.row) tally.rows[*counted.row] = counted.counts;
}

}  // namespace

ArrivalBalance balance_of(const Arrival& arrival, Persons registered) {
    ArrivalBalance balance{
        .counts = {}, .registered = registered, .outcomes = arrival.outcomes, .unaccounted = {}};
    for (const auto& [id, tally] : arrival.tallies) {
        if (tally.set_aside) continue;
        balance.counts = balance.counts + tally.counts;
        balance.estimated |= tally.estimated;
    }
    const OutcomesSaid& out = arrival.outcomes;
    balance.unaccounted =
        balance.counts.people() - registered - out.left - out.went_back - out.hospital - out.died;
    return balance;
}

Instant earliest_seen(Day day) {
    return Instant(day) - Days{1};
}

Arrival evolve(const Arrival& state, const ArrivalEvent& event) {
    Arrival next = state;
    std::visit(Overloaded{
                   [&](const ArrivalOpened& e) { next.opened = e; },
                   [&](const ArrivalCounted& e) { count(next.tallies[e.tally], e); },
                   [&](const TallySetAside& e) {
                       next.tallies[e.tally].set_aside = true;
                       next.tallies[e.tally].reason = e.reason;
                   },
                   [&](const TallyTakenUp& e) {
                       next.tallies[e.tally].set_aside = false;
                       next.tallies[e.tally].reason.clear();
                   },
                   [&](const OutcomesSaid& e) { next.outcomes = e; },
                   [&](const ArrivalClosed&) { next.closed = true; },
                   [&](const ArrivalReopened&) { next.closed = false; },
               },
               event);
    return next;
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const OpenArrival& command) {
    if (state.opened) return refuse(ErrorKind::conflict, "arrival.already_open");
    if (trim(command.opened.place).empty())
        return refuse(ErrorKind::invalid, "arrival.place_missing");
    const Day day = command.opened.day;
    if (day > command.today || day < command.today - typed_back_max)
        return refuse(ErrorKind::invalid, "arrival.day_invalid");
    return std::vector<ArrivalEvent>{command.opened};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const CountArrival& command) {
    TRY(check_open(state));
    const ArrivalCounted& counted = command.counted;
    const auto known = state.tallies.find(counted.tally);
    const TallyCounts before = known == state.tallies.end() ? TallyCounts{} : known->second.counts;
    if (counted.row && known != state.tallies.end())
        if (const auto row = known->second.rows.find(*counted.row);
            row != known->second.rows.end()) {
            if (row->second == counted.counts) return std::vector<ArrivalEvent>{};
            return refuse(ErrorKind::conflict, "arrival.row_differs");
        }
    const bool too_early = counted.at < earliest_seen(state.opened->day);
    if (!is_sound(counted.counts) || counted.at > command.now || too_early ||
        counted.row.value_or(1) < 1 || !is_none_below_zero(before + counted.counts))
        return refuse(ErrorKind::invalid, "arrival.count_invalid");
    return std::vector<ArrivalEvent>{counted};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const SetTallyAside& command) {
    TRY_ASSIGN(const Tally* const tally, known_tally(state, command.aside.tally));
    if (trim(command.aside.reason).empty())
        return refuse(ErrorKind::invalid, "arrival.reason_missing");
    if (tally->set_aside) return std::vector<ArrivalEvent>{};
    return std::vector<ArrivalEvent>{command.aside};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const TakeTallyUp& command) {
    TRY_ASSIGN(const Tally* const tally, known_tally(state, command.tally));
    if (!tally->set_aside) return std::vector<ArrivalEvent>{};
    return std::vector<ArrivalEvent>{TallyTakenUp{command.tally}};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const SayOutcomes& command) {
    TRY(check_open(state));
    if (!is_sound(command.outcomes)) return refuse(ErrorKind::invalid, "arrival.count_invalid");
    if (command.outcomes == state.outcomes) return std::vector<ArrivalEvent>{};
    return std::vector<ArrivalEvent>{command.outcomes};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const CloseArrival& command) {
    TRY(check_open(state));
    if (state.closed) return refuse(ErrorKind::conflict, "arrival.closed");
    const Persons unaccounted = balance_of(state, command.registered).unaccounted;
    if (unaccounted != Persons{0} && trim(command.closed.explanation).empty())
        return refuse(ErrorKind::conflict, "arrival.explanation_missing", {},
                      fmt::format(R"({{"unaccounted":{}}})", unaccounted.count()));
    return std::vector<ArrivalEvent>{command.closed};
}

Result<std::vector<ArrivalEvent>> decide(const Arrival& state, const ReopenArrival&) {
    TRY(check_open(state));
    if (!state.closed) return refuse(ErrorKind::conflict, "arrival.not_closed");
    return std::vector<ArrivalEvent>{ArrivalReopened{}};
}

}  // namespace jatigi::sites

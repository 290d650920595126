// A distribution round: one service at one site on one day.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "centre/assistance/ids.h"
#include "centre/assistance/service.h"
#include "centre/sites/ids.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::assistance {

// How plates are counted. Only cards are scanned here; the ticked list, the shared dish and the
// head count are other modes of the same round.
enum class CountMode { scan };

// Why somebody is served again.
enum class ServingReason {
    child,       // Collected for a child.
    spilled,
    wrong_scan,  // The earlier scan was somebody else's.
};

struct RoundOpened {
    sites::SiteId site;
    std::string service;  // Code of the reference table.
    ServiceKind kind = ServiceKind::food;
    Day day;  // The servings' day, whatever the clock says.
    CountMode count_mode = CountMode::scan;
    Persons expected;  // Present at the site when the round was opened.
    bool operator==(const RoundOpened&) const = default;
};
// Service and day stand in the fact itself, so that a serving can be counted before its round is
// known here.
struct PersonServed {
    registry::PersonId person;
    std::string service;
    Day day;
    std::optional<ServingReason> reason{};
    bool operator==(const PersonServed&) const = default;
};
// The serving is named by the command that made it.
struct ServingUndone {
    registry::PersonId person;
    std::string service;
    Day day;
    ByteArray<16> serving{};
    bool operator==(const ServingUndone&) const = default;
};
struct RoundClosed {
    std::optional<Meals> cooked{}, left_over{}, thrown_away{};
    std::optional<Persons> head_count{};
    std::string explanation;  // Differences are explained, not blocked.
    bool operator==(const RoundClosed&) const = default;
};
using RoundEvent = std::variant<RoundOpened, PersonServed, ServingUndone, RoundClosed>;

// Where the person is, as the presence list says at this moment.
enum class Presence { here, left, at_other_site, never_here };

// What the decision needs of other modules and of the table of servings.
struct ServingFacts {
    Presence presence = Presence::never_here;
    // When the person was served this service on this day, if so.
    std::optional<Instant> served_at{};
    std::string case_number;  // For the answer to a refusal.
};

struct OpenRound {
    RoundOpened round;
    Day today;  // At the site.
    bool same_round_open = false;
};
struct ServePerson {
    registry::PersonId person;
    std::optional<ServingReason> reason{};
    ServingFacts facts;
};
struct UndoServing {
    registry::PersonId person;
    ByteArray<16> serving{};
    bool counted = false;  // The table holds this serving, and it was not undone.
};
struct CloseRound {
    RoundClosed closing;
};

struct NoRound {
    std::int64_t servings = 0;  // Of facts that came before their round's first.
};
struct OngoingRound {
    RoundOpened opened;
    std::int64_t servings = 0;  // Plates handed out and not undone, the extra ones included.
};
struct FinishedRound {
    RoundOpened opened;
    std::int64_t servings = 0;
};
using Round = std::variant<NoRound, OngoingRound, FinishedRound>;

Round evolve(const Round& state, const RoundEvent& event);

// Refuses with round.already_open, round.same_open, round.day_invalid (not today or the day before,
// when late paper is entered).
Result<std::vector<RoundEvent>> decide(const Round& state, const OpenRound& command);
// Refuses with round.not_found, round.closed, serving.person_left, serving.not_at_site,
// serving.already_served (params: at, case_number, overridable).
Result<std::vector<RoundEvent>> decide(const Round& state, const ServePerson& command);
// Refuses with round.not_found, round.closed, serving.not_counted.
Result<std::vector<RoundEvent>> decide(const Round& state, const UndoServing& command);
// Refuses with round.not_found, round.closed, round.count_negative.
Result<std::vector<RoundEvent>> decide(const Round& state, const CloseRound& command);

}  // namespace jatigi::assistance

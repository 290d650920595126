// A distribution round: one service at one site on one day.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "centre/assistance/ids.h"
#include "centre/assistance/kitchen_rules.h"
#include "centre/assistance/plate_count.h"
#include "centre/assistance/service.h"
#include "centre/sites/ids.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::assistance {

// How plates are counted. Whoever has a card is served by it in each of them, and plates of a line of
// their own are counted in each.
enum class CountMode {
    scan,
    list,  // A printed sheet, ticked and typed.
    dish,  // One dish for several, taken by one of them.
    head_count,
};
constexpr auto enum_texts(CountMode) {
    return texts_in_order<CountMode>("scan", "list", "dish", "head_count");
}
bool is_by_name(CountMode mode);

// Why somebody is served again.
enum class ServingReason {
    // Food; whoever serves gives it.
    child,       // Collected for a child.
    spilled,
    wrong_scan,  // The earlier scan was somebody else's.
    // Goods; one person gives it, another hands them out.
    theft,
    newborn,
    expelled_again,
};
constexpr auto enum_texts(ServingReason) {
    return texts_in_order<ServingReason>("child", "spilled", "wrong_scan", "theft", "newborn",
                                         "expelled_again");
}
bool is_for_goods(ServingReason reason);

// Of an earlier day than yesterday: who was there then is served, whoever is here now.
bool is_on_paper(Day day, Day today);

struct RoundOpened {
    sites::SiteId site;
    std::string service;  // Code of the reference table.
    ServiceKind kind = ServiceKind::food;
    Day day;  // The servings' day, whatever the clock says.
    CountMode count_mode = CountMode::scan;
    Persons expected;  // Present at the site when the round was opened.
    std::string reason{};  // Why so late: an earlier day than yesterday is typed from paper.
    bool operator==(const RoundOpened&) const = default;
};
// Service and day stand in the fact itself, so that a serving can be counted before its round is
// known here.
struct PersonServed {
    registry::PersonId person;
    std::string service;
    Day day;
    std::optional<ServingReason> reason{};
    // The scan waited on its device and the plate was handed out meanwhile: when it was made.
    std::optional<Instant> scanned_at{};
    std::int64_t sent_by = 0;  // The account that sent it, when another one scanned.
    bool late = false;         // Its round was closed when it came in.
    bool second = false;       // Somebody had been served already, and nobody could say so in time.
    bool operator==(const PersonServed&) const = default;
};
// One person says why this person receives goods again; another hands them out, once.
struct ExceptionAllowed {
    registry::PersonId person;
    std::string service;
    Day day;
    ServingReason reason = ServingReason::theft;
    bool operator==(const ExceptionAllowed&) const = default;
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
    // Cooked are those that a caterer brought, where there is one; of these so many went back to him.
    std::optional<Meals> refused{};
    bool operator==(const RoundClosed&) const = default;
};
// It was closed too early, or by mistake: people are served again, and it is closed anew.
struct RoundReopened {
    std::string reason;
    bool operator==(const RoundReopened&) const = default;
};
using RoundEvent = std::variant<RoundOpened, PersonServed, ExceptionAllowed, ServingUndone,
                                PlatesCounted, PlatesUncounted, RoundClosed, RoundReopened>;

// Where the person is, as the presence list says at this moment.
enum class Presence { here, left, at_other_site, never_here };

// What the decision needs of other modules and of the table of servings.
struct ServingFacts {
    Presence presence = Presence::never_here;
    // When the person was served this service, if that stands in the way of serving now; and on which
    // round's day.
    std::optional<Instant> served_at{};
    Day served_on{};
    std::string case_number;  // For the answer to a refusal.
};
// An exception that nobody has used yet.
struct OpenException {
    ServingReason reason = ServingReason::theft;
    std::int64_t allowed_by = 0;
};
// The moment at which something is done to a round, beside when that round was closed.
struct RoundMoment {
    Instant at{};
    std::optional<Instant> closed_at{};
    std::chrono::minutes late_window{};
};

struct OpenRound {
    RoundOpened round;
    Day today;  // At the site.
    bool same_round_open = false;
    std::optional<RoundId> same_round_before{};  // Open or not.
};
struct ServePerson {
    registry::PersonId person;
    std::optional<ServingReason> reason{};
    ServingFacts facts;
    RoundMoment moment;  // Of the scan, not of its arrival.
    bool waited = false;  // On its device: what it was made for is handed out.
    std::int64_t served_by = 0, sent_by = 0;  // Accounts; sent_by 0: the same.
    std::optional<OpenException> exception{};
};
struct AllowException {
    registry::PersonId person;
    ServingReason reason = ServingReason::theft;
    ServingFacts facts;
};
struct UndoServing {
    registry::PersonId person;
    ByteArray<16> serving{};
    // When the table took this serving in; nothing when it does not hold it, or it was undone.
    std::optional<Instant> counted_at{};
    RoundMoment moment;
    std::optional<Instant> made_at{};  // Before it was counted, where it waited on its device.
};
struct CountPlates {
    PlateLine line = PlateLine::present;
    PlateHeads heads;
    std::int64_t dishes = 0;
    KitchenRules rules;
    bool sure = false;    // Whoever counts has seen that they are more than there are people.
    RoundMoment moment;   // Of the count, not of its arrival.
    bool waited = false;  // On its device: they are eaten.
    std::int64_t sent_by = 0;
};
struct UncountPlates {
    PlatesUncounted slip;
    // When the table took this count in; nothing when it does not hold it, or it was a slip before.
    std::optional<Instant> counted_at{};
    RoundMoment moment;
    std::optional<Instant> made_at{};  // Before it was counted, where it waited on its device.
};
struct CloseRound {
    RoundClosed closing;
};
struct ReopenRound {
    std::string reason;
    Day today;  // At the site.
    bool same_round_open = false;
};

// Handed out and not undone, the extra ones included; of facts that came before their round's first,
// too.
struct RoundTotals {
    std::int64_t servings = 0;  // To somebody, by a card or a tick.
    Meals plates;               // Counted by number.
};
struct NoRound {
    RoundTotals totals;
};
struct OngoingRound {
    RoundOpened opened;
    RoundTotals totals;
};
struct FinishedRound {
    RoundOpened opened;
    RoundTotals totals;
};
using Round = std::variant<NoRound, OngoingRound, FinishedRound>;

Round evolve(const Round& state, const RoundEvent& event);

// Refuses with round.already_open, round.same_open, round.same_day (params: round; an earlier day than
// yesterday, and its round is there: a second sheet would count everybody again), round.mode_for_goods (goods are handed out by
// name), round.day_invalid (after today, or more than a month before it), round.reason_missing (an
// earlier day than yesterday).
Result<std::vector<RoundEvent>> decide(const Round& state, const OpenRound& command);
// A scan made while the round was open, or shortly after, is late and counts. One that waited is a plate
// that was given: it is never refused for what the device could not know. Refuses with
// round.not_found, round.closed, serving.person_left, serving.not_at_site, serving.already_served
// (params: at, case_number, overridable; for goods first_day, second_person), exception.same_person.
Result<std::vector<RoundEvent>> decide(const Round& state, const ServePerson& command);
// Refuses with round.not_found, round.closed, serving.person_left, serving.not_at_site,
// exception.not_needed: nothing stands in the way, or the service is food.
Result<std::vector<RoundEvent>> decide(const Round& state, const AllowException& command);
// Refuses with round.not_found, round.closed, serving.not_counted.
Result<std::vector<RoundEvent>> decide(const Round& state, const UndoServing& command);
// What waited is eaten, and nobody is asked whether it is so many. Refuses with round.not_found,
// round.closed, round.count_negative, plates.count_invalid (none, more than plates_at_once_max or than
// plates_of_a_round_max in all, more dishes than plates), plates.goods_by_name, plates.more_than_people (params: plates, expected).
Result<std::vector<RoundEvent>> decide(const Round& state, const CountPlates& command);
// Refuses with round.not_found, round.closed, plates.not_counted.
Result<std::vector<RoundEvent>> decide(const Round& state, const UncountPlates& command);
// Refuses with round.not_found, round.closed, round.count_negative, plates.count_invalid (more than
// closing_count_max of something).
Result<std::vector<RoundEvent>> decide(const Round& state, const CloseRound& command);
// As long as it could be opened, for the reason that is given now. Refuses with round.not_found, round.already_open, round.same_open,
// round.day_invalid.
Result<std::vector<RoundEvent>> decide(const Round& state, const ReopenRound& command);

}  // namespace jatigi::assistance

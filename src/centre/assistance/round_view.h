// Rounds and servings. Of the servings of one (day, service, person) that are not undone, the
// lowest in fold order is counted (rank 0, so the key allows one); one taken with a reason is
// extra; any other is double and wants a review. Rows lead with the day: a round writes next to
// itself, which is three times faster than leading with the person (measured).
#pragma once
#include <functional>

#include "centre/assistance/ids.h"
#include "centre/assistance/round.h"
#include "centre/sites/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/log/view.h"

namespace jatigi::assistance {

extern const log::View round_view;

enum class ServingState : std::int64_t { counted = 0, extra = 1, doubled = 2, undone = 3 };
constexpr auto enum_texts(ServingState) {
    return texts_in_order<ServingState>("counted", "extra", "double", "undone");
}

struct RoundRow {
    log::LocalId round = 0, site = 0;
    RoundId id;
    std::string service, kind;
    Day day;
    bool open = true;
    std::optional<Instant> closed_at{};
    // Those that somebody had been served already are among those served; late ones are of those
    // served and of those counted by number.
    std::int64_t expected = 0, served = 0, late = 0, doubled = 0;
    CountMode count_mode = CountMode::scan;
    std::optional<std::int64_t> cooked{}, left_over{}, thrown_away{}, refused{};  // As it was closed.
    std::int64_t counted = 0;  // Plates, by number.
    std::string reason{};      // Why it came so late; empty, where it did not.
};
// Refuses with round.not_found.
Result<RoundRow> round_by_id(store::Connection& db, RoundId id);
struct RoundsAsked {
    bool open = false;      // Only those.
    Day from = Day::min();  // Of this day, or later.
};
// The latest of those sites that `may_read` lets through, newest first, at most `limit`.
Result<std::vector<RoundRow>> list_rounds(store::Connection& db, const RoundsAsked& asked,
                                          const std::function<bool(log::LocalId site)>& may_read,
                                          std::size_t limit);
Result<bool> same_round_open(store::Connection& db, log::LocalId site, std::string_view service,
                             Day day);

// All rounds of the last day on which one of this service was closed: late guests have one of their
// own.
Result<std::vector<RoundRow>> last_served(store::Connection& db, log::LocalId site,
                                          std::string_view service);
// Open or closed; the latest of them.
Result<std::optional<RoundId>> same_round_before(store::Connection& db, log::LocalId site, std::string_view service,
                               Day day);

// What the decision about a serving needs of the table.
struct CountedServing {
    Instant at;
    std::int64_t pos = 0;
};
// Where none is counted, the earliest second plate: what was second to another file's may be all
// that this one had, once the two were unsaid or that plate was undone.
Result<std::optional<CountedServing>> counted_serving(store::Connection& db, Day day,
                                                      std::string_view service,
                                                      log::LocalId person);
// The first serving of this service on a day of the period, counted or extra.
struct EarlierServing {
    Day day;
    Instant at;
};
Result<std::optional<EarlierServing>> serving_in(store::Connection& db, const Period& period,
                                                 std::string_view service, log::LocalId person);
// The latest plate of food on a day of the period, counted or extra; of the site, where one is
// given.
struct LastMeal {
    std::string service;
    Day day;
    Instant at;
};
Result<std::optional<LastMeal>> last_meal(store::Connection& db, const Period& period,
                                          log::LocalId person, std::optional<log::LocalId> site);
// An exception for this person in this round that no serving has used; rather one that somebody
// else than `account` allowed.
Result<std::optional<OpenException>> open_exception(store::Connection& db, log::LocalId round,
                                                    log::LocalId person, std::int64_t account);
// The serving that this command made, undone or not.
struct KeptServing {
    ServingState state = ServingState::counted;
    Instant recorded_at;
    std::optional<Instant> made_at{};  // Where it waited on its device.
};
Result<std::optional<KeptServing>> find_serving(store::Connection& db, const RoundRow& round,
                                                log::LocalId person, const ByteArray<16>& command);

Result<std::vector<LineTotal>> plates_by_line(store::Connection& db, log::LocalId round);
// The count that this command made, a slip or not.
struct KeptPlates {
    Meals plates;
    Instant recorded_at;
    std::optional<Instant> made_at{};  // Where it waited on its device.
    bool undone = false;
};
Result<std::optional<KeptPlates>> find_plates(store::Connection& db, RoundId round,
                                              const ByteArray<16>& command);
// Every count that is no slip, in the order of day and round.
struct CountedPlates {
    log::LocalId site = 0;
    std::string service;
    Day day;
    PlateLine line = PlateLine::present;
    Meals plates;
};
Result<std::vector<CountedPlates>> counted_plates(store::Connection& db, Day last);

// Every plate that was handed out and not undone, in the order of day and log.
struct HandedOut {
    log::LocalId person = 0, site = 0;
    std::string service;
    Day day;
    ServingState state = ServingState::counted;
    bool late = false;    // Came in after its round was closed.
    bool ticked = false;  // On a printed sheet.
};
Result<std::vector<HandedOut>> handed_out(store::Connection& db, Day last);

}  // namespace jatigi::assistance

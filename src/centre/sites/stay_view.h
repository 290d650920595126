// Stays, and who is present now.
#pragma once
#include "centre/sites/ids.h"
#include "centre/sites/occupancy.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/log/node.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View stay_view;

// Where somebody is, and whose people they are: of that site, or of the last until they check in
// elsewhere.
struct Whereabouts {
    std::optional<log::LocalId> site{};
    std::optional<log::LocalId> of{};
    bool operator==(const Whereabouts&) const = default;
};

struct PresenceRow {
    log::LocalId stay = 0, site = 0;
    StayId id;
    Day since;
};
// Where the person is now, if anywhere on this node.
Result<std::optional<PresenceRow>> presence_of(store::Connection& db, log::LocalId person);
// The stay that the person was in on this day; nothing when they were nowhere.
struct StaySpan {
    Day from;
    std::optional<Day> to;  // The first night away.
};
Result<std::optional<StaySpan>> stay_on(store::Connection& db, log::LocalId person, Day day);
// Who was at the site at some time of this day.
Result<std::vector<log::LocalId>> people_on(store::Connection& db, log::LocalId site, Day day);
// True when the person was there at some time of this day.
Result<bool> stayed_on(store::Connection& db, log::LocalId person, log::LocalId site, Day day);
// True when the person once stayed there.
Result<bool> stayed_at(store::Connection& db, log::LocalId person, log::LocalId site);
// Of the presence, or else of the latest stay. It decides who may open the person's file: refuses
// with log.altered where the facts of that stay say otherwise than the tables.
Result<Whereabouts> where_is(store::Connection& db, const log::Node& node, log::LocalId person);
// As presence_of(), where a fact is to be written into that stay; refuses as where_is() does.
Result<std::optional<PresenceRow>> proven_presence_of(store::Connection& db, const log::Node& node,
                                                      log::LocalId person);
// All of the person's stays, the latest first.
struct OwnStay {
    log::LocalId site = 0;
    Day from;
    std::optional<Day> to;  // The first night the person is not there.
    std::optional<std::string> reason;
};
Result<std::vector<OwnStay>> stays_of(store::Connection& db, log::LocalId person);
// The latest day on which a stay of the person ended; nothing when none did.
Result<std::optional<Day>> left_on(store::Connection& db, log::LocalId person);
// Everybody present, in order of their stays.
Result<std::vector<log::LocalId>> people_present(store::Connection& db, log::LocalId site);
// Of them, whose stay began on a day from `first` to `last`, the latest first, and when.
Result<std::vector<std::pair<log::LocalId, Day>>> present_since(store::Connection& db,
                                                                log::LocalId site, Day first,
                                                                Day last);

// Every stay at the site that touches the period, for counting nights and movements.
struct StayRow {
    log::LocalId person = 0;
    Day from;
    std::optional<Day> to;  // The first night the person is not there.
    std::optional<std::string> reason;
};
Result<std::vector<StayRow>> stays_between(store::Connection& db, log::LocalId site, Day first,
                                           Day last);

// Where the person sleeps now, if in a unit.
Result<std::optional<log::LocalId>> unit_of(store::Connection& db, log::LocalId person);
// Everybody present, in order of their stays, and where they sleep.
struct HousedRow {
    log::LocalId person = 0;
    std::optional<log::LocalId> unit;
};
Result<std::vector<HousedRow>> housed_present(store::Connection& db, log::LocalId site);
// The stays that the figures of that day may count, each with its own file's number.
Result<std::vector<CountedStay>> counted_stays(store::Connection& db, log::LocalId site, Day day,
                                               Instant morning);

}  // namespace jatigi::sites

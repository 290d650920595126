// A stay: one person at one site, from check-in to its end. The centre is open: ending a stay is
// never refused because of what comes after it, and nothing here reads any return case.
#pragma once
#include <optional>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "centre/sites/unit.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::sites {

enum class StayEnd {
    left_by_own_choice,  // Parti de son plein gré; may return.
    returned,            // Flew or rode home.
    transferred,
    hospital,
    died,
};
constexpr auto enum_texts(StayEnd) {
    return texts_in_order<StayEnd>("left_by_own_choice", "returned", "transferred", "hospital",
                                   "died");
}

struct PersonCheckedIn {
    registry::PersonId person;
    SiteId site;
    Day day;  // The site's civil day.
    bool operator==(const PersonCheckedIn&) const = default;
};
struct StayEnded {
    StayEnd reason = StayEnd::left_by_own_choice;
    Day day;  // The first night the person is not there.
    bool operator==(const StayEnded&) const = default;
};
// From this day on they sleep in the unit; in none, where they wait outside.
struct PersonHoused {
    std::optional<UnitId> unit;
    Day day;
    bool operator==(const PersonHoused&) const = default;
};
using StayEvent = std::variant<PersonCheckedIn, StayEnded, PersonHoused>;

struct CheckIn {
    PersonCheckedIn checked_in;
    Day today;                       // At the site.
    bool present_elsewhere = false;  // The person has a stay that has not ended.
    std::optional<Day> left_on{};    // The end of their latest stay: no night is counted twice.
    std::optional<Day> earliest{};   // Where a person gives the day, as against a list.
};
struct EndStay {
    StayEnded ended;
    Day today;
};
// What is known of a unit at the moment when somebody is to sleep there.
struct UnitRoom {
    bool is_of_site = true;
    bool closed = false;
    Places free;           // Before this person, who is not among those counted.
    bool for_them = true;  // fits(): it is meant for such people.
};
// What whoever houses people said yes to. Nobody sleeps outside because a screen forbids a floor.
struct HousedDespite {
    bool full = false;
    bool for_others = false;
};
struct HousePerson {
    PersonHoused housed;
    Day today;
    UnitRoom room;  // Of the unit, where there is one.
    HousedDespite despite{};
};

struct NoStay {};
struct OngoingStay {
    Day since;
    std::optional<PersonHoused> housed{};  // The last word on it.
};
struct EndedStay {};
using Stay = std::variant<NoStay, OngoingStay, EndedStay>;

Stay evolve(const Stay& state, const StayEvent& event);
// Refuses with stay.already_begun, stay.already_present, stay.in_future, stay.too_long_ago,
// stay.before_last_end (params: day).
Result<std::vector<StayEvent>> decide(const Stay& state, const CheckIn& command);
// Refuses with stay.not_ongoing, stay.ends_before_start, stay.in_future.
Result<std::vector<StayEvent>> decide(const Stay& state, const EndStay& command);
// Gives no fact where they sleep there already. Refuses with stay.not_ongoing, stay.in_future,
// stay.housed_before_start, stay.housed_since (params: day), unit.not_found (of another site),
// unit.closed, unit.full, unit.not_for_them; the last two not where it was said `despite`.
Result<std::vector<StayEvent>> decide(const Stay& state, const HousePerson& command);

}  // namespace jatigi::sites

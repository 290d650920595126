// A unit: a tent, a room, a hangar of a site, with places to sleep. Presence is not accommodation:
// who has no unit is present, eats and is treated all the same. A closed unit takes nobody.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "platform/base/enum_text.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::sites {

using Places = Quantity<struct PlacesUnit>;

// More than any hangar or yard holds; what lies above is a slip of the key.
constexpr Places unit_places_max{5'000};

enum class UnitFor {
    anybody,
    families,
    women,  // With their children.
    men,
    children,  // Who came without their parents.
};
constexpr auto enum_texts(UnitFor) {
    return texts_in_order<UnitFor>("anybody", "families", "women", "men", "children");
}

struct UnitDescription {
    std::string name;  // "Hangar 2"; no two of a site are called alike.
    UnitFor for_whom = UnitFor::anybody;
    Places capacity;
    Places blocked;           // Of the capacity: broken, or kept free. Given to nobody.
    bool transitory = false;  // For the first hours: people go on from it to another unit.
    bool operator==(const UnitDescription&) const = default;
};

struct UnitOpened {
    SiteId site;
    UnitDescription unit;
    bool operator==(const UnitOpened&) const = default;
};
struct UnitChanged {
    UnitDescription unit;
    bool operator==(const UnitChanged&) const = default;
};
struct UnitClosed {
    bool operator==(const UnitClosed&) const = default;
};
struct UnitReopened {
    bool operator==(const UnitReopened&) const = default;
};
using UnitEvent = std::variant<UnitOpened, UnitChanged, UnitClosed, UnitReopened>;

struct OpenUnit {
    UnitOpened opened;
    bool name_taken = false;  // By another unit of the site.
};
struct ChangeUnit {
    UnitDescription unit;
    bool name_taken = false;
};
struct CloseUnit {
    Persons housed;  // Who sleep there now.
};
struct ReopenUnit {};

// Facts come in any order: what was said of a unit before it is known holds.
struct Unit {
    std::optional<SiteId> site;
    std::optional<UnitDescription> changed;
    UnitDescription opened;
    bool closed = false;

    const UnitDescription& description() const { return changed ? *changed : opened; }
};

Unit evolve(const Unit& state, const UnitEvent& event);
// Refuses with unit.already_open, unit.name_missing, unit.name_taken, unit.capacity_invalid
// (params: max), unit.blocked_invalid.
Result<std::vector<UnitEvent>> decide(const Unit& state, const OpenUnit& command);
// Refuses with unit.not_found and as opening does. Fewer places than people is no fault: they are
// there.
Result<std::vector<UnitEvent>> decide(const Unit& state, const ChangeUnit& command);
// Refuses with unit.not_found, unit.closed, unit.has_people (params: people).
Result<std::vector<UnitEvent>> decide(const Unit& state, const CloseUnit& command);
// Refuses with unit.not_found, unit.not_closed.
Result<std::vector<UnitEvent>> decide(const Unit& state, const ReopenUnit& command);

}  // namespace jatigi::sites

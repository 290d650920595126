#include "centre/sites/unit.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

Result<void> check(const UnitDescription& unit, bool name_taken) {
    if (trim(unit.name).empty()) return refuse(ErrorKind::invalid, "unit.name_missing");
    if (name_taken) return refuse(ErrorKind::conflict, "unit.name_taken");
    if (unit.capacity < Places{1} || unit.capacity > unit_places_max)
        return refuse(ErrorKind::invalid, "unit.capacity_invalid", {},
                      fmt::format(R"({{"max":{}}})", unit_places_max.count()));
    if (unit.blocked < Places{0} || unit.blocked > unit.capacity)
        return refuse(ErrorKind::invalid, "unit.blocked_invalid");
    return {};
}

Result<void> check_known(const Unit& state) {
    if (!state.site) return refuse(ErrorKind::not_found, "unit.not_found");
    return {};
}

}  // namespace

Unit evolve(const Unit& state, const UnitEvent& event) {
    Unit next = state;
    std::visit(Overloaded{
                   [&](const UnitOpened& e) {
                       next.site = e.site;
                       next.opened = e.unit;
                   },
                   [&](const UnitChanged& e) { next.changed = e.unit; },
                   [&](const UnitClosed&) { next.closed = true; },
                   [&](const UnitReopened&) { next.closed = false; },
               },
               event);
    return next;
}

Result<std::vector<UnitEvent>> decide(const Unit& state, const OpenUnit& command) {
    if (state.site) return refuse(ErrorKind::conflict, "unit.already_open");
    TRY(check(command.opened.unit, command.name_taken));
    return std::vector<UnitEvent>{command.opened};
}

Result<std::vector<UnitEvent>> decide(const Unit& state, const ChangeUnit& command) {
    TRY(check_known(state));
    TRY(check(command.unit, command.name_taken));
    if (command.unit == state.description()) return std::vector<UnitEvent>{};
    return std::vector<UnitEvent>{UnitChanged{command.unit}};
}

Result<std::vector<UnitEvent>> decide(const Unit& state, const CloseUnit& command) {
    TRY(check_known(state));
    if (state.closed) return refuse(ErrorKind::conflict, "unit.closed");
    if (command.housed > Persons{0})
        return refuse(ErrorKind::conflict, "unit.has_people", {},
                      fmt::format(R"({{"people":{}}})", command.housed.count()));
    return std::vector<UnitEvent>{UnitClosed{}};
}

Result<std::vector<UnitEvent>> decide(const Unit& state, const ReopenUnit&) {
    TRY(check_known(state));
    if (!state.closed) return refuse(ErrorKind::conflict, "unit.not_closed");
    return std::vector<UnitEvent>{UnitReopened{}};
}

}  // namespace jatigi::sites

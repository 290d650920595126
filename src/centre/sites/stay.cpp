#include "centre/sites/stay.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"

namespace jatigi::sites {
namespace {

Result<void> check_room(const HousePerson& command) {
    const UnitRoom& room = command.room;
    if (!room.is_of_site) return refuse(ErrorKind::not_found, "unit.not_found");
    if (room.closed) return refuse(ErrorKind::conflict, "unit.closed");
    if (room.free < Places{1} && !command.despite.full)
        return refuse(ErrorKind::conflict, "unit.full");
    if (!room.for_them && !command.despite.for_others)
        return refuse(ErrorKind::conflict, "unit.not_for_them");
    return {};
}

}  // namespace

Stay evolve(const Stay& state, const StayEvent& event) {
    return std::visit(Overloaded{
                          [&](const PersonCheckedIn& e) -> Stay {
                              // An end that was seen first stands: facts come in any order.
                              if (std::holds_alternative<EndedStay>(state)) return state;
                              const auto* begun = std::get_if<OngoingStay>(&state);
                              return OngoingStay{e.day, begun ? begun->housed : std::nullopt};
                          },
                          [](const StayEnded&) -> Stay { return EndedStay{}; },
                          [&](const PersonHoused& e) -> Stay {
                              if (std::holds_alternative<EndedStay>(state)) return state;
                              const auto* begun = std::get_if<OngoingStay>(&state);
                              return OngoingStay{begun ? begun->since : e.day, e};
                          },
                      },
                      event);
}

Result<std::vector<StayEvent>> decide(const Stay& state, const CheckIn& command) {
    if (!std::holds_alternative<NoStay>(state))
        return refuse(ErrorKind::conflict, "stay.already_begun");
    if (command.present_elsewhere) return refuse(ErrorKind::conflict, "stay.already_present");
    const Day day = command.checked_in.day;
    if (day > command.today) return refuse(ErrorKind::invalid, "stay.in_future");
    if (command.earliest && day < *command.earliest)
        return refuse(ErrorKind::invalid, "stay.too_long_ago");
    if (command.left_on && day < *command.left_on)
        return refuse(ErrorKind::conflict, "stay.before_last_end", {},
                      fmt::format(R"({{"day":"{}"}})", day_text(*command.left_on)));
    return std::vector<StayEvent>{command.checked_in};
}

Result<std::vector<StayEvent>> decide(const Stay& state, const EndStay& command) {
    const auto* stay = std::get_if<OngoingStay>(&state);
    if (stay == nullptr) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    if (command.ended.day < stay->since)
        return refuse(ErrorKind::invalid, "stay.ends_before_start");
    if (command.ended.day > command.today) return refuse(ErrorKind::invalid, "stay.in_future");
    return std::vector<StayEvent>{command.ended};
}

Result<std::vector<StayEvent>> decide(const Stay& state, const HousePerson& command) {
    const auto* stay = std::get_if<OngoingStay>(&state);
    if (stay == nullptr) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    const PersonHoused& housed = command.housed;
    if (housed.day > command.today) return refuse(ErrorKind::invalid, "stay.in_future");
    if (housed.day < stay->since) return refuse(ErrorKind::invalid, "stay.housed_before_start");
    const auto& last = stay->housed;
    if (last && housed.day < last->day)
        return refuse(ErrorKind::conflict, "stay.housed_since", {},
                      fmt::format(R"({{"day":"{}"}})", day_text(last->day)));
    if ((last ? last->unit : std::nullopt) == housed.unit) return std::vector<StayEvent>{};
    if (housed.unit) TRY(check_room(command));
    return std::vector<StayEvent>{housed};
}

}  // namespace jatigi::sites

#include "centre/sites/stay.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"

namespace jatigi::sites {

Stay evolve(const Stay& state, const StayEvent& event) {
    return std::visit(Overloaded{
                          [&](const PersonCheckedIn& e) -> Stay {
                              // An end that was seen first stands: facts come in any order.
                              if (std::holds_alternative<EndedStay>(state)) return state;
                              return OngoingStay{e.day};
                          },
                          [](const StayEnded&) -> Stay { return EndedStay{}; },
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

}  // namespace jatigi::sites

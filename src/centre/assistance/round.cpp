#include "centre/assistance/round.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"

namespace jatigi::assistance {
namespace {

constexpr Days late_entry_max{1};

const RoundOpened* opened_of(const Round& state) {
    if (const auto* ongoing = std::get_if<OngoingRound>(&state)) return &ongoing->opened;
    if (const auto* finished = std::get_if<FinishedRound>(&state)) return &finished->opened;
    return nullptr;
}

std::int64_t servings_of(const Round& state) {
    if (const auto* ongoing = std::get_if<OngoingRound>(&state)) return ongoing->servings;
    if (const auto* finished = std::get_if<FinishedRound>(&state)) return finished->servings;
    return std::get<NoRound>(state).servings;
}

// The count follows late servings too, those that reach us after the round was closed.
Round with_servings(const Round& state, std::int64_t change) {
    Round next = state;
    if (auto* unknown = std::get_if<NoRound>(&next)) unknown->servings += change;
    if (auto* ongoing = std::get_if<OngoingRound>(&next)) ongoing->servings += change;
    if (auto* finished = std::get_if<FinishedRound>(&next)) finished->servings += change;
    return next;
}

std::unexpected<Error> not_open(const Round& state) {
    if (std::holds_alternative<FinishedRound>(state))
        return refuse(ErrorKind::conflict, "round.closed");
    return refuse(ErrorKind::not_found, "round.not_found");
}

Result<const OngoingRound*> require_open(const Round& state) {
    if (const auto* ongoing = std::get_if<OngoingRound>(&state)) return ongoing;
    return not_open(state);
}

std::string about(const ServingFacts& facts) {
    return fmt::format(R"({{"case_number":"{}"}})", facts.case_number);
}

Result<void> require_present(const ServingFacts& facts) {
    switch (facts.presence) {
        case Presence::here:
            return {};
        case Presence::left:
            return refuse(ErrorKind::conflict, "serving.person_left", {}, about(facts));
        case Presence::at_other_site:
        case Presence::never_here:
            return refuse(ErrorKind::conflict, "serving.not_at_site", {}, about(facts));
    }
    return {};
}

// The closing counts from when it was made: what was scanned before, or shortly after, still
// belongs to the round.
bool belongs_to(const RoundMoment& moment) {
    return moment.closed_at && moment.at <= *moment.closed_at + moment.late_window;
}

Result<void> require_day(Day day, Day today) {
    if (day > today || day < today - late_entry_max)
        return refuse(ErrorKind::invalid, "round.day_invalid");
    return {};
}

const RoundOpened* serving_round(const Round& state, bool belongs) {
    if (const auto* ongoing = std::get_if<OngoingRound>(&state)) return &ongoing->opened;
    const auto* finished = std::get_if<FinishedRound>(&state);
    return finished != nullptr && belongs ? &finished->opened : nullptr;
}

std::unexpected<Error> already_served(const ServingFacts& facts, ServiceKind kind) {
    const bool goods = kind == ServiceKind::item;
    const std::string first =
        goods ? fmt::format(R"(,"first_day":"{}","second_person":true)", day_text(facts.served_on))
              : std::string{};
    return refuse(ErrorKind::conflict, "serving.already_served", {},
                  fmt::format(R"({{"at":"{}","case_number":"{}","overridable":{}{}}})",
                              instant_text(*facts.served_at), facts.case_number, !goods, first));
}

// The reason for which a second one is handed out.
Result<std::optional<ServingReason>> reason_for_second(const RoundOpened& round,
                                                       const ServePerson& command) {
    if (round.kind == ServiceKind::food && command.reason && !is_for_goods(*command.reason))
        return command.reason;
    const bool excepted = round.kind == ServiceKind::item && command.exception;
    // In the name of somebody else it is still one pair of hands.
    const bool by_two = excepted && command.exception->allowed_by != command.served_by &&
                        command.exception->allowed_by != command.sent_by;
    if (by_two) return std::optional{command.exception->reason};
    if (command.waited) return std::optional<ServingReason>{};
    if (excepted)
        return refuse(ErrorKind::conflict, "exception.same_person", {}, about(command.facts));
    return already_served(command.facts, round.kind);
}

bool negative(const std::optional<Meals>& count) {
    return count && count->count() < 0;
}

}  // namespace

bool is_for_goods(ServingReason reason) {
    return reason >= ServingReason::theft;
}

Round evolve(const Round& state, const RoundEvent& event) {
    return std::visit(Overloaded{
                          [&](const RoundOpened& e) -> Round {
                              if (opened_of(state) != nullptr) return state;
                              return OngoingRound{e, servings_of(state)};
                          },
                          [&](const PersonServed&) { return with_servings(state, 1); },
                          [&](const ExceptionAllowed&) { return state; },
                          [&](const ServingUndone&) { return with_servings(state, -1); },
                          [&](const RoundClosed&) -> Round {
                              const RoundOpened* opened = opened_of(state);
                              if (opened == nullptr) return state;
                              return FinishedRound{*opened, servings_of(state)};
                          },
                          [&](const RoundReopened&) -> Round {
                              const RoundOpened* opened = opened_of(state);
                              if (opened == nullptr) return state;
                              return OngoingRound{*opened, servings_of(state)};
                          },
                      },
                      event);
}

Result<std::vector<RoundEvent>> decide(const Round& state, const OpenRound& command) {
    if (!std::holds_alternative<NoRound>(state))
        return refuse(ErrorKind::conflict, "round.already_open");
    if (command.same_round_open) return refuse(ErrorKind::conflict, "round.same_open");
    TRY(require_day(command.round.day, command.today));
    return std::vector<RoundEvent>{command.round};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const ServePerson& command) {
    const RoundOpened* const round =
        serving_round(state, command.waited || belongs_to(command.moment));
    if (round == nullptr) return not_open(state);
    if (!command.waited) TRY(require_present(command.facts));
    PersonServed served{.person = command.person,
                        .service = round->service,
                        .day = round->day,
                        .sent_by = command.sent_by};
    if (command.waited) served.scanned_at = command.moment.at;
    served.late = std::holds_alternative<FinishedRound>(state);
    // A reason for a first serving says nothing, and would make the plate an extra one.
    if (command.facts.served_at) {
        TRY_ASSIGN(served.reason, reason_for_second(*round, command));
        served.second = !served.reason;
    }
    return std::vector<RoundEvent>{std::move(served)};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const AllowException& command) {
    TRY_ASSIGN(const OngoingRound* const round, require_open(state));
    TRY(require_present(command.facts));
    if (round->opened.kind != ServiceKind::item || !command.facts.served_at ||
        !is_for_goods(command.reason))
        return refuse(ErrorKind::conflict, "exception.not_needed", {}, about(command.facts));
    return std::vector<RoundEvent>{
        ExceptionAllowed{command.person, round->opened.service, round->opened.day, command.reason}};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const UndoServing& command) {
    // What came in late can be taken back as long as any other after the closing.
    const bool just_counted = command.counted_at && command.moment.at >= *command.counted_at &&
                              command.moment.at <= *command.counted_at + command.moment.late_window;
    const RoundOpened* const round =
        serving_round(state, belongs_to(command.moment) || just_counted);
    if (round == nullptr) return not_open(state);
    if (!command.counted_at) return refuse(ErrorKind::conflict, "serving.not_counted");
    return std::vector<RoundEvent>{
        ServingUndone{command.person, round->service, round->day, command.serving}};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const CloseRound& command) {
    TRY(require_open(state));
    const RoundClosed& closing = command.closing;
    if (negative(closing.cooked) || negative(closing.left_over) || negative(closing.thrown_away) ||
        (closing.head_count && closing.head_count->count() < 0))
        return refuse(ErrorKind::invalid, "round.count_negative");
    return std::vector<RoundEvent>{closing};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const ReopenRound& command) {
    if (std::holds_alternative<OngoingRound>(state))
        return refuse(ErrorKind::conflict, "round.already_open");
    const auto* finished = std::get_if<FinishedRound>(&state);
    if (finished == nullptr) return not_open(state);
    if (command.same_round_open) return refuse(ErrorKind::conflict, "round.same_open");
    TRY(require_day(finished->opened.day, command.today));
    return std::vector<RoundEvent>{RoundReopened{command.reason}};
}

}  // namespace jatigi::assistance

#include "centre/assistance/round.h"

#include <fmt/format.h>

#include "platform/base/overloaded.h"

namespace jatigi::assistance {
namespace {

constexpr Days late_entry_max{1};
constexpr Days paper_entry_max{31};

const RoundOpened* opened_of(const Round& state) {
    if (const auto* ongoing = std::get_if<OngoingRound>(&state)) return &ongoing->opened;
    if (const auto* finished = std::get_if<FinishedRound>(&state)) return &finished->opened;
    return nullptr;
}

const RoundTotals& totals_of(const Round& state) {
    return std::visit([](const auto& any) -> const RoundTotals& { return any.totals; }, state);
}

// The count follows late servings too, those that reach us after the round was closed.
Round with(Round state, const RoundTotals& change) {
    std::visit(
        [&change](auto& any) {
            any.totals.servings += change.servings;
            any.totals.plates = any.totals.plates + change.plates;
        },
        state);
    return state;
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

Result<void> require_day(const RoundOpened& round, Day today) {
    if (round.day > today || round.day < today - paper_entry_max)
        return refuse(ErrorKind::invalid, "round.day_invalid");
    if (is_on_paper(round.day, today) && round.reason.empty())
        return refuse(ErrorKind::invalid, "round.reason_missing");
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

Result<void> require_count(const CountPlates& command) {
    const PlateHeads& heads = command.heads;
    for (const Meals count : {heads.men, heads.women, heads.boys, heads.girls, heads.unsorted})
        if (count.count() < 0) return refuse(ErrorKind::invalid, "round.count_negative");
    if (command.dishes < 0) return refuse(ErrorKind::invalid, "round.count_negative");
    // Each alone first: a sum of made-up numbers may run over.
    for (const Meals count : {heads.men, heads.women, heads.boys, heads.girls, heads.unsorted})
        if (count.count() > plates_at_once_max)
            return refuse(ErrorKind::invalid, "plates.count_invalid");
    const std::int64_t plates = heads.plates().count();
    if (plates == 0 || plates > plates_at_once_max || command.dishes > plates)
        return refuse(ErrorKind::invalid, "plates.count_invalid");
    return {};
}

// A number that was typed with a nought too many. Who counts dish by dish is never asked: a convoy may
// have come since the round was opened, and people stand in a line.
Result<void> require_plausible(const Round& state, const RoundOpened& round,
                               const CountPlates& command) {
    const RoundTotals& before = totals_of(state);
    const Meals now = command.heads.plates();
    if ((before.plates + now).count() > plates_of_a_round_max)
        return refuse(ErrorKind::invalid, "plates.count_invalid");
    const std::int64_t plates = before.servings + (before.plates + now).count();
    const std::int64_t expected = round.expected.count();
    if (command.sure || command.waited || now < command.rules.asked_from ||
        plates <= expected * command.rules.plates_a_person_max)
        return {};
    return refuse(ErrorKind::conflict, "plates.more_than_people", {},
                  fmt::format(R"({{"plates":{},"expected":{}}})", plates, expected));
}

// What came in late can be taken back as long as any other after the closing; what was made and taken
// back on a device without the network comes in together.
bool may_take_back(const RoundMoment& moment, const std::optional<Instant>& counted_at,
                   const std::optional<Instant>& made_at) {
    const auto just = [&moment](const std::optional<Instant>& then) {
        return then && moment.at >= *then && moment.at <= *then + moment.late_window;
    };
    return belongs_to(moment) || just(counted_at) || just(made_at);
}

bool too_many(const std::optional<Meals>& count) {
    return count && count->count() > closing_count_max;
}

}  // namespace

bool is_on_paper(Day day, Day today) {
    return day < today - late_entry_max;
}

bool is_by_name(CountMode mode) {
    return mode == CountMode::scan || mode == CountMode::list;
}

bool is_for_goods(ServingReason reason) {
    return reason >= ServingReason::theft;
}

Round evolve(const Round& state, const RoundEvent& event) {
    return std::visit(Overloaded{
                          [&](const RoundOpened& e) -> Round {
                              if (opened_of(state) != nullptr) return state;
                              return OngoingRound{e, totals_of(state)};
                          },
                          [&](const PersonServed&) { return with(state, {1, {}}); },
                          [&](const ExceptionAllowed&) { return state; },
                          [&](const ServingUndone&) { return with(state, {-1, {}}); },
                          [&](const PlatesCounted& e) {
                              return with(state, {0, e.heads.plates()});
                          },
                          [&](const PlatesUncounted& e) {
                              return with(state, {0, Meals{} - e.plates});
                          },
                          [&](const RoundClosed&) -> Round {
                              const RoundOpened* opened = opened_of(state);
                              if (opened == nullptr) return state;
                              return FinishedRound{*opened, totals_of(state)};
                          },
                          [&](const RoundReopened&) -> Round {
                              const RoundOpened* opened = opened_of(state);
                              if (opened == nullptr) return state;
                              return OngoingRound{*opened, totals_of(state)};
                          },
                      },
                      event);
}

Result<std::vector<RoundEvent>> decide(const Round& state, const OpenRound& command) {
    if (!std::holds_alternative<NoRound>(state))
        return refuse(ErrorKind::conflict, "round.already_open");
    if (command.same_round_open) return refuse(ErrorKind::conflict, "round.same_open");
    if (command.round.kind == ServiceKind::item && !is_by_name(command.round.count_mode))
        return refuse(ErrorKind::invalid, "round.mode_for_goods");
    TRY(require_day(command.round, command.today));
    RoundOpened round = command.round;
    if (!is_on_paper(round.day, command.today)) {
        round.reason.clear();
    } else if (command.same_round_before) {
        return refuse(ErrorKind::conflict, "round.same_day", {},
                      fmt::format(R"({{"round":"{}"}})", id_text(*command.same_round_before)));
    }
    return std::vector<RoundEvent>{std::move(round)};
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
    const RoundOpened* const round =
        serving_round(state, may_take_back(command.moment, command.counted_at, command.made_at));
    if (round == nullptr) return not_open(state);
    if (!command.counted_at) return refuse(ErrorKind::conflict, "serving.not_counted");
    return std::vector<RoundEvent>{
        ServingUndone{command.person, round->service, round->day, command.serving}};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const CountPlates& command) {
    const RoundOpened* const round =
        serving_round(state, command.waited || belongs_to(command.moment));
    if (round == nullptr) return not_open(state);
    TRY(require_count(command));
    // Who is not in the register gets a blanket all the same.
    if (round->kind == ServiceKind::item && command.line != PlateLine::unregistered)
        return refuse(ErrorKind::conflict, "plates.goods_by_name");
    TRY(require_plausible(state, *round, command));
    PlatesCounted counted{.service = round->service,
                          .day = round->day,
                          .line = command.line,
                          .heads = command.heads,
                          .dishes = command.dishes,
                          .sent_by = command.sent_by,
                          .late = std::holds_alternative<FinishedRound>(state)};
    if (command.waited) counted.counted_at = command.moment.at;
    return std::vector<RoundEvent>{std::move(counted)};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const UncountPlates& command) {
    if (serving_round(state, may_take_back(command.moment, command.counted_at, command.made_at)) == nullptr)
        return not_open(state);
    if (!command.counted_at) return refuse(ErrorKind::conflict, "plates.not_counted");
    return std::vector<RoundEvent>{command.slip};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const CloseRound& command) {
    TRY(require_open(state));
    const RoundClosed& closing = command.closing;
    if (negative(closing.cooked) || negative(closing.left_over) || negative(closing.thrown_away) ||
        negative(closing.refused) ||
        (closing.head_count && closing.head_count->count() < 0))
        return refuse(ErrorKind::invalid, "round.count_negative");
    if (too_many(closing.cooked) || too_many(closing.left_over) || too_many(closing.thrown_away) ||
        too_many(closing.refused) ||
        (closing.head_count && closing.head_count->count() > closing_count_max))
        return refuse(ErrorKind::invalid, "plates.count_invalid");
    return std::vector<RoundEvent>{closing};
}

Result<std::vector<RoundEvent>> decide(const Round& state, const ReopenRound& command) {
    if (std::holds_alternative<OngoingRound>(state))
        return refuse(ErrorKind::conflict, "round.already_open");
    const auto* finished = std::get_if<FinishedRound>(&state);
    if (finished == nullptr) return not_open(state);
    if (command.same_round_open) return refuse(ErrorKind::conflict, "round.same_open");
    const Day day = finished->opened.day;
    if (day > command.today || day < command.today - paper_entry_max)
        return refuse(ErrorKind::invalid, "round.day_invalid");
    return std::vector<RoundEvent>{RoundReopened{command.reason}};
}

}  // namespace jatigi::assistance

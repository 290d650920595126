// Frozen facts of the stream "round:<id>". Version 2 of a serving is written where version 1 could
// not say it: why goods came again, that it waited, who sent it, that it was late or the second; version 2 of an
// opening knows other modes than cards and why it came so late, that of a closing how many plates went back to the caterer.
#pragma once
#include "centre/assistance/round.h"
#include "platform/base/fact_shape.h"

namespace jatigi::assistance {

struct RoundStream : ShapedStream<RoundStream, RoundEntity, Round, RoundEvent> {
    static constexpr std::string_view kind = round_kind;

    // It says no more than what version 1 could say.
    static constexpr auto came_at_once = [](const PersonServed& e) {
        return !e.scanned_at && e.sent_by == 0 && !e.late && !e.second &&
               !(e.reason && is_for_goods(*e.reason));
    };

    static constexpr auto by_card_on_its_day = [](const RoundOpened& e) {
        return e.reason.empty() && e.count_mode == CountMode::scan;
    };
    static constexpr auto none_refused = [](const RoundClosed& e) { return !e.refused; };

    static constexpr std::tuple shapes{
        fact_shape_when<RoundOpened>(
            "round.opened", 1, by_card_on_its_day, field("site", &RoundOpened::site),
            field("service", &RoundOpened::service), field("kind", &RoundOpened::kind),
            field("day", &RoundOpened::day), field("count_mode", &RoundOpened::count_mode),
            field("expected", &RoundOpened::expected)),
        fact_shape<RoundOpened>("round.opened", 2, field("site", &RoundOpened::site),
                                field("service", &RoundOpened::service),
                                field("kind", &RoundOpened::kind), field("day", &RoundOpened::day),
                                field("count_mode", &RoundOpened::count_mode),
                                field("expected", &RoundOpened::expected),
                                field_if_any("reason", &RoundOpened::reason)),
        fact_shape_when<PersonServed>(
            "round.person_served", 1, came_at_once, field("person", &PersonServed::person),
            field("service", &PersonServed::service), field("day", &PersonServed::day),
            field("reason", &PersonServed::reason)),
        fact_shape<PersonServed>(
            "round.person_served", 2, field("person", &PersonServed::person),
            field("service", &PersonServed::service), field("day", &PersonServed::day),
            field("reason", &PersonServed::reason), field("scanned_at", &PersonServed::scanned_at),
            field_if_any("sent_by", &PersonServed::sent_by),
            field_if_any("late", &PersonServed::late),
            field_if_any("second", &PersonServed::second)),
        fact_shape<ExceptionAllowed>(
            "round.exception_allowed", 1, field("person", &ExceptionAllowed::person),
            field("service", &ExceptionAllowed::service), field("day", &ExceptionAllowed::day),
            field("reason", &ExceptionAllowed::reason)),
        fact_shape<ServingUndone>(
            "round.serving_undone", 1, field("person", &ServingUndone::person),
            field("service", &ServingUndone::service), field("day", &ServingUndone::day),
            field("serving", &ServingUndone::serving)),
        fact_shape<PlatesCounted>(
            "round.plates_counted", 1, field("service", &PlatesCounted::service),
            field("day", &PlatesCounted::day), field("line", &PlatesCounted::line),
            field_if_any("men", [](auto& e) -> auto& { return e.heads.men; }),
            field_if_any("women", [](auto& e) -> auto& { return e.heads.women; }),
            field_if_any("boys", [](auto& e) -> auto& { return e.heads.boys; }),
            field_if_any("girls", [](auto& e) -> auto& { return e.heads.girls; }),
            field_if_any("unsorted", [](auto& e) -> auto& { return e.heads.unsorted; }),
            field_if_any("dishes", &PlatesCounted::dishes),
            field("counted_at", &PlatesCounted::counted_at),
            field_if_any("sent_by", &PlatesCounted::sent_by),
            field_if_any("late", &PlatesCounted::late)),
        fact_shape<PlatesUncounted>("round.plates_uncounted", 1,
                                    field("count", &PlatesUncounted::count),
                                    field("plates", &PlatesUncounted::plates)),
        fact_shape_when<RoundClosed>("round.closed", 1, none_refused,
                                     field("cooked", &RoundClosed::cooked),
                                     field("left_over", &RoundClosed::left_over),
                                     field("thrown_away", &RoundClosed::thrown_away),
                                     field("head_count", &RoundClosed::head_count),
                                     field_if_any("explanation", &RoundClosed::explanation)),
        fact_shape<RoundClosed>("round.closed", 2, field("cooked", &RoundClosed::cooked),
                                field("left_over", &RoundClosed::left_over),
                                field("thrown_away", &RoundClosed::thrown_away),
                                field("refused", &RoundClosed::refused),
                                field("head_count", &RoundClosed::head_count),
                                field_if_any("explanation", &RoundClosed::explanation)),
        fact_shape<RoundReopened>("round.reopened", 1, field("reason", &RoundReopened::reason)),
    };
};

}  // namespace jatigi::assistance

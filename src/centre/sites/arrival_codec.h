// Frozen facts of the stream "arrival:<id>".
#pragma once
#include "centre/sites/arrival.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

struct ArrivalStream : ShapedStream<ArrivalStream, ArrivalEntity, Arrival, ArrivalEvent> {
    static constexpr std::string_view kind = arrival_kind;

    static constexpr std::tuple shapes{
        fact_shape<ArrivalOpened>("arrival.opened", 1, field("site", &ArrivalOpened::site),
                                  field("day", &ArrivalOpened::day),
                                  field("place", &ArrivalOpened::place)),
        fact_shape<ArrivalCounted>(
            "arrival.counted", 1, field("tally", &ArrivalCounted::tally),
            field_if_any("men", [](auto& e) -> auto& { return e.counts.men; }),
            field_if_any("women", [](auto& e) -> auto& { return e.counts.women; }),
            field_if_any("boys", [](auto& e) -> auto& { return e.counts.boys; }),
            field_if_any("girls", [](auto& e) -> auto& { return e.counts.girls; }),
            field_if_any("under_five", [](auto& e) -> auto& { return e.counts.under_five; }),
            field_if_any("injured", [](auto& e) -> auto& { return e.counts.injured; }),
            field("how", &ArrivalCounted::how), field("at", &ArrivalCounted::at),
            field("row", &ArrivalCounted::row)),
        fact_shape<TallySetAside>("arrival.tally_set_aside", 1,
                                  field("tally", &TallySetAside::tally),
                                  field("reason", &TallySetAside::reason)),
        fact_shape<TallyTakenUp>("arrival.tally_taken_up", 1, field("tally", &TallyTakenUp::tally)),
        fact_shape<OutcomesSaid>("arrival.outcomes_said", 1,
                                 field_if_any("left", &OutcomesSaid::left),
                                 field_if_any("went_back", &OutcomesSaid::went_back),
                                 field_if_any("hospital", &OutcomesSaid::hospital),
                                 field_if_any("died", &OutcomesSaid::died),
                                 field_if_any("bodies", &OutcomesSaid::bodies),
                                 field_if_any("missing", &OutcomesSaid::missing)),
        fact_shape<ArrivalClosed>("arrival.closed", 1,
                                  field_if_any("explanation", &ArrivalClosed::explanation)),
        fact_shape<ArrivalReopened>("arrival.reopened", 1),
    };
};

}  // namespace jatigi::sites

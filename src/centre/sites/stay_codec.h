// Frozen facts of the stream "stay:<id>".
#pragma once
#include "centre/sites/stay.h"
#include "platform/base/fact_author.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

struct StayStream : ShapedStream<StayStream, StayEntity, Stay, StayEvent> {
    static constexpr std::string_view kind = stay_kind;
    static constexpr FactAuthor author = FactAuthor::hidden;

    static constexpr std::tuple shapes{
        fact_shape<PersonCheckedIn>("stay.checked_in", 1, field("person", &PersonCheckedIn::person),
                                    field("site", &PersonCheckedIn::site),
                                    field("day", &PersonCheckedIn::day)),
        fact_shape<StayEnded>("stay.ended", 1, field("reason", &StayEnded::reason),
                              field("day", &StayEnded::day)),
        fact_shape<PersonHoused>("stay.housed", 1, field("unit", &PersonHoused::unit),
                                 field("day", &PersonHoused::day)),
    };
};

}  // namespace jatigi::sites

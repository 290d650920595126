// Frozen facts of the stream "unit:<id>".
#pragma once
#include "centre/sites/unit.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

namespace unit_shape {

template <class Event>
constexpr auto described(std::string_view type, auto... before) {
    return fact_shape<Event>(
        type, 1, before..., field("name", [](auto& e) -> auto& { return e.unit.name; }),
        field("for", [](auto& e) -> auto& { return e.unit.for_whom; }),
        field("capacity", [](auto& e) -> auto& { return e.unit.capacity; }),
        field("blocked", [](auto& e) -> auto& { return e.unit.blocked; }),
        field("transitory", [](auto& e) -> auto& { return e.unit.transitory; }));
}

}  // namespace unit_shape

struct UnitStream : ShapedStream<UnitStream, UnitEntity, Unit, UnitEvent> {
    static constexpr std::string_view kind = unit_kind;

    static constexpr std::tuple shapes{
        unit_shape::described<UnitOpened>("unit.opened", field("site", &UnitOpened::site)),
        unit_shape::described<UnitChanged>("unit.changed"),
        fact_shape<UnitClosed>("unit.closed", 1),
        fact_shape<UnitReopened>("unit.reopened", 1),
    };
};

}  // namespace jatigi::sites

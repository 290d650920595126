// Facts of the stream "unit_cost:<id>".
//   unit_cost.set 1  {"site": id,"service","currency","price": minor units,"first_day","last_day"}
#pragma once
#include "money/funding/unit_cost.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::funding {

EncodedFact encode_unit_cost(const UnitCostEvent& event);
std::optional<UnitCostEvent> decode_unit_cost(std::string_view type, std::int64_t version,
                                              const json::object& data);

struct UnitCostStream {
    using Entity = UnitCostEntity;
    using State = UnitCost;
    using Event = UnitCostEvent;
    static constexpr std::string_view kind = unit_cost_kind;
    static EncodedFact encode(const Event& event) { return encode_unit_cost(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_unit_cost(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::funding

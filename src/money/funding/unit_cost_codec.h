// Facts of the stream "unit_cost:<id>".
//   unit_cost.set 1  {"site": id,"service","currency","price": minor units,"first_day","last_day"}
#pragma once
#include "money/funding/unit_cost.h"
#include "platform/base/fact_stream.h"

namespace jatigi::funding {

EncodedFact encode_unit_cost(const UnitCostEvent& event);
std::optional<UnitCostEvent> decode_unit_cost(std::string_view type, std::int64_t version,
                                              const json::object& data);

struct UnitCostStream
    : FactStream<UnitCostEntity, UnitCost, UnitCostEvent, encode_unit_cost, decode_unit_cost> {
    static constexpr std::string_view kind = unit_cost_kind;
};

}  // namespace jatigi::funding

#include "money/funding/unit_cost_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::funding {
namespace {

constexpr std::tuple shapes{
    fact_shape<UnitCostSet>("unit_cost.set", 1, field("site", &UnitCostSet::site),
                            field("service", &UnitCostSet::service),
                            money_field("currency", "price", &UnitCostSet::price),
                            field("first_day", &UnitCostSet::first_day),
                            field("last_day", &UnitCostSet::last_day)),
};

}  // namespace

EncodedFact encode_unit_cost(const UnitCostEvent& event) {
    return encode_by(shapes, event);
}

std::optional<UnitCostEvent> decode_unit_cost(std::string_view type, std::int64_t version,
                                              const json::object& data) {
    return decode_by<UnitCostEvent>(shapes, type, version, data);
}

}  // namespace jatigi::funding

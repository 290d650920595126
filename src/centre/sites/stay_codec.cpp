#include "centre/sites/stay_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::sites {
namespace {

constexpr std::tuple shapes{
    fact_shape<PersonCheckedIn>("stay.checked_in", 1, field("person", &PersonCheckedIn::person),
                                field("site", &PersonCheckedIn::site),
                                field("day", &PersonCheckedIn::day)),
    fact_shape<StayEnded>("stay.ended", 1, field("reason", &StayEnded::reason),
                          field("day", &StayEnded::day)),
};

}  // namespace

EncodedFact encode_stay(const StayEvent& event) {
    return encode_by(shapes, event);
}

std::optional<StayEvent> decode_stay(std::string_view type, std::int64_t version,
                                     const json::object& data) {
    return decode_by<StayEvent>(shapes, type, version, data);
}

}  // namespace jatigi::sites

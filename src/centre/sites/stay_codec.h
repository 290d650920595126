// Facts of the stream "stay:<id>".
//   stay.checked_in 1  {"person","site": ids, "day"}
//   stay.ended 1       {"reason","day"}
#pragma once
#include "centre/sites/stay.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::sites {

EncodedFact encode_stay(const StayEvent& event);
std::optional<StayEvent> decode_stay(std::string_view type, std::int64_t version,
                                     const json::object& data);

std::string_view stay_end_text(StayEnd reason);
std::optional<StayEnd> parse_stay_end(std::string_view text);

struct StayStream {
    using Entity = StayEntity;
    using State = Stay;
    using Event = StayEvent;
    static constexpr std::string_view kind = stay_kind;
    static EncodedFact encode(const Event& event) { return encode_stay(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_stay(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::sites

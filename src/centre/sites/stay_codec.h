// Facts of the stream "stay:<id>".
//   stay.checked_in 1  {"person","site": ids, "day"}
//   stay.ended 1       {"reason","day"}
#pragma once
#include "centre/sites/stay.h"
#include "platform/base/fact_stream.h"

namespace jatigi::sites {

EncodedFact encode_stay(const StayEvent& event);
std::optional<StayEvent> decode_stay(std::string_view type, std::int64_t version,
                                     const json::object& data);

struct StayStream : FactStream<StayEntity, Stay, StayEvent, encode_stay, decode_stay> {
    static constexpr std::string_view kind = stay_kind;
};

}  // namespace jatigi::sites

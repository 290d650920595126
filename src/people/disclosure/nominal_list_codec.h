// Facts of the stream "nominal_list:<id>". "hand" is "centre_manager|protection_officer"; "actor"
// repeats the fact's actor, because the next decision needs it.
//   disclosure.list_proposed 1  {"year","number","site","columns": ["names","birth","nationality",
//                                "document"],"purpose","recipient","request"?,"actor","hand"}
//   disclosure.list_approved 1  {"actor","hand","valid_until"}
//   disclosure.list_refused 1   {"actor","hand","reason"?}
//   disclosure.list_copied 1    {"copy","rows","actor","hand"}
#pragma once
#include "people/disclosure/nominal_list.h"
#include "platform/base/fact_stream.h"

namespace jatigi::disclosure {

EncodedFact encode_list(const NominalListEvent& event);
std::optional<NominalListEvent> decode_list(std::string_view type, std::int64_t version,
                                            const json::object& data);

struct NominalListStream
    : FactStream<NominalListEntity, NominalList, NominalListEvent, encode_list, decode_list> {
    static constexpr std::string_view kind = list_kind;
    // The fact that cannot be read may be the refusal.
    static State protect(const State& state) { return evolve(state, NominalListRefused{}); }
};

}  // namespace jatigi::disclosure

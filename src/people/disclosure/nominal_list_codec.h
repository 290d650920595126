// Facts of the stream "nominal_list:<id>". "hand" is "centre_manager|protection_officer"; "actor"
// repeats the fact's actor, because the next decision needs it.
//   disclosure.list_proposed 1  {"year","number","site","columns": ["names","birth","nationality",
//                                "document"],"purpose","recipient","request"?,"actor","hand"}
//   disclosure.list_approved 1  {"actor","hand","valid_until"}
//   disclosure.list_refused 1   {"actor","hand","reason"?}
//   disclosure.list_copied 1    {"copy","rows","actor","hand"}
#pragma once
#include "people/disclosure/nominal_list.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::disclosure {

EncodedFact encode_list(const NominalListEvent& event);
std::optional<NominalListEvent> decode_list(std::string_view type, std::int64_t version,
                                            const json::object& data);

std::string_view column_text(ListColumn column);
std::optional<ListColumn> parse_column(std::string_view text);
std::string_view hand_text(Hand hand);
std::optional<Hand> parse_hand(std::string_view text);

struct NominalListStream {
    using Entity = NominalListEntity;
    using State = NominalList;
    using Event = NominalListEvent;
    static constexpr std::string_view kind = list_kind;
    static EncodedFact encode(const Event& event) { return encode_list(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_list(body.type, body.version, body.data);
    }
    // The fact that cannot be read may be the refusal.
    static State protect(const State& state) { return evolve(state, NominalListRefused{}); }
};

}  // namespace jatigi::disclosure

// Facts of the stream "round:<id>".
//   round.opened 1          {"site","service","kind":"food|item","day","count_mode":"scan","expected"}
//   round.person_served 1   {"person","service","day","reason"?: "child|spilled|wrong_scan"}
//   round.person_served 2   the same with "theft|newborn|expelled_again", "scanned_at"? (it waited on its
//                           device), "sent_by"? (an account's number), "late"?, "second"? (true)
//   round.exception_allowed 1  {"person","service","day","reason": "theft|newborn|expelled_again"}
//   round.serving_undone 1  {"person","service","day","serving": id of the command that served}
//   round.closed 1          {"cooked"?,"left_over"?,"thrown_away"?,"head_count"?,"explanation"?}
#pragma once
#include "centre/assistance/round.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::assistance {

EncodedFact encode_round(const RoundEvent& event);
std::optional<RoundEvent> decode_round(std::string_view type, std::int64_t version,
                                       const json::object& data);

std::string_view kind_text(ServiceKind kind);
std::optional<ServiceKind> parse_kind(std::string_view text);
std::string_view reason_text(ServingReason reason);
std::optional<ServingReason> parse_reason(std::string_view text);

struct RoundStream {
    using Entity = RoundEntity;
    using State = Round;
    using Event = RoundEvent;
    static constexpr std::string_view kind = round_kind;
    static EncodedFact encode(const Event& event) { return encode_round(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_round(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::assistance

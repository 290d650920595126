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
#include "platform/base/fact_stream.h"

namespace jatigi::assistance {

EncodedFact encode_round(const RoundEvent& event);
std::optional<RoundEvent> decode_round(std::string_view type, std::int64_t version,
                                       const json::object& data);

struct RoundStream : FactStream<RoundEntity, Round, RoundEvent, encode_round, decode_round> {
    static constexpr std::string_view kind = round_kind;
};

}  // namespace jatigi::assistance

// Facts of the stream "agreement:<id>".
//   agreement.signed 1  {"code","donor","title","currency","amount": minor units, "first_day",
//                        "last_day","nationality"?,"site"?: id,"services"?: [code],"persons_max"?}
#pragma once
#include "money/funding/agreement.h"
#include "platform/base/fact_stream.h"

namespace jatigi::funding {

EncodedFact encode_agreement(const AgreementEvent& event);
std::optional<AgreementEvent> decode_agreement(std::string_view type, std::int64_t version,
                                               const json::object& data);

struct AgreementStream
    : FactStream<AgreementEntity, Agreement, AgreementEvent, encode_agreement, decode_agreement> {
    static constexpr std::string_view kind = agreement_kind;
};

}  // namespace jatigi::funding

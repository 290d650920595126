// Facts of the stream "agreement:<id>".
//   agreement.signed 1  {"code","donor","title","currency","amount": minor units, "first_day",
//                        "last_day","nationality"?,"site"?: id,"services"?: [code],"persons_max"?}
#pragma once
#include "money/funding/agreement.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::funding {

EncodedFact encode_agreement(const AgreementEvent& event);
std::optional<AgreementEvent> decode_agreement(std::string_view type, std::int64_t version,
                                               const json::object& data);

struct AgreementStream {
    using Entity = AgreementEntity;
    using State = Agreement;
    using Event = AgreementEvent;
    static constexpr std::string_view kind = agreement_kind;
    static EncodedFact encode(const Event& event) { return encode_agreement(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_agreement(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::funding

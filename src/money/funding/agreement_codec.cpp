#include "money/funding/agreement_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::funding {
namespace {

// An earmark that is written but cannot be read must not turn into "any": then the whole fact is
// unknown to us.
constexpr std::tuple shapes{
    fact_shape<AgreementSigned>(
        "agreement.signed", 1, field("code", &AgreementSigned::code),
        field("donor", &AgreementSigned::donor), field("title", &AgreementSigned::title),
        money_field("currency", "amount", &AgreementSigned::amount),
        field("first_day", &AgreementSigned::first_day),
        field("last_day", &AgreementSigned::last_day),
        field("nationality", [](auto& e) -> auto& { return e.earmark.nationality; }),
        field("site", [](auto& e) -> auto& { return e.earmark.site; }),
        field_if_any("services", [](auto& e) -> auto& { return e.earmark.services; }),
        field("persons_max", [](auto& e) -> auto& { return e.earmark.persons_max; })),
};

}  // namespace

EncodedFact encode_agreement(const AgreementEvent& event) {
    return encode_by(shapes, event);
}

std::optional<AgreementEvent> decode_agreement(std::string_view type, std::int64_t version,
                                               const json::object& data) {
    return decode_by<AgreementEvent>(shapes, type, version, data);
}

}  // namespace jatigi::funding

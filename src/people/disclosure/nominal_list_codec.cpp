#include "people/disclosure/nominal_list_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::disclosure {
namespace {

// Who signed.
constexpr auto actor = field("actor", [](auto& e) -> auto& { return e.by.actor; });
constexpr auto hand = field("hand", [](auto& e) -> auto& { return e.by.hand; });

constexpr std::tuple shapes{
    fact_shape<NominalListProposed>(
        "disclosure.list_proposed", 1,
        field("year", [](auto& e) -> auto& { return e.number.year; }),
        field("number", [](auto& e) -> auto& { return e.number.number; }),
        field("site", &NominalListProposed::site), field("columns", &NominalListProposed::columns),
        field("purpose", &NominalListProposed::purpose),
        field("recipient", &NominalListProposed::recipient),
        field("request", &NominalListProposed::request), actor, hand),
    fact_shape<NominalListApproved>("disclosure.list_approved", 1, actor, hand,
                                    field("valid_until", &NominalListApproved::valid_until)),
    fact_shape<NominalListRefused>("disclosure.list_refused", 1, actor, hand,
                                   field_if_any("reason", &NominalListRefused::reason)),
    fact_shape<NominalListCopied>("disclosure.list_copied", 1,
                                  field("copy", &NominalListCopied::copy),
                                  field("rows", &NominalListCopied::rows), actor, hand),
};

}  // namespace

EncodedFact encode_list(const NominalListEvent& event) {
    return encode_by(shapes, event);
}

std::optional<NominalListEvent> decode_list(std::string_view type, std::int64_t version,
                                            const json::object& data) {
    return decode_by<NominalListEvent>(shapes, type, version, data);
}

}  // namespace jatigi::disclosure

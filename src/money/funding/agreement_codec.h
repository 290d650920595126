// Frozen facts of the stream "agreement:<id>". Amounts are minor units.
#pragma once
#include "money/funding/agreement.h"
#include "platform/base/fact_shape.h"

namespace jatigi::funding {

struct AgreementStream : ShapedStream<AgreementStream, AgreementEntity, Agreement, AgreementEvent> {
    static constexpr std::string_view kind = agreement_kind;

    // An earmark that is written but cannot be read must not turn into "any": then the whole fact
    // is unknown to us.
    static constexpr std::tuple shapes{
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
};

}  // namespace jatigi::funding

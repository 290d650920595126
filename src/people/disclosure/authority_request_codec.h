// Frozen facts of the stream "authority_request:<id>".
#pragma once
#include "people/disclosure/authority_request.h"
#include "platform/base/fact_shape.h"

namespace jatigi::disclosure {

struct RequestStream
    : ShapedStream<RequestStream, AuthorityRequestEntity, AuthorityRequest, RequestEvent> {
    static constexpr std::string_view kind = request_kind;

    // A site that cannot be read must not turn into "the whole node", which more people see.
    static constexpr std::tuple shapes{
        fact_shape<RequestRecorded>(
            "disclosure.request_recorded", 1,
            field("year", [](auto& e) -> auto& { return e.number.year; }),
            field("number", [](auto& e) -> auto& { return e.number.number; }),
            field("site", &RequestRecorded::site), field("authority", &RequestRecorded::authority),
            field("about", &RequestRecorded::about), field("asked", &RequestRecorded::asked),
            field_if_any("legal_basis", &RequestRecorded::legal_basis),
            field("received", &RequestRecorded::received)),
        fact_shape<RequestAnswered>(
            "disclosure.request_answered", 1, field("answer", &RequestAnswered::answer),
            field_if_any("text", &RequestAnswered::text), field("list", &RequestAnswered::list)),
    };
};

}  // namespace jatigi::disclosure

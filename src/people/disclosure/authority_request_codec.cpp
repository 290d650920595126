#include "people/disclosure/authority_request_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::disclosure {
namespace {

// A site that cannot be read must not turn into "the whole node", which more people see.
constexpr std::tuple shapes{
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

}  // namespace

EncodedFact encode_request(const RequestEvent& event) {
    return encode_by(shapes, event);
}

std::optional<RequestEvent> decode_request(std::string_view type, std::int64_t version,
                                           const json::object& data) {
    return decode_by<RequestEvent>(shapes, type, version, data);
}

}  // namespace jatigi::disclosure

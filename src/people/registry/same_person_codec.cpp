#include "people/registry/same_person_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::registry {
namespace {

constexpr std::tuple shapes{
    fact_shape<SameSaid>("same_person.said", 1, field("one", &SameSaid::one),
                         field("other", &SameSaid::other), field("ground", &SameSaid::ground),
                         field("by", &SameSaid::by)),
    fact_shape<SameConfirmed>("same_person.confirmed", 1, field("ground", &SameConfirmed::ground),
                              field("by", &SameConfirmed::by)),
    fact_shape<SameUnsaid>("same_person.unsaid", 1, field("ground", &SameUnsaid::ground),
                           field("by", &SameUnsaid::by)),
};

}  // namespace

EncodedFact encode_same(const SamePersonEvent& event) {
    return encode_by(shapes, event);
}

std::optional<SamePersonEvent> decode_same(std::string_view type, std::int64_t version,
                                           const json::object& data) {
    return decode_by<SamePersonEvent>(shapes, type, version, data);
}

}  // namespace jatigi::registry

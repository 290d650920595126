// Frozen facts of the stream "same_person:<id>".
#pragma once
#include "people/registry/same_person.h"
#include "platform/base/fact_author.h"
#include "platform/base/fact_shape.h"

namespace jatigi::registry {

struct SamePersonStream
    : ShapedStream<SamePersonStream, SamePersonEntity, SamePerson, SamePersonEvent> {
    static constexpr std::string_view kind = same_person_kind;
    static constexpr FactAuthor author = FactAuthor::hidden_in_stream;

    static constexpr std::tuple shapes{
        fact_shape<SameSaid>("same_person.said", 1, field("one", &SameSaid::one),
                             field("other", &SameSaid::other), field("ground", &SameSaid::ground),
                             field("by", &SameSaid::by)),
        fact_shape<SameConfirmed>("same_person.confirmed", 1,
                                  field("ground", &SameConfirmed::ground),
                                  field("by", &SameConfirmed::by)),
        fact_shape<SameUnsaid>("same_person.unsaid", 1, field("ground", &SameUnsaid::ground),
                               field("by", &SameUnsaid::by)),
    };
};

}  // namespace jatigi::registry

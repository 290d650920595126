// What a stream is, for whoever folds and writes it.
#pragma once
#include <optional>

#include "platform/base/encoded_fact.h"

namespace jatigi {

// What log::execute() and WriteTx::state() want to know of a stream; `kind` is added where it is
// declared: struct PersonStream : FactStream<PersonEntity, Person, PersonEvent, encode_person,
// decode_person> {…}. Where all facts are flat, a table does (fact_shape.h).
template <class EntityOf, class StateOf, class EventOf, auto Encode, auto Decode>
struct FactStream {
    using Entity = EntityOf;
    using State = StateOf;
    using Event = EventOf;
    static EncodedFact encode(const Event& event) { return Encode(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return Decode(body.type, body.version, body.data);
    }
};

}  // namespace jatigi

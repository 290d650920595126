// Facts of the stream "identity:<person id>", class identity, sealed.
//   person.identified 1  every member a string and absent when empty, but "languages" (strings) and
//   "observations" ([{"heading","text"}]); birth as "birth_min","birth_max","birth_precision".
//   person.duplicate_suspected 1  the same members, of another row of a list that is probably the
//   same person; kept for review, never shown as the identity.
#pragma once
#include "people/registry/identity.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::registry {

EncodedFact encode_identity(const PersonIdentified& event);
std::optional<PersonIdentified> decode_identity(std::string_view type, std::int64_t version,
                                                const json::object& data);

}  // namespace jatigi::registry

// Facts of the stream "identity:<person id>", class identity, sealed: their types are sealed, too.
//   person.identified 1  every text a string and absent when empty, but "languages" (strings) and
//   "observations" ([{"heading","text"}]); birth as "birth_min","birth_max","birth_precision".
//   person.identified 2  the same with "flags" (strings) and "household_id" (32 hex digits).
//   person.identified 2  may have "listed": {"list","number","place"}, absent for who came on no list.
//   person.duplicate_suspected 1  the same members, of another row of a list that is probably the
//   same person; kept for review, never shown as the identity.
//   person.likeness_noticed 1    {"other"}: a person's id
//   person.identity_corrected 1  {"texts":{field:text},"birth":{…}|null?,"languages"?,
//     "profile"?:[{"field","from","to"}],"reason"}
//   person.flags_changed 1       {"add":[…],"remove":[…]}
//   person.household_joined 1    {"household","relation"}     person.household_left 1 {"household"}
//   person.file_restricted 1     {"id","reason"}              person.restriction_lifted 1 {"id"}
//   person.photo_kept 1          {"photo","purpose","media_type"}   person.photo_erased 1 {"photo"}
#pragma once
#include "people/registry/identity.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::registry {

EncodedFact encode_identity(const IdentityEvent& event);
// Nothing for a type or version that this program does not know, and for data that are not of their
// type's form.
std::optional<IdentityEvent> decode_identity(std::string_view type, std::int64_t version,
                                             const json::object& data);
// A fact of a known type that decode_identity() does not read is torn; of another, it is of a later
// program.
bool knows_identity(std::string_view type, std::int64_t version);

}  // namespace jatigi::registry

// Frozen bytes of "these two files are one person's".
//   same_person.said 1:      {"one","other": 32 hex digits,"ground","by"}
//   same_person.confirmed 1: {"ground","by"}
//   same_person.unsaid 1:    {"ground","by"}
#pragma once
#include "people/registry/same_person.h"
#include "platform/base/fact_stream.h"

namespace jatigi::registry {

EncodedFact encode_same(const SamePersonEvent& event);
std::optional<SamePersonEvent> decode_same(std::string_view type, std::int64_t version,
                                           const json::object& data);

struct SamePersonStream
    : FactStream<SamePersonEntity, SamePerson, SamePersonEvent, encode_same, decode_same> {
    static constexpr std::string_view kind = same_person_kind;
};

}  // namespace jatigi::registry

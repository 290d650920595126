// Facts of the stream "person:<id>", class open.
//   person.profiled 1     {"case_number","sex":"F|M|U","birth_min"?:"1988-10","birth_max"?,"nationality"?}
//   person.card_issued 1  {"serial": 12 hex digits}
//   person.profile_corrected 1  as person.profiled, without the case number
//   person.nationality_heard 1  {"nationality","outcome":"confirmed|refused|to_verify"}
//   person.erased 1       {"reason":"withdrawn_consent|request|retention|error"}
#pragma once
#include "people/registry/person.h"
#include "platform/base/fact_author.h"
#include "platform/base/fact_stream.h"

namespace jatigi::registry {

EncodedFact encode_person(const PersonEvent& event);
// Nothing for a type or version that this program does not know.
std::optional<PersonEvent> decode_person(std::string_view type, std::int64_t version,
                                         const json::object& data);

struct PersonStream : FactStream<PersonEntity, Person, PersonEvent, encode_person, decode_person> {
    static constexpr std::string_view kind = person_kind;
    static constexpr FactAuthor author = FactAuthor::hidden;
};

std::string month_text(std::chrono::year_month month);
std::optional<std::chrono::year_month> parse_month(std::string_view text);

}  // namespace jatigi::registry

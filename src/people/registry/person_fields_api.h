// The fields of a person in JSON: what a registrar typed, and what answers show.
#pragma once
#include "people/linkage/telephone.h"
#include "people/registry/register_index.h"
#include "people/registry/registration_api.h"
#include "platform/base/json.h"

namespace jatigi::registry {

// How what was typed is read: the numbers of each country, and the day from which an age counts
// back.
struct FieldReading {
    const linkage::PhonePlans& phone_plans;
    Day today;
};

// {"family_name","given_names","sex":"F|M|unknown","birth":{"day"?,"month"?,"year"?,"about"?} or
// {"age"},"nationality","birth_place","origin","father_name","mother_name","phone","languages",
// "document_type","document_no","marital_status","flags"}. Refuses with person.field_invalid
// (params: name), person.birth_impossible, person.birth_in_future, person.flag_unknown.
Result<Registration> read_person(const json::object& fields, const FieldReading& reading);

// The changes of a correction: the same members, of which each one that is there is meant, empty
// ones too. `profile` is what the open file says now and is changed in place.
Result<IdentityCorrected> read_changes(const json::object& changes, const FieldReading& reading,
                                       ProfileCorrected& profile);

json::value birth_json(const std::optional<Personal<linkage::BirthInterval>>& birth);
// One line of a search: {"case_number","family_name",…}; the caller adds the site.
json::object entry_json(const IndexEntry& entry);
json::object identity_json(const PersonIdentified& identity);

}  // namespace jatigi::registry

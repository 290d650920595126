// The sealed half of a person's file, class identity.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "people/registry/list_dates.h"
#include "platform/base/day.h"
#include "platform/base/personal.h"

namespace jatigi::registry {

// A cell of a list that we keep as it was written.
struct Observation {
    std::string heading;
    Personal<std::string> text;
    bool operator==(const Observation&) const = default;
};

struct PersonIdentified {
    Personal<std::string> family_name, given_names;  // As written.
    std::optional<Personal<BirthInterval>> birth{};
    Personal<std::string> birth_place, origin, father_name, mother_name;
    Personal<std::string> marital_status, relation, household;  // As the list says.
    Personal<std::string> phone;  // E.164.
    Personal<std::vector<std::string>> languages{};  // ISO 639.
    Personal<std::string> document_type, document_no;
    std::vector<Observation> observations{};
};

}  // namespace jatigi::registry

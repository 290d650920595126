// One person on a nominal list.
#pragma once
#include <optional>
#include <string>

#include "people/registry/ids.h"
#include "platform/base/personal.h"

namespace jatigi::disclosure {

// What is not known is empty.
struct NominalRow {
    std::string case_number;
    Personal<std::string> family_name, given_names, birth, nationality, document;
    std::optional<registry::HouseholdId> household{};
};

}  // namespace jatigi::disclosure

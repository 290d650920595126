// What other modules may know of a person.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::registry {

// Random (version 4): a time-ordered id would tell the arrival after erasure.
using PersonId = Id<struct PersonEntity>;
constexpr std::string_view person_kind = "person";      // The open file.
constexpr std::string_view identity_kind = "identity";  // Sealed; the same 128 bits.

}  // namespace jatigi::registry

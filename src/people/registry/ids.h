// What other modules may know of a person.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::registry {

// Random (version 4): a time-ordered id would tell the arrival after erasure.
using PersonId = Id<struct PersonEntity>;
// Random as well: who belongs together is a fact in each member's own sealed file.
using HouseholdId = Id<struct HouseholdEntity>;
// A photo; its bytes and its key are apart from the person's, so that it can be erased alone.
using PhotoId = Id<struct PhotoEntity>;
// A registration list with all its later versions. Random.
using ListId = Id<struct ListEntity>;

constexpr std::string_view person_kind = "person";      // The open file.
constexpr std::string_view identity_kind = "identity";  // Sealed; the same 128 bits.

// Of the review task about somebody whose row an import marked.
constexpr std::string_view marked_row_reason = "marked_row";

}  // namespace jatigi::registry

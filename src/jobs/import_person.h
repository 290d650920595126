// A row of a list as a person to register, and what of it is for protection staff alone.
#pragma once
#include "people/lists/rows.h"
#include "people/registry/registration_api.h"

namespace jatigi::jobs {

// What the list says of a person beside the cells of their row.
struct OnTheList {
    std::optional<registry::HouseholdId> household{};
    std::optional<registry::ListedAs> listed{};
};
registry::Registration registration_of(const lists::RowReading& row, const OnTheList& list);

// The cells of a row that are for protection staff alone.
std::vector<registry::Observation> protection_cells_of(const lists::RowReading& row);

bool is_sensitive(const lists::RowReading& row, lists::ListField field);
// Codes of the row that may, or may not, stand in the open part of the file.
enum class FlagKind { service, protection };
std::vector<std::string> flags_of(const lists::RowReading& row, FlagKind kind);

}  // namespace jatigi::jobs

// What a row of a list says, in one form whatever file and order of words it came in, and whether a
// file says the same.
#pragma once
#include <string>

#include "people/linkage/person_likeness.h"
#include "people/lists/row.h"
#include "people/registry/register_index.h"

namespace jatigi::jobs {

// All that the row says; not where it stands.
std::string content_of(const std::string& site, const lists::ListFields& fields);

// Names and birth; empty when either is missing.
std::string description_of(const registry::IndexEntry& known);
std::string description_of(const lists::ListFields& fields);

// Both name a parent, and not the same one.
bool parents_differ(const registry::IndexEntry& known, const lists::ListFields& fields);

// Everything that both say is the same, and they say so much that no two people share it.
bool says_the_same(const registry::IndexEntry& known, const lists::ListFields& fields);

// Another given name and another birth: that is no correction, whatever the family shares.
bool is_somebody_else(const linkage::PersonTraits& one, const linkage::PersonTraits& other);

}  // namespace jatigi::jobs

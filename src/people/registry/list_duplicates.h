// The same person twice on one list: written again in a later convoy, with another spelling, only
// the year of birth, or one given name left out.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "people/registry/list_rows.h"

namespace jatigi::registry {

// For each entry the index of an earlier one that is most likely the same person. Names must be
// alike; birth, parents, places, telephone and document then speak for or against. A suspicion
// only: a person decides. Work is bounded, each entry is compared with a few hundred likely others.
std::vector<std::optional<std::size_t>> suspected_duplicates(
    const std::vector<const ListFields*>& people);

}  // namespace jatigi::registry

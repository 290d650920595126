// The same person twice on one list.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "people/linkage/person_likeness.h"

namespace jatigi::linkage {

// For each person the index of an earlier one that is most likely the same: of all with the most
// evidence, if that is at least likely_evidence, the first. A suspicion only: a person decides.
// Work is bounded: each is compared with at most 420 others, the latest that share a match key.
// `progress`, if any, is told how many are done, after each.
using DuplicateProgress = std::function<void(std::size_t done)>;
std::vector<std::optional<std::size_t>> suspected_duplicates(
    const std::vector<PersonTraits>& people, const DuplicateProgress& progress = {});

}  // namespace jatigi::linkage

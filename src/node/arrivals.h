// What the register needs to know of stays, which are a module to its right.
#pragma once
#include "centre/sites/presence_index_view.h"
#include "people/registry/registration_api.h"

namespace jatigi::node {

// `presence` outlives what is made of it.
registry::Arrivals arrivals(sites::PresenceIndex& presence);

}  // namespace jatigi::node

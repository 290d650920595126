// What the register needs to know of stays and meals, which are modules to its right.
#pragma once
#include "centre/sites/presence_index_view.h"
#include "people/registry/registration_api.h"

namespace jatigi::node {

// Both outlive what is made of them.
registry::Arrivals arrivals(const log::Node& node, sites::PresenceIndex& presence);

}  // namespace jatigi::node

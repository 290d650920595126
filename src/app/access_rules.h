// The rules of every module in one array: who may do what on a node. docs/access.md shows them.
#pragma once
#include <span>

#include "platform/access/policy.h"

namespace jatigi::app {

std::span<const access::Rule> access_rules();

}  // namespace jatigi::app

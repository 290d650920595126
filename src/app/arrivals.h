// What the register needs to know of stays, which are a module to its right.
#pragma once
#include "people/registry/registration_api.h"

namespace jatigi::app {

registry::Arrivals arrivals();

}  // namespace jatigi::app

// Where "now" comes from. Only app/ reads the machine's clock; everybody else is handed one of
// these, so tests and the demonstration of January 2023 have a today of their own.
#pragma once
#include <functional>

#include "platform/base/day.h"

namespace jatigi {
using Clock = std::function<Instant()>;
}

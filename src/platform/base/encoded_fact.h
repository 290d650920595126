// What a codec makes of an event: its name, its version and its frozen JSON.
#pragma once
#include <cstdint>
#include <string>

#include "platform/base/json.h"

namespace jatigi {

struct EncodedFact {
    std::string type;
    std::int64_t version = 1;
    json::object data;
};

}  // namespace jatigi

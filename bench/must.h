// A benchmark that measures refusals measures nothing: the first one ends it.
#pragma once
#include <cstdlib>
#include <iostream>

#include "platform/base/random.h"
#include "platform/base/result.h"
#include "platform/log/write_tx.h"

namespace jatigi::bench {

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::cerr << "bench: " << result.error().code << " " << result.error().detail << "\n";
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

inline log::Cause fresh_cause() {
    return {.command = id_v4<log::CommandEntity>(random_bytes<16>())};
}

}  // namespace jatigi::bench

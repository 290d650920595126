// Numbered schema scripts for what cannot be recomputed: the log, the keyring, accounts. Views have
// no migrations; they are rebuilt (log/view.h).
#pragma once
#include <span>
#include <string_view>

#include "platform/base/day.h"
#include "platform/store/connection.h"

namespace jatigi::store {

struct Migration {
    std::int64_t number;  // From 1, without gaps.
    std::string_view script;
};

// Applies what is missing, each in its own transaction. Refuses with store.newer_schema when the
// data were written by a later version of the program.
Result<void> migrate(Connection& connection, std::span<const Migration> migrations, Instant now);

}  // namespace jatigi::store

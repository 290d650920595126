// We make no triggers and no rules: whoever has put some into the database changes what is written,
// while the program runs and unseen by it.
#pragma once
#include "platform/store/connection.h"

namespace jatigi::store {

// Refuses with store.has_triggers (detail: the name of one).
Result<void> refuse_triggers(Connection& db);

}  // namespace jatigi::store

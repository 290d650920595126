// Facts of whoever has the writer's lock and no Writer: a command of the command line, a node that
// is only being made.
#pragma once
#include <functional>

#include "platform/log/write_tx.h"

namespace jatigi::log {

// In the caller's transaction. What was written is signed, and sealed where the log's end is sealed
// (log_end.h). Refuses as `work` does.
Result<void> write_alone(store::Connection& tx, const Node& node, Views views, Instant now,
                         const std::function<Result<void>(WriteTx&)>& work);

}  // namespace jatigi::log

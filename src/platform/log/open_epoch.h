// Opens an epoch: a stretch of this node's chain with its own numbering, begun at `init` and after
// each restore. Its first fact, NodeOpened, carries the public keys that sign its heads.
#pragma once
#include "platform/log/head.h"
#include "platform/log/view.h"

namespace jatigi::log {

// Inside the caller's transaction. `code` is the node's short name, for people.
Result<void> open_epoch(store::Connection& tx, const Node& node, Views views,
                        const std::string& code, Instant now);

}  // namespace jatigi::log

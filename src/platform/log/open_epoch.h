// Opens an epoch: a stretch of this node's chain with its own numbering, begun at `init` and after
// each restore. Its first fact, NodeOpened, carries the public keys that sign its heads.
#pragma once
#include "platform/log/head.h"
#include "platform/log/view.h"

namespace jatigi::log {

// Inside the caller's transaction. `code` is the node's short name, for people. `reason` says why a
// later epoch begins ("restored"); empty for the first one.
Result<void> open_epoch(store::Connection& tx, const Node& node, Views views,
                        const std::string& code, Instant now, const std::string& reason = {});

// The node that a log says it belongs to, from the first fact of its first epoch.
struct NodeOfLog {
    SiteId site{};
    NodeOpened opened;
};
// Nothing when the log is empty or begins otherwise.
Result<std::optional<NodeOfLog>> node_of_log(store::Connection& db);

}  // namespace jatigi::log

// The head of the chain of vault/watch.h as an open fact of the stream "watch:<derived id>", so
// that the log's signature covers it. Written before the log is signed, at most once a minute and
// at a stop.
#pragma once
#include "platform/log/write_tx.h"
#include "platform/vault/watch.h"

namespace jatigi::log {

// Nothing when the head has not moved since the last fact.
Result<void> note_watch_head(WriteTx& tx);
// What the writer knows that it was.
Result<void> note_watch_head_as(WriteTx& tx, const vault::WatchHead& head);

// What the facts of this node say.
Result<std::vector<vault::WatchHead>> noted_watch_heads(store::Connection& db, const Node& node);

}  // namespace jatigi::log

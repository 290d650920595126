// Rows that watch over those who read (vault/watch.h) leave when their time is over. What left is
// an open fact, so that "its time was over" is no excuse for a row that somebody took out.
#pragma once
#include <map>

#include "platform/log/write_tx.h"
#include "platform/vault/watch.h"

namespace jatigi::access {

// Those that were written first and are from before that instant, at most 5,000; how many left.
// Sweep once in a transaction for each table.
Result<std::int64_t> sweep_watched(log::WriteTx& tx, vault::Watched table, Instant before);

// What the facts of this node say: by table, the number of the link up to which its rows left.
Result<vault::SweptThrough> noted_sweeps(store::Connection& db);

}  // namespace jatigi::access

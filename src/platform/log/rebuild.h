// Making views again from facts.
#pragma once
#include <functional>
#include <stop_token>

#include "platform/log/view.h"

namespace jatigi::log {

using Progress = std::function<void(std::int64_t facts)>;

// Drops the views' tables, makes them anew and applies every readable fact, in one transaction.
// What cannot be read is noted in table `quarantine`. Gives the number of facts seen.
Result<std::int64_t> rebuild_views(store::Connection& db, Views views, const Progress& progress);

// At start: rebuilds when a view is new or its schema is another than the stored one.
Result<void> ensure_views(store::Connection& db, Views views, const Progress& progress);

// Applies every open fact of `source` to views that stand empty in `target`. Refuses with
// server.stopping when `stopped`.
Result<std::int64_t> replay(store::Connection& source, store::Connection& target, Views views,
                            const Progress& progress, const std::stop_token& stopped = {});

Result<void> create_views(store::Connection& db, Views views);

}  // namespace jatigi::log

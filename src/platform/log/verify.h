// Checks the whole log without trusting the tables: chain, hashes, signed heads, and that the views
// are what the facts say (all facts are applied to an empty second store, in memory, and sorted
// dumps by 128-bit ids are compared).
#pragma once
#include <stop_token>
#include <string>
#include <vector>

#include "platform/log/rebuild.h"
#include "platform/vault/keyring.h"

namespace jatigi::log {

struct VerifyReport {
    std::int64_t facts = 0;
    std::int64_t sealed = 0;
    std::int64_t unreadable = 0;  // Sealed, and the key is gone: erased people.
    std::int64_t heads = 0;
    std::int64_t unsigned_tail = 0;     // Facts after the last signed head.
    std::vector<std::string> problems;  // Empty: all is well. By position, never by content.
};

// `db` is a connection in a read transaction, so that one moment is checked beside a running
// server. `keyring` may be null: then seals are not tried.
Result<VerifyReport> verify(store::Connection& db, const vault::Keyring* keyring, Views views,
                            const Progress& progress);

// The views alone, against what the facts say. Holds a copy of them in memory. Refuses with
// server.stopping when `stopped`.
Result<std::vector<std::string>> compare_views(store::Connection& db, Views views,
                                               const Progress& progress,
                                               const std::stop_token& stopped);

}  // namespace jatigi::log

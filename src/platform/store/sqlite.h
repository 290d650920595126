// Opens SQLite: WAL, synchronous=FULL read back, temporary data in memory.
#pragma once
#include <memory>
#include <string>

#include "platform/store/connection.h"

namespace jatigi::store {

enum class SqliteAccess { write, read };
// `normal` exists for the control run of the power-cut test alone: it loses acknowledged facts.
enum class Synchronous { full, normal };

struct SqliteOptions {
    std::string path{};
    SqliteAccess access = SqliteAccess::read;
    std::string vfs{};  // Empty: the machine's own disk.
    Synchronous synchronous = Synchronous::full;
    // More would make checkpoints fewer, and each a stall of 0.2 s for whoever waits (measured with
    // 4,000).
    int checkpoint_pages = 1'000;
};

Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options);

}  // namespace jatigi::store

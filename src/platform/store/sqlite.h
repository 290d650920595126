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
    // A checkpoint syncs the whole database file, so they are few; 16 MB of WAL is little on any
    // disk. The power-cut test wants many.
    int checkpoint_pages = 4'000;
};

Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options);

}  // namespace jatigi::store

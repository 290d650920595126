// Opens PostgreSQL 15 or later, through libpqxx.
#pragma once
#include <memory>
#include <string>

#include "platform/store/connection.h"

namespace jatigi::store {

enum class PostgresAccess {
    write,  // Takes a session lock: the second writer is refused with store.in_use.
    read,
};

// `address` is a libpq connection string or URI. Refuses with store.unavailable, store.in_use,
// store.not_durable (fsync or synchronous_commit off).
Result<std::unique_ptr<Connection>> open_postgres(const std::string& address,
                                                  PostgresAccess access);

}  // namespace jatigi::store

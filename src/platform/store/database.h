// Where the data are: a directory (SQLite inside it) or a `postgresql://` address. Whoever writes
// holds a lock until it lets go of the Database.
#pragma once
#include <memory>
#include <string>

#include "platform/store/connection.h"

namespace jatigi::store {

class Location {
public:
    explicit Location(std::string text) : text_(std::move(text)) {}
    bool is_postgres() const;
    const std::string& text() const { return text_; }
    std::string sqlite_path() const { return text_ + "/jatigi.db"; }

private:
    std::string text_;
};

// Holds the exclusive lock and the one connection that writes and checkpoints.
class WriterLock {
public:
    WriterLock() = default;
    explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
    WriterLock(WriterLock&& other) noexcept;
    WriterLock& operator=(WriterLock&&) = delete;
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;
    ~WriterLock();

private:
    int descriptor_ = -1;
};

// Counts who wrote to a PostgreSQL database, one after the other; 0 where a lock cannot be lost, and
// in a database without tables.
using WriterTurn = std::int64_t;

struct WritableDatabase {
    WriterLock lock;
    std::unique_ptr<Connection> connection;  // Goes first, so the lock outlives the last write.
    WriterTurn turn = 0;
};

enum class IfMissing { refuse, create };

// Refuses with store.in_use beside a running server, store.not_found, store.unavailable,
// store.not_durable, store.corrupt.
Result<WritableDatabase> open_writer(const Location& location, IfMissing if_missing);
// The writing connection alone, for who lost it. In PostgreSQL the lock went with it: refuses with
// store.in_use while somebody else has it, and with store.taken_over when somebody else had it since:
// keys and names in memory may be those of before.
Result<std::unique_ptr<Connection>> open_writer_again(const Location& location, WriterTurn turn);
// Reads beside a running server, and never writes. Refuses with store.not_found.
Result<std::unique_ptr<Connection>> open_reader(const Location& location);

}  // namespace jatigi::store

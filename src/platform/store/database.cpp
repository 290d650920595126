#include "platform/store/database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "platform/store/postgres.h"
#include "platform/store/sqlite.h"

namespace jatigi::store {
namespace {

Result<int> lock_directory(const std::string& directory) {
    const std::string path = directory + "/lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return refuse(ErrorKind::unavailable, "store.unavailable",
                      "the lock file cannot be opened: errno " + std::to_string(errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return refuse(ErrorKind::unavailable, "store.in_use",
                      "another jatigi writes to this directory");
    }
    return descriptor;
}

Result<void> make_directory(const std::string& path) {
    std::error_code problem;
    std::filesystem::create_directories(path, problem);
    if (!problem)
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, problem);
    if (problem)
        return refuse(ErrorKind::unavailable, "store.unavailable",
                      "the data directory cannot be made: " + problem.message());
    return {};
}

Error not_found(const Location& location) {
    return {ErrorKind::not_found, "store.not_found",
            "no data in " + location.text() + "; make them with `jatigi init`", {}};
}

Result<std::unique_ptr<Connection>> writer_connection(const Location& location) {
    if (location.is_postgres()) return open_postgres(location.text(), PostgresAccess::write);
    return open_sqlite({.path = location.sqlite_path(), .access = SqliteAccess::write});
}

// A setting and no sequence: after a crash of the server a sequence may have gone further by itself.
Result<WriterTurn> turn_of(Connection& db) {
    TRY_ASSIGN(const auto made, db.first("select count(*) from information_schema.tables where "
                                         "table_schema = current_schema() and table_name = "
                                         "'setting'"));
    if (made->integer(0) == 0) return 0;
    TRY_ASSIGN(const auto row, db.first("select cast(value as bigint) from setting where name = "
                                        "'writer_turn'"));
    return row ? row->integer(0) : 0;
}

Result<WriterTurn> take_turn(Connection& db) {
    TRY_ASSIGN(const WriterTurn last, turn_of(db));
    const WriterTurn mine = last + 1;
    const auto kept = db.run("insert into setting(name, value) values ('writer_turn', ?) "
                             "on conflict (name) do update set value = excluded.value",
                             std::to_string(mine));
    if (!kept && kept.error().code == "store.not_initialised") return 0;
    if (!kept) return std::unexpected(kept.error());
    return mine;
}

}  // namespace

bool Location::is_postgres() const {
    return text_.starts_with("postgresql://") || text_.starts_with("postgres://");
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriterLock::~WriterLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<WritableDatabase> open_writer(const Location& location, IfMissing if_missing) {
    if (location.is_postgres()) {
        TRY_ASSIGN(auto connection, writer_connection(location));
        TRY_ASSIGN(const WriterTurn turn, take_turn(*connection));
        return WritableDatabase{WriterLock{}, std::move(connection), turn};
    }
    if (if_missing == IfMissing::create)
        TRY(make_directory(location.text()));
    else if (!std::filesystem::exists(location.sqlite_path()))
        return std::unexpected(not_found(location));
    TRY_ASSIGN(const int descriptor, lock_directory(location.text()));
    WriterLock lock(descriptor);
    TRY_ASSIGN(auto connection, writer_connection(location));
    return WritableDatabase{std::move(lock), std::move(connection)};
}

Result<std::unique_ptr<Connection>> open_writer_again(const Location& location, WriterTurn turn) {
    TRY_ASSIGN(auto connection, writer_connection(location));
    if (!location.is_postgres()) return connection;
    TRY_ASSIGN(const WriterTurn now, turn_of(*connection));
    if (now != turn)
        return refuse(ErrorKind::unavailable, "store.taken_over",
                      "somebody else wrote to this database since");
    return connection;
}

Result<std::unique_ptr<Connection>> open_reader(const Location& location) {
    if (location.is_postgres()) return open_postgres(location.text(), PostgresAccess::read);
    if (!std::filesystem::exists(location.sqlite_path()))
        return std::unexpected(not_found(location));
    return open_sqlite({.path = location.sqlite_path(), .access = SqliteAccess::read});
}

}  // namespace jatigi::store

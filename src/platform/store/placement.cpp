#include "platform/store/placement.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

#include "platform/base/hash.h"

namespace jatigi::store {
namespace {

// systemd's; a machine without one is told apart by its disks alone.
std::string read_machine_id() {
    std::ifstream file("/etc/machine-id");
    std::string id;
    std::getline(file, id);
    return id;
}

Result<std::string> sqlite_placement(Connection& db) {
    static const std::string machine = read_machine_id();
    TRY_ASSIGN(const auto row,
               db.first("select file from pragma_database_list where name = 'main'"));
    const std::string file = row ? row->text_or_null(0).value_or("") : std::string{};
    struct stat found{};
    // A test's disk of its own has no such file: then its path stands for it.
    if (::stat(file.c_str(), &found) != 0) return fmt::format("{} {}", machine, file);
    return fmt::format("{} {} {}", machine, found.st_dev, found.st_ino);
}

// Open to everybody unless an administrator took it away; asking then would end the transaction.
Result<bool> may_ask_for_server(Connection& db) {
    TRY_ASSIGN(const auto row,
               db.first("select has_function_privilege('pg_control_system()', 'execute') and "
                        "has_function_privilege('pg_current_wal_lsn()', 'execute') and "
                        "has_function_privilege('pg_walfile_name(pg_lsn)', 'execute')"));
    return row->integer(0) == 1;
}

Result<std::string> postgres_placement(Connection& db) {
    TRY_ASSIGN(const auto database, db.first("select cast(oid as bigint) from pg_database "
                                             "where datname = current_database()"));
    TRY_ASSIGN(const bool allowed, may_ask_for_server(db));
    if (!allowed) return fmt::format("{}", database->integer(0));
    // The first eight digits of a WAL file's name are its timeline.
    TRY_ASSIGN(const auto server,
               db.first("select cast(system_identifier as text), "
                        "left(pg_walfile_name(pg_current_wal_lsn()), 8) from pg_control_system()"));
    return fmt::format("{} {} {}", server->text(0), server->text(1), database->integer(0));
}

}  // namespace

Result<Placement> placement_of(Connection& db) {
    TRY_ASSIGN(const std::string text, db.dialect() == Dialect::sqlite ? sqlite_placement(db)
                                                                       : postgres_placement(db));
    const Hash digest = Sha256{}.add(as_bytes(text)).finish();
    return fixed_bytes<16>(ByteView(digest).first(16));
}

}  // namespace jatigi::store

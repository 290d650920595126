#include "platform/store/migration.h"

#include "platform/store/transaction.h"

namespace jatigi::store {

Result<void> migrate(Connection& connection, std::span<const Migration> migrations, Instant now) {
    TRY(connection.script("CREATE TABLE IF NOT EXISTS migration(number {KEY}, "
                          "applied_at {INT} NOT NULL)"));
    TRY_ASSIGN(const auto highest,
               connection.first("select coalesce(max(number), 0) from migration"));
    const std::int64_t done = highest->integer(0);
    if (done > static_cast<std::int64_t>(migrations.size()))
        return refuse(ErrorKind::unavailable, "store.newer_schema",
                      "these data belong to a later version of jatigi");
    for (const Migration& migration : migrations) {
        if (migration.number <= done) continue;
        TRY(in_transaction(connection, [&]() -> Result<void> {
            TRY(connection.script(migration.script));
            TRY(connection.run("insert into migration(number, applied_at) values (?, ?)",
                               migration.number, now));
            return {};
        }));
    }
    return {};
}

}  // namespace jatigi::store

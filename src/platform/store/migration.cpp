#include "platform/store/migration.h"

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
        TRY(connection.begin());
        auto applied = connection.script(migration.script);
        if (applied) {
            auto noted = connection.run("insert into migration(number, applied_at) values (?, ?)",
                                        migration.number, now.time_since_epoch().count());
            if (!noted) applied = std::unexpected(noted.error());
        }
        if (!applied) {
            connection.rollback();
            return applied;
        }
        TRY(connection.commit());
    }
    return {};
}

}  // namespace jatigi::store

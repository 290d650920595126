#include "node/schema_check.h"

#include "node/open_node.h"
#include "node/views.h"
#include "platform/log/rebuild.h"
#include "platform/store/schema.h"
#include "platform/store/sqlite.h"

namespace jatigi::node {

Result<void> check_schema(store::Connection& db, SchemaOf of) {
    TRY_ASSIGN(const auto ours,
               store::open_sqlite({.path = ":memory:", .access = store::SqliteAccess::write}));
    TRY(store::migrate(*ours, migrations(), Instant{}));
    const bool all = of == SchemaOf::everything;
    if (all) TRY(log::create_views(*ours, all_views()));
    return store::check_schema(
        db, *ours, all ? store::BesideOurs::tables_alone : store::BesideOurs::anything);
}

}  // namespace jatigi::node

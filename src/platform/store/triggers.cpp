#include "platform/store/triggers.h"

namespace jatigi::store {
namespace {

constexpr std::string_view in_sqlite =
    "select name from sqlite_master where type = 'trigger' limit 1";
constexpr std::string_view in_postgres =
    "select t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid "
    "join pg_namespace n on n.oid = c.relnamespace "
    "where not t.tgisinternal and n.nspname = current_schema() "
    "union all select rulename::text from pg_rules where schemaname = current_schema() limit 1";

}  // namespace

Result<void> refuse_triggers(Connection& db) {
    TRY_ASSIGN(const auto name,
               db.value<std::string>(db.dialect() == Dialect::sqlite ? in_sqlite : in_postgres));
    if (!name) return {};
    return refuse(ErrorKind::unavailable, "store.has_triggers", *name);
}

}  // namespace jatigi::store

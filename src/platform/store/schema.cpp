#include "platform/store/schema.h"

#include <map>

namespace jatigi::store {
namespace {

struct Thing {
    std::string type, sql;
    bool operator==(const Thing&) const = default;
};
using Things = std::map<std::string, Thing>;  // By name.

Result<Things> things_in(Connection& sqlite) {
    TRY_ASSIGN(const auto rows,
               sqlite.rows("select name, type, coalesce(sql, '') from sqlite_master"));
    Things things;
    for (const Row& row : rows) things[row.text(0)] = {row.text(1), row.text(2)};
    return things;
}

std::unexpected<Error> altered(const std::string& name) {
    return refuse(ErrorKind::unavailable, "store.schema_altered", name);
}

Result<void> check_sqlite(Connection& db, Connection& ours, BesideOurs beside) {
    TRY_ASSIGN(const Things expected, things_in(ours));
    TRY_ASSIGN(const Things found, things_in(db));
    for (const auto& [name, thing] : expected) {
        const auto same = found.find(name);
        if (same == found.end() || same->second != thing) return altered(name);
    }
    for (const auto& [name, thing] : found)
        if (beside == BesideOurs::tables_alone && thing.type != "table" && !expected.contains(name))
            return altered(name);
    return {};
}

// Names and kinds: what is a table there, with the same columns and nothing that is computed or
// filtered, and every index.
Result<void> check_postgres(Connection& db, Connection& ours) {
    TRY_ASSIGN(const Things expected, things_in(ours));
    for (const auto& [name, thing] : expected) {
        if (name.starts_with("sqlite_")) continue;
        TRY_ASSIGN(const auto kind,
                   db.first("select c.relkind::text, c.relrowsecurity::int from pg_class c "
                            "join pg_namespace n on n.oid = c.relnamespace "
                            "where n.nspname = current_schema() and c.relname = ?",
                            name));
        const std::string wanted = thing.type == "table" ? "r" : "i";
        if (!kind || kind->text(0) != wanted || kind->integer(1) != 0) return altered(name);
        if (thing.type != "table") continue;
        TRY_ASSIGN(const auto columns,
                   ours.column<std::string>("select name from pragma_table_info(?) order by name",
                                            name));
        TRY_ASSIGN(const auto there,
                   db.column<std::string>(
                       "select a.attname::text from pg_attribute a join pg_class c "
                       "on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace "
                       "where n.nspname = current_schema() and c.relname = ? and a.attnum > 0 "
                       "and not a.attisdropped and a.attgenerated = '' order by a.attname collate "
                       "\"C\"",
                       name));
        if (columns != there) return altered(name);
    }
    return {};
}

}  // namespace

Result<void> check_schema(Connection& db, Connection& ours, BesideOurs beside) {
    return db.dialect() == Dialect::sqlite ? check_sqlite(db, ours, beside)
                                           : check_postgres(db, ours);
}

Result<void> remake_indexes(Connection& db) {
    if (db.dialect() != Dialect::sqlite) return {};
    return db.script("REINDEX");
}

}  // namespace jatigi::store

// Whether the tables of a database are those that we make. Whoever changed one, an index that leaves
// rows out, a column that drops what is written, changes what is read and kept, and no row tells.
#pragma once
#include "platform/store/connection.h"

namespace jatigi::store {

// What may be there and is not ours: anything, or tables that nobody reads.
enum class BesideOurs { anything, tables_alone };

// `ours`: a SQLite database as this program makes it. PostgreSQL's is compared by names, kinds and
// columns. Refuses with store.schema_altered (detail: a name).
Result<void> check_schema(Connection& db, Connection& ours, BesideOurs beside);

// What an index leaves out, nobody reads: SQLite's are made again from their tables. PostgreSQL's
// cannot be written to by who writes rows.
Result<void> remake_indexes(Connection& db);

}  // namespace jatigi::store

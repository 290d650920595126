// Copies what a backup holds from one store to another, of either dialect: every table that
// migrations made, but those that hold keys, sessions and sign-in links. Views are not copied; they
// are made again.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "platform/store/connection.h"

namespace jatigi::vault {

struct CopiedTable {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::string> key;  // Columns of the primary key; may be empty.
};

// The tables of a SQLite store that has no views. Later tables are in it by themselves.
Result<std::vector<CopiedTable>> tables_to_copy(store::Connection& sqlite);

using CopyProgress = std::function<void(std::int64_t rows)>;
// Commits now and then: many rows in one transaction make a long WAL.
enum class Commits { none, now_and_then };
// Both have the schema of the same migration. Gives the number of rows.
Result<std::int64_t> copy_tables(store::Connection& from, store::Connection& to,
                                 const std::vector<CopiedTable>& tables, Commits commits,
                                 const CopyProgress& progress);

// Facts and wrapped keys in a store: both zero in a new one, and no keys in a backup.
struct StoreContent {
    std::int64_t facts = 0, keys = 0;
};
Result<StoreContent> content_of(store::Connection& db);

// The number of the last migration that a store has seen.
Result<std::int64_t> schema_number(store::Connection& db);

// Leaves one file without a WAL beside it.
Result<void> close_to_one_file(store::Connection& sqlite);

}  // namespace jatigi::vault

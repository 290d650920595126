// The tables of a node against those that its migrations and views make (store/schema.h).
#pragma once
#include "platform/store/connection.h"

namespace jatigi::node {

// Of the migrations alone, before anything is read; or of the views, too, once they are as this
// program makes them.
enum class SchemaOf { migrations, everything };

// Refuses with store.schema_altered.
Result<void> check_schema(store::Connection& db, SchemaOf of);

}  // namespace jatigi::node

// Writes the rows that a preview took: people, cards, households, stays. Each row is one command,
// so an import that was cut short is simply run again, and the same row twice adds nobody.
#pragma once
#include "jobs/import_list.h"
#include "platform/log/writer.h"

namespace jatigi::jobs {

// Fills in what became of each row, and puts the new people into the index after their commit. A
// row's own refusal belongs to the row; a failing store ends the import, and so does
// request.is_stopping (server.stopping).
Result<void> commit_import(log::Writer& writer, registry::RegisterIndex& index,
                           const ImportRequest& request, ImportResult& result,
                           const ImportProgress& progress);

}  // namespace jatigi::jobs

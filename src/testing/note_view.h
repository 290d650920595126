// The smallest concept there is, for tests of the log: a note is a stream with one text.
//   note.written 1 {"words"}
#pragma once
#include "platform/log/view.h"
#include "platform/log/write_tx.h"

namespace jatigi::testing {

using NoteId = Id<struct NoteEntity>;

extern const log::View note_view;
log::Views note_views();

// Appends one note; gives its position.
Result<std::int64_t> write_note(log::WriteTx& tx, const log::Cause& cause, NoteId id,
                                std::string_view words);
// The same, sealed with a person's key.
Result<std::int64_t> write_sealed_note(log::WriteTx& tx, const log::Cause& cause, NoteId id,
                                       std::string_view words);

Result<std::int64_t> count_notes(store::Connection& db);

}  // namespace jatigi::testing

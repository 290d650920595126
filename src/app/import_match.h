// Who on a list is in the register already. A row that was brought before is known by what it says,
// wherever it stands now and in whatever file; one that was corrected since, by likeness.
#pragma once
#include "app/import_list.h"

namespace jatigi::app {

// Fills in `command`, `known` and `known_as` of the rows that come in. May be done again when the
// register has changed since.
Result<void> match_register(const Register& reg, ImportResult& result);

// The command of a row: its id is derived from what the row says, keyed, so that a reader of the
// database cannot test a guessed list.
log::Cause cause_of_row(const log::CommandId& command, std::int64_t account);

}  // namespace jatigi::app

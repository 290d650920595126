// What became of each row, as CSVs for whoever brought the list.
#pragma once
#include "jobs/import_list.h"

namespace jatigi::jobs {

// The codes for protection staff are left out unless asked for, by somebody who may read them.
enum class Protection { left_out, included };

// One line per row with decision, reasons, case number, card and what was understood. It holds
// personal data: the caller keeps it where it belongs.
std::string decisions_csv(const ImportResult& result, Protection protection);

// The rejected rows in the list's own columns, to be corrected and brought again.
std::string rejected_csv(const ImportResult& result);

}  // namespace jatigi::jobs

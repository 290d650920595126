// Rejected rows back out as a list, to be corrected and brought again.
#pragma once
#include <string>
#include <vector>

#include "people/lists/rows.h"

namespace jatigi::lists {

// CSV (semicolon, UTF-8 with a mark, so that spreadsheets open it right) in the list's own columns
// and order, and two more at the end that mean nothing when the file comes back: "motif / reason"
// says in French and English why a row could not come in, "ligne / row" where it stood. Rows that
// are not rejected are left out; where the list changes its columns, so does the file. Every cell
// is there, also those for protection staff: it is for whoever brought the list.
std::string rejected_csv(const std::vector<ListLayout>& layouts,
                         const std::vector<const RowReading*>& rows);

}  // namespace jatigi::lists

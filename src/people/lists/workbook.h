// A workbook (XLSX, ECMA-376, transitional or strict) as bytes -> rows of cells. One sheet of it:
// hidden ones are skipped, and of those that are lists the one with the most filled cells is read.
// A merged cell has its value in the first row and column; formulas count by their last result.
#pragma once
#include <string_view>

#include "people/lists/table.h"
#include "platform/base/result.h"

namespace jatigi::lists {

// By its first bytes: a ZIP archive, whatever is in it, or the older container in which encrypted
// workbooks and XLS files come.
bool is_office_file(std::string_view bytes);

// When no sheet is a list, all are taken for one. Cells that show a date are ISO days. Refuses
// list.workbook_damaged, list.workbook_too_large, list.workbook_encrypted, list.format_unsupported
// (another archive, XLS, ODS), list.empty, and for a sheet beyond the limits what read_list
// refuses.
Result<ListTable> read_workbook(std::string_view bytes, const ListLimits& limits,
                                const SheetTest& is_list);

}  // namespace jatigi::lists

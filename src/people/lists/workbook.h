// A workbook (XLSX, ECMA-376, transitional or strict) as bytes -> rows of cells, by sheet; hidden
// ones are skipped. A merged cell has its value in the first row and column; formulas count by
// their last result.
#pragma once
#include <string_view>

#include "people/lists/table.h"
#include "platform/base/result.h"

namespace jatigi::lists {

// By its first bytes: a ZIP archive, whatever is in it, or the older container in which encrypted
// workbooks and XLS files come.
bool is_office_file(std::string_view bytes);

// Cells that show a date are ISO days. An archive of CSV files is a workbook, too. Refuses
// list.workbook_damaged, list.workbook_too_large, list.workbook_encrypted, list.format_unsupported
// (another archive, XLS, ODS), list.empty, and for a sheet beyond the limits what read_tables
// refuses.
Result<std::vector<ListTable>> read_workbook(std::string_view bytes, const ListLimits& limits);

}  // namespace jatigi::lists

// A registration list as bytes -> rows of cells. Lists come from spreadsheets and e-mail: UTF-8
// with or without a mark, Windows-1252 or ISO 8859-1; separated by semicolon, comma, tab or bar;
// quoted cells with line breaks and doubled quotes; any line end. Or a workbook (XLSX).
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace jatigi::lists {

// A workbook is packed, so its own size bounds nothing.
struct WorkbookLimits {
    std::size_t entries = 10'000;                          // Of the archive.
    std::size_t inflated_bytes = std::size_t{512} << 20U;  // Of all parts that are read.
    std::size_t inflated_ratio = 100;  // To the size of the upload, beyond the first 16 MiB.
    std::size_t shared_texts = 4'000'000;
    std::size_t text_bytes = std::size_t{256} << 20U;  // Of all cells; of the shared texts too.
};

// Bounds that keep one upload from filling the memory of a field server. Lengths are in bytes.
struct ListLimits {
    std::size_t row_bytes = std::size_t{1} << 20U;
    std::size_t cell_bytes = std::size_t{64} << 10U;
    std::size_t rows = 200'000;
    std::size_t cells_in_row = 512;
    std::size_t cells = 6'000'000;  // In the whole list, blank ones too.
    WorkbookLimits workbook = {};
};

enum class ListFormat { separated, workbook };

enum class ListEncoding { utf8, windows_1252 };

// Cells are UTF-8 and untrimmed: a repair of damaged accents needs the blanks too.
struct ListRow {
    int number;  // As a spreadsheet shows it: from 1, blank rows count, line breaks in cells do
                 // not.
    std::vector<std::string> cells;
};

struct ListTable {
    std::vector<ListRow> rows;
    ListFormat format = ListFormat::separated;
    ListEncoding encoding = ListEncoding::utf8;
    char separator = ';';
    std::string sheet;            // Name of the workbook's sheet that was read.
    std::size_t other_lists = 0;  // Visible sheets that are lists as well, and were not read.
};

// Whether a sheet of a workbook is a list at all, and not its legend or the choices of its cells.
using SheetTest = std::function<bool(const ListTable&)>;

// Of a workbook the visible sheet with the most filled cells is read, among those that are lists
// when there are any; list_rows.h has the test for that. Refuses list.empty,
// list.format_unsupported (XLS, ODS, a PDF), list.not_a_table (binary), list.row_too_long,
// list.cell_too_long, list.too_many_rows, list.quote_unclosed, list.workbook_damaged,
// list.workbook_too_large and list.workbook_encrypted. Details name rows and limits, never the
// content of a cell.
Result<ListTable> read_list(std::string_view bytes, const ListLimits& limits = {},
                            const SheetTest& is_list = {});

// The same where the separator is known, as in our own reference tables.
Result<ListTable> read_separated(std::string_view bytes, char separator,
                                 const ListLimits& limits = {});

}  // namespace jatigi::lists

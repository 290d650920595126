// A registration list as bytes -> rows of cells. Lists come from spreadsheets and e-mail: UTF-8
// with or without a mark, Windows-1252 or ISO 8859-1; separated by semicolon, comma, tab or bar;
// quoted cells with line breaks and doubled quotes; any line end.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace jatigi::registry {

// Bounds that keep one upload from filling the memory of a field server. Lengths are in bytes.
struct ListLimits {
    std::size_t row_bytes = std::size_t{1} << 20U;
    std::size_t cell_bytes = std::size_t{64} << 10U;
    std::size_t rows = 50'000;
    std::size_t cells_in_row = 512;
    std::size_t cells = 4'000'000;  // In the whole list, blank ones too.
};

enum class ListEncoding { utf8, windows_1252 };

// Cells are UTF-8 and untrimmed: a repair of damaged accents needs the blanks too.
struct ListRow {
    int number;  // As a spreadsheet shows it: from 1, blank rows count, line breaks in cells do
                 // not.
    std::vector<std::string> cells;
};

struct ListTable {
    std::vector<ListRow> rows;
    ListEncoding encoding = ListEncoding::utf8;
    char separator = ';';
};

// Refuses list.empty, list.format_unsupported (a workbook, a PDF, UTF-16), list.not_a_table
// (binary), list.row_too_long, list.cell_too_long, list.too_many_rows and list.quote_unclosed.
// Details name rows and limits, never the content of a cell.
Result<ListTable> read_list(std::string_view bytes, const ListLimits& limits = {});

// The same where the separator is known, as in our own reference tables.
Result<ListTable> read_separated(std::string_view bytes, char separator,
                                 const ListLimits& limits = {});

}  // namespace jatigi::registry

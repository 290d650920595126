// A table on A4 with title lines, a header and a footer on every page, and page numbers: nominal
// lists, roll-calls. Cells wrap; names in Arabic are joined and run from right to left.
#pragma once
#include <string>
#include <vector>

#include "platform/base/personal.h"
#include "platform/base/result.h"
#include "platform/print/pdf_document.h"

namespace jatigi::print {

struct TableColumn {
    std::string heading;
    double width_mm = 0;
};

using TableRow = std::vector<Personal<std::string>>;  // As many cells as columns.

struct TableSheet {
    Sheet sheet = Sheet::a4_portrait;
    std::string file_title;            // In the file's own data: never a name.
    std::vector<std::string> title;    // On the first page; its first line is large.
    std::vector<TableColumn> columns;  // 180 mm altogether at most, 267 mm on a landscape sheet.
    std::vector<TableRow> rows;
    double row_mm = 0;   // At least so high, where people write in it.
    std::string footer;  // On every page: "Copie 2 de L-2023-0001, remise à …, à détruire …".
};

constexpr double table_margin_mm = 15;

// From a fresh page of `pdf` on, which has the format of `table.sheet`.
void draw_table(PdfDocument& pdf, const TableSheet& table);
// A PDF. Refuses with print.font_missing, print.failed.
Result<std::string> table_sheet(const TableSheet& table);

}  // namespace jatigi::print

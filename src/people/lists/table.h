// A registration list as bytes -> rows of cells. Lists come from spreadsheets and e-mail: UTF-8
// with or without a mark, Windows-1252 or ISO 8859-1; separated by semicolon, comma, tab or bar;
// quoted cells with line breaks and doubled quotes; any line end. Or a workbook (XLSX).
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "people/lists/encoding.h"
#include "platform/base/enum_text.h"
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

// Cells are UTF-8 and untrimmed: a repair of damaged accents needs the blanks too.
// What a cell was, beyond its text.
enum class CellNote {
    month_shown,  // A day of which the spreadsheet shows the month or the year alone.
    hour_hidden,  // A day with a time of the day that the spreadsheet does not show.
    formula,      // Its text is the last result.
    digits_lost,  // A number of more digits than a spreadsheet keeps: the last are noughts.
    stray_quote,  // It started with a quote that nothing ends.
    struck,       // Its text is struck through, all of it.
};

struct ListRow {
    int number;  // As a spreadsheet shows it: from 1, blank rows count, line breaks in cells do
                 // not.
    std::vector<std::string> cells;
    std::vector<std::pair<std::size_t, CellNote>> notes{};  // By column, counted from nought.
    bool hidden = false;
    bool struck = false;  // Most of its cells are struck through.

    bool has_note(std::size_t column, CellNote note) const;
};

// What another table of the same file is: a sheet of a workbook, a file of an archive.
enum class TableRole { other, list, hidden_list, households, members };
constexpr auto enum_texts(TableRole) {
    return texts_in_order<TableRole>("other", "list", "hidden_list", "households", "members");
}
struct TableNote {
    std::string name;
    std::size_t rows = 0;
    TableRole role = TableRole::other;
};

struct ListTable {
    std::vector<ListRow> rows;
    ListFormat format = ListFormat::separated;
    ListEncoding encoding = ListEncoding::utf8;
    char separator = ';';
    std::string sheet;              // Name of the workbook's sheet, or of the archive's file.
    bool hidden = false;            // The workbook hides that sheet.
    std::vector<TableNote> others;  // Of the same file, and not read.
    // Of members joined with their households: cells from here on are the household's.
    std::optional<std::size_t> household_from;
    std::size_t household_key = 0;     // The members' column that names their household.
    std::size_t households_alone = 0;  // Households that no member names.
    // Thousands of blank rows with a format follow these rows, and what comes after was not read.
    bool cut_short = false;
};

// Whether a table is a list at all, and not its legend or the choices of its cells.
using TableTest = std::function<bool(const ListTable&)>;

// Every table of a file: of a workbook its sheets, of an archive of CSV files (as survey
// tools pack them) each file. Refuses list.empty, list.format_unsupported (XLS, ODS, a PDF, a web
// page or the XML of 2003 named .xlsx), list.not_a_table (binary), list.row_too_long,
// list.cell_too_long, list.too_many_rows, list.workbook_damaged, list.workbook_too_large and
// list.workbook_encrypted. Details name rows and limits, never the content of a cell.
Result<std::vector<ListTable>> read_tables(std::string_view bytes, const ListLimits& limits = {});

// The one with the most filled cells, among those that are lists when there are any and are not
// hidden; its `others` are the rest, without hidden ones that are no list. One at least must be
// visible.
ListTable choose_table(std::vector<ListTable> tables, const TableTest& is_list);

// Both at once.
Result<ListTable> read_list(std::string_view bytes, const ListLimits& limits = {},
                            const TableTest& is_list = {});

// A cell without what keeps a spreadsheet from taking it for a formula or a number: an apostrophe
// in front of a sign or a digit (our own lists have it too, platform/print/csv.h), and ="…".
std::string without_guard(std::string cell);

// A file of text, whose separator is guessed.
Result<ListTable> read_text(std::string_view bytes, const ListLimits& limits = {});

// The same where the separator is known, as in our own reference tables.
Result<ListTable> read_separated(std::string_view bytes, char separator,
                                 const ListLimits& limits = {});

}  // namespace jatigi::lists

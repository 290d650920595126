// One sheet of a workbook -> rows of cells, as a stream.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/table.h"
#include "people/lists/workbook_cells.h"
#include "people/lists/workbook_parts.h"
#include "platform/base/result.h"

namespace jatigi::lists {

// The texts that cells of all sheets refer to, in one block: a list of 100,000 rows has a million.
class SharedTexts {
public:
    // Of the part sharedStrings. Runs of one text are joined, without those that
    // are struck through unless all are; readings for East Asian names are no
    // part of it. Refuses list.workbook_damaged, list.workbook_too_large.
    static Result<SharedTexts> read(XmlPart part, const WorkbookLimits& limits);
    std::size_t size() const { return ends_.size(); }
    std::string_view at(std::size_t index) const;
    bool is_struck(std::size_t index) const { return struck_[index]; }  // All its runs.

private:
    std::string block_;
    std::vector<std::uint32_t> ends_;
    std::vector<bool> struck_;
};

struct CellStyle {
    NumberFormat number;
    bool struck = false;
};
// By the number that a cell gives its style.
// Of the part styles. Refuses list.workbook_damaged.
Result<std::vector<CellStyle>> read_styles(XmlPart part);

// What the cells of a sheet mean, from the other parts of the workbook.
struct SheetContext {
    SharedTexts texts;
    std::vector<CellStyle> styles;
    DayCount day_count = DayCount::from_1900;
    std::size_t text_bytes = 0;  // Of the sheets read so far, against WorkbookLimits::text_bytes.
};

struct Sheet {
    std::vector<ListRow> rows;  // Ends with the last row that says something.
    std::size_t filled_cells = 0;
    bool cut_short = false;  // See ListTable.
};

// Blank rows are rows, up to a gap of a thousand: one value astray at the end of a sheet makes no
// million rows. Where thousands of blank rows are written down, since somebody gave them a frame,
// reading ends. Refuses list.workbook_damaged, list.workbook_too_large, list.row_too_long,
// list.cell_too_long, list.too_many_rows.
Result<Sheet> read_sheet(XmlPart part, SheetContext& context, const ListLimits& limits);

}  // namespace jatigi::lists

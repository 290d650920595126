// What each row and column of a list is: titles above the header, the header in French or English
// in any order, repeated headers, a HXL row, totals, blank rows.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/headings.h"
#include "people/lists/table.h"
#include "platform/base/result.h"

namespace jatigi::registry {

enum class RowKind { title, header, hxl, data, total, blank };
std::string_view row_kind_text(RowKind kind);  // "title", "header", ...

struct ListColumn {
    ListField field = ListField::unknown;
    std::string heading;  // As written, trimmed.
};

struct ListLayout {
    int header_row = 0;  // Spreadsheet row number.
    std::vector<ListColumn> columns;
    std::optional<std::size_t> column_of(ListField field) const;
};

// One entry per row of the table. A later header with another order starts another layout.
struct ListShape {
    std::vector<RowKind> kinds;
    std::vector<std::size_t>
        layout_of;  // Index into layouts; of no meaning above the first header.
    std::vector<ListLayout> layouts;
};

// Refuses list.not_a_table when no row names at least two known columns, a name among them.
Result<ListShape> find_columns(const ListTable& table, const ListHeadings& headings);

}  // namespace jatigi::registry

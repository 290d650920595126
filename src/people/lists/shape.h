// What each row of a list is: titles above the header, the header in French or English in any
// order, repeated headers, a HXL row, totals, blank rows.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "people/lists/columns.h"
#include "people/lists/headings.h"
#include "people/lists/table.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::lists {

enum class RowKind { title, header, hxl, data, total, blank };
constexpr auto enum_texts(RowKind) {
    return texts_in_order<RowKind>("title", "header", "hxl", "data", "total", "blank");
}

// One entry per row of the table. A later header with another order starts another layout.
struct ListShape {
    std::vector<RowKind> kinds;
    std::vector<std::size_t>
        layout_of;  // Index into layouts; of no meaning above the first header.
    std::vector<ListLayout> layouts;
};

// Refuses list.not_a_table when no row names at least two known columns, a name among them;
// list.side_by_side when two lists with the same headings stand beside each other.
Result<ListShape> find_columns(const ListTable& table, const ListHeadings& headings,
                               const ListAnswers& answers = {});

}  // namespace jatigi::lists

// Whether a row names columns.
#pragma once
#include <cstddef>

#include "people/lists/headings.h"
#include "people/lists/table.h"

namespace jatigi::lists {

std::size_t filled_cells(const ListRow& row);
bool is_hxl(const ListRow& row);  // Tags: "#date+arrival".
// Data rows hold dates and numbers, headers hardly any digit: this spares the folding of each cell.
bool may_be_header(const ListRow& row);

struct HeaderScore {
    std::size_t known = 0;  // Different fields named.
    bool names_people = false;
};
HeaderScore score_header(const ListRow& row, const ListHeadings& headings);

}  // namespace jatigi::lists

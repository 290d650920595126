// Whether a row names columns.
#pragma once
#include <cstddef>
#include <string_view>

#include "people/lists/answers.h"
#include "people/lists/headings.h"
#include "people/lists/table.h"

namespace jatigi::lists {

std::string_view cell_of(const ListRow* row, std::size_t column);  // Blank where there is none.
std::size_t filled_cells(const ListRow& row);
bool is_hxl(const ListRow& row);  // Tags: "#date+arrival".
// Data rows hold dates and numbers, headers hardly any digit: this spares the folding of each cell.
bool may_be_header(const ListRow& row);

// R writes the number of each row in front, and in the first line nothing over them: then all
// headings stand one column too far left. Puts them right.
void align_row_names(ListTable& table, const ListHeadings& headings);

struct HeaderScore {
    std::size_t known = 0;   // Different fields named, in a row that consists of them.
    std::size_t fields = 0;  // And in any.
    bool names_people = false;
};
// What somebody answered about a heading counts, too.
HeaderScore score_header(const ListRow& row, const ListHeadings& headings,
                         const ListAnswers& answers = {});

}  // namespace jatigi::lists

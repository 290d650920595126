// What each column of a list is, by its header of one line or two.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "people/lists/headings.h"
#include "people/lists/table.h"

namespace jatigi::lists {

struct ListColumn {
    ListField field = ListField::unknown;
    std::string heading;  // As written, trimmed.
};

struct ListLayout {
    int header_row = 0;  // Spreadsheet row number.
    std::vector<ListColumn> columns;
    std::optional<std::size_t> column_of(ListField field) const;
};

bool same_columns(const ListLayout& one, const ListLayout& other);

struct Header {
    ListLayout layout;
    std::optional<std::size_t> second_line;  // "Date" and "Lieu" under "Naissance": the next row.
};
enum class Above { perhaps_groups, a_person };  // What stands in the row over the header.
// The columns under the header in row `header` of the table.
Header read_header(const ListTable& table, const ListHeadings& headings, std::size_t header,
                   Above above);

}  // namespace jatigi::lists

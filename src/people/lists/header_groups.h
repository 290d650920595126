// Headers of several lines: groups over headings, and headings over their parts.
#pragma once
#include <cstddef>
#include <string_view>

#include "people/lists/headings.h"
#include "people/lists/table.h"

namespace jatigi::lists {

// What a heading stands under: the cell over it, or the one to the left of that which is merged
// over several columns. Blank without groups.
std::string_view group_of(const ListRow* groups, const ListRow& row, std::size_t column);

class HeaderGroups {
public:
    HeaderGroups(const ListTable& table, const ListHeadings& headings)
        : table_(table), headings_(headings) {}

    // The line of groups that the header in that row stands under, if any: fewer cells, one of them
    // known.
    const ListRow* over(std::size_t header) const;
    // Whether a row is the second line of a header: "Date" and "Lieu" under "Naissance", mostly
    // known, without a number.
    bool names_parts(const ListRow& row, const ListRow& groups) const;
    // A row of headings, each with the group that it stands under.
    ListRow below(const ListRow* groups, const ListRow& row) const;

private:
    const ListTable& table_;
    const ListHeadings& headings_;
};

}  // namespace jatigi::lists

// Lists written family by family, whose arrival stands beside the head alone.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "people/lists/fields.h"
#include "people/lists/shape.h"
#include "people/lists/table.h"

namespace jatigi::lists {

// By row of the table: which family its person is of, counted from one.
struct ListFamilies {
    struct Member {
        std::size_t family = 0;  // Nought: of none.
        bool completed = false;  // The arrival is its head's.
    };
    std::vector<Member> rows;  // Blank unless the list is such a one.

    Member of(std::size_t row) const { return row < rows.size() ? rows[row] : Member{}; }
};

// Where at least two heads have an arrival and none of their relatives has, those get their head's.
// A relative stands below its head, by its relation or with the same household; when one stands
// below nobody, the list is in another order, and nothing is done.
ListFamilies complete_families(ListTable& table, const ListShape& shape, const ListWords& words);

}  // namespace jatigi::lists

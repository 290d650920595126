// Two tables of one file: households, and the people in them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/headings.h"
#include "people/lists/table.h"

namespace jatigi::lists {

// The table list_keys.csv: households,members,… What a column of a table of households is called by
// whose values the members name theirs, and the members' own. Lines that do not fit are skipped.
struct TableKeys {
    std::string households;
    std::string members;
};
std::vector<TableKeys> read_table_keys(std::string_view csv);

struct TableRelation {
    std::size_t households = 0;  // Tables, counted from nought…
    std::size_t members = 0;
    std::size_t households_header = 0;  // …their rows of headings…
    std::size_t members_header = 0;
    std::size_t households_key = 0;  // …and the columns of the keys.
    std::size_t members_key = 0;
};
// Of the members the table with names in it, when most of its rows name a household that is there.
std::optional<TableRelation> find_relation(const std::vector<ListTable>& tables,
                                           const ListHeadings& headings,
                                           const std::vector<TableKeys>& keys);

// The members, each with the cells of their household behind its own. The rest are `others`.
ListTable joined(std::vector<ListTable> tables, const TableRelation& relation);

}  // namespace jatigi::lists

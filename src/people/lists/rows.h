// The reading of a whole registration list. Pure: no clock, no store.
#pragma once
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "people/lists/fields.h"
#include "people/lists/row.h"
#include "people/lists/shape.h"
#include "people/lists/table.h"
#include "platform/base/day.h"
#include "platform/base/result.h"

namespace jatigi::lists {

struct ListReading {
    std::vector<RowReading> rows;  // One per row of the table, in its order.
    std::vector<ListLayout> layouts;
};

// The three tables as text: reference/list_headings.csv, list_words.csv and nationalities.csv.
struct ListReferenceText {
    std::string_view headings_csv;
    std::string_view words_csv;
    std::string_view nationalities_csv;
};
struct ListReference {
    ListHeadings headings;
    ListWords words;
};
ListReference list_reference(const ListReferenceText& text);

// read_list with the test that tells the lists of a workbook from its other sheets: they have a
// header. The same refusals.
Result<ListTable> open_list(std::string_view bytes, const ListReference& reference,
                            const ListLimits& limits = {});

// Called now and then, from nought to the end: each row is read, then each is compared with others.
using ListProgress = std::function<void(std::size_t done, std::size_t of)>;

// `list_date` is the day the list was closed; nobody on it arrived later. The table is used up:
// move it in, and each row's cells are freed when it is read. Refuses list.not_a_table when no
// header row is recognised, and nothing else: a bad row is a rejected row.
Result<ListReading> read_rows(ListTable table, const ListReference& reference, Day list_date,
                              const ListProgress& progress = {});

}  // namespace jatigi::lists

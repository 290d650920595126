// Reads one row: its cells become fields, and reasons to look at it or to leave it out.
#pragma once
#include "people/lists/answers.h"
#include "people/lists/habits.h"
#include "people/lists/row.h"
#include "people/lists/row_cells.h"

namespace jatigi::lists {

struct RowRules {
    const ListWords& words;
    const ListHabits& habits;
    Day list_date;  // Nobody arrived later.
    const ListAnswers& answers;
};

// The row's number, kind and layout are the caller's. The decision is made.
RowReading read_row(RowCells& cells, const ListHabits::Mended& mended, const RowRules& rules);

// The year that decides the century of two digits.
int year_of(Day day);

}  // namespace jatigi::lists

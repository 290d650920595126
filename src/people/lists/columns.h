// What each column of a list is, by its header of one line or two.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "people/lists/answers.h"
#include "people/lists/dates.h"
#include "people/lists/headings.h"
#include "people/lists/table.h"
#include "platform/base/enum_text.h"

namespace jatigi::lists {

// How we know what a column is.
enum class ColumnReading {
    sure,
    guessed,   // By a part of its heading.
    asked,     // Not at all: whoever brings the list may know.
    beside,    // It is about something else; kept beside the person.
    answered,  // Somebody said so.
};
constexpr auto enum_texts(ColumnReading) {
    return texts_in_order<ColumnReading>("sure", "guessed", "asked", "beside", "answered");
}

struct ListColumn {
    ListField field = ListField::unknown;
    std::string heading;  // As written, trimmed.
    ColumnReading reading = ColumnReading::beside;
    bool with_place = false;       // "Date et lieu de naissance".
    bool with_father = false;      // "Nom et prénom (père)".
    bool order_said = false;       // Of family and given names in one column.
    bool names_year = false;       // "Année de naissance": a number of two digits is a year…
    bool names_age = false;        // …and here an age.
    bool names_head = false;       // "Chef de ménage", of yes and no.
    bool with_other_half = false;  // "Nom du père" beside "Prénom du père".
    // "(mm/dd/yyyy)": what the heading says of its days.
    std::optional<DayOrder> order{};
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
// What headings mean: by their words, and by what somebody said.
struct HeadingSense {
    const ListHeadings& headings;
    const ListAnswers& answers;
};
// The columns under the header in row `header` of the table. Several columns may be of one field
// when hardly any row fills two of them: the filled one counts.
Header read_header(const ListTable& table, const HeadingSense& sense, std::size_t header,
                   Above above);

}  // namespace jatigi::lists

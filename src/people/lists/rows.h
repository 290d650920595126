// The reading of a whole registration list. Pure: no clock, no store.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/answers.h"
#include "people/lists/fields.h"
#include "people/lists/join.h"
#include "people/lists/row.h"
#include "people/lists/shape.h"
#include "people/lists/table.h"
#include "platform/base/day.h"
#include "platform/base/result.h"

namespace jatigi::lists {

// What is said of a list as a whole.
enum class RemarkKind {
    hidden_rows,            // A question: are they to come in?
    struck_rows,            // The same.
    arrival_missing,        // A question: which day did they arrive?
    heading_unknown,        // A question that need not be answered: what is this column?
    formulas_not_computed,  // Of names: nothing is written before the list is saved anew.
    days_exchanged,         // And put back.
    stray_quotes,
    cut_short,      // ListTable.
    heads_beside,   // The sheet of households names people, or households that have no member.
    answer_unused,  // No column has the heading that somebody spoke of.
    join_unused,    // Nothing there to be joined.
};
constexpr auto enum_texts(RemarkKind) {
    return texts_in_order<RemarkKind>("HIDDEN_ROWS", "STRUCK_ROWS", "ARRIVAL_UNKNOWN",
                                      "HEADING_UNKNOWN", "FORMULAS_NOT_COMPUTED", "DAYS_EXCHANGED",
                                      "STRAY_QUOTES", "CUT_SHORT", "HEADS_BESIDE", "ANSWER_UNUSED",
                                      "JOIN_UNUSED");
}
struct ListRemark {
    RemarkKind kind;
    std::string heading;   // Of the column that it is about, if any.
    std::size_t rows = 0;  // How many it is about.
    bool is_open = false;  // Nothing is written before it is answered.
};

struct ListReading {
    std::vector<RowReading> rows;  // One per row of the table, in its order.
    std::vector<ListLayout> layouts;
    std::vector<ListRemark> remarks;
    // For the question of the arrival: a day that stands over the list, and the heading of a column
    // of days of registration.
    std::optional<Day> day_in_title;
    std::string registration_heading;
};

struct ListRules {
    Day list_date;                       // The day the list was closed; nobody on it arrived later.
    std::chrono::minutes utc_offset{0};  // Of the site.
    ListAnswers answers{};
};

// The tables as text: those of the headings, reference/list_words.csv and nationalities.csv.
struct ListReferenceText {
    HeadingTables headings;
    std::string_view keys_csv;
    std::string_view words_csv;
    std::string_view nationalities_csv;
};
struct ListReference {
    ListHeadings headings;
    std::vector<TableKeys> keys;
    ListWords words;
};
ListReference list_reference(const ListReferenceText& text);

// The list in a file, or in several: members with their households when that is asked for and they
// are there; else the table that is most of a list. Its `others` say what was not read. The
// refusals of read_tables.
Result<ListTable> open_list(std::string_view bytes, const ListReference& reference,
                            const ListAnswers& answers = {}, const ListLimits& limits = {});
Result<ListTable> open_list(std::span<const std::string_view> files, const ListReference& reference,
                            const ListAnswers& answers = {}, const ListLimits& limits = {});

// Called now and then, from nought to the end: each row is read, then each is compared with others.
using ListProgress = std::function<void(std::size_t done, std::size_t of)>;

// The table is used up: move it in, and each row's cells are freed when it is read. Refuses
// list.not_a_table and list.side_by_side, and nothing else: a bad row is a rejected row.
Result<ListReading> read_rows(ListTable table, const ListReference& reference,
                              const ListRules& rules, const ListProgress& progress = {});

}  // namespace jatigi::lists

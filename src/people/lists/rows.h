// The whole reading of a registration list: what each row says, whether it may come in, and why
// not. Pure: no clock, no store. RowReason lists the rules.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/columns.h"
#include "people/lists/fields.h"
#include "people/lists/table.h"
#include "platform/base/day.h"
#include "platform/base/personal.h"
#include "platform/base/result.h"

namespace jatigi::registry {

enum class RowDecision { accepted, warned, rejected, skipped };
std::string_view row_decision_text(RowDecision decision);  // "accepted", ...

enum class RowReason {
    // The row cannot come in.
    name_missing,
    birth_impossible,
    birth_after_arrival,
    age_implausible,  // Older than 110 years at arrival.
    arrival_missing,
    arrival_in_future,  // Later than the day the list was closed.
    row_garbled,        // Two or more of arrival, sex, birth, nationality filled but unreadable.
    // The row comes in; somebody should look at it.
    birth_missing,
    birth_unreadable,
    birth_century_assumed,
    birth_day_month_swapped,
    sex_missing,
    sex_unreadable,
    nationality_missing,
    nationality_unreadable,
    names_swapped,
    duplicate_suspected,
    phone_damaged,
    encoding_repaired,
    // A note on the list, not on the row: the decision does not change.
    sensitive_in_list,
};
std::string_view row_reason_text(RowReason reason);  // "NAME_MISSING", ...

enum class ReasonWeight { rejects, warns, notes };
ReasonWeight weight_of(RowReason reason);

// A cell of a column we do not know, or of one we know that could not be read. Never dropped.
struct ListExtra {
    std::string heading;
    Personal<std::string> text;
    friend bool operator==(const ListExtra&, const ListExtra&) = default;
};

// Empty where the list says nothing. Codes are plain: alone they say nothing about anybody.
struct ListFields {
    std::string list_no;
    std::optional<Day> arrival_date;
    Personal<std::string> family_name;
    Personal<std::string> given_names;
    std::string sex;  // M, F.
    std::optional<Personal<BirthInterval>> birth;
    std::string nationality;  // ISO 3166-1 alpha-3.
    Personal<std::string> birth_place;
    Personal<std::string> origin;
    Personal<std::string> father_name;  // "feu" and "late" are dropped.
    Personal<std::string> mother_name;
    std::string marital_status;          // SINGLE MARRIED WIDOWED DIVORCED.
    std::string household;               // The list's own number.
    std::string relation;                // HEAD SPOUSE SON DAUGHTER BROTHER SISTER NEPHEW.
    Personal<std::string> phone;         // E.164.
    std::vector<std::string> languages;  // ISO 639, sorted.
    std::string document_type;
    Personal<std::string> document_no;
    // Codes, sorted. Those that are no service flags (identity.h) are sealed apart and never shown in a
    // preview: violence, trafficking, torture, asylum, mental health.
    Personal<std::vector<std::string>> vulnerabilities;
    Personal<std::string> observations;
    std::vector<ListExtra> extras;
    friend bool operator==(const ListFields&, const ListFields&) = default;
};

struct RowReading {
    int number = 0;  // Spreadsheet row.
    RowKind kind = RowKind::blank;
    RowDecision decision = RowDecision::skipped;
    std::vector<RowReason>
        reasons;        // In the order of the enumeration; a rejected row has no warnings.
    ListFields fields;  // Filled for rejected rows too, as far as they can be read.
    // An earlier row that is most like this one. A suspicion: both are people, unless this one
    // `repeats` it, that is, says the same in every cell.
    std::optional<int> duplicate_of_row;
    bool repeats = false;
    std::vector<ListField> sensitive_cells;  // Which columns hold words for protection staff only.
    // Of a rejected row only, to be corrected and brought again (list_rejected_api.h): its cells as
    // they are written, but for ditto marks, and which of the list's layouts they follow.
    std::vector<Personal<std::string>> cells;
    std::size_t layout = 0;

    bool has(RowReason reason) const;
    friend bool operator==(const RowReading&, const RowReading&) = default;
};

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

}  // namespace jatigi::registry

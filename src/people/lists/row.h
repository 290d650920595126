// One row of a registration list: what it says, whether it may come in, and why not. RowReason
// lists the rules.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/linkage/person_likeness.h"
#include "people/lists/shape.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/personal.h"

namespace jatigi::lists {

enum class RowDecision { accepted, warned, rejected, skipped };
constexpr auto enum_texts(RowDecision) {
    return texts_in_order<RowDecision>("accepted", "warned", "rejected", "skipped");
}

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
    birth_other_calendar,
    arrival_day_month_swapped,
    number_damaged,
    quote_stray,
    formula_not_computed,
    name_unclear,      // Holds words that are no name: "DCD", "bébé de", "&".
    birth_unlike_age,  // The age beside it is another by years.
    // Notes: the decision does not change.
    name_order_assumed,  // "Ali Exemple" under "Nom": which is the family's, nothing says.
    family_by_order,     // Arrival, and household if no column has it, are the head's above.
    value_unreadable,    // Of a cell from a closed set, kept as it is written.
    sensitive_in_list,   // On the list, not on the row.
};
constexpr auto enum_texts(RowReason) {
    return texts_in_order<RowReason>(
        "NAME_MISSING", "BIRTH_IMPOSSIBLE", "BIRTH_AFTER_ARRIVAL", "AGE_IMPLAUSIBLE",
        "ARRIVAL_MISSING", "ARRIVAL_IN_FUTURE", "ROW_GARBLED", "BIRTH_MISSING", "BIRTH_UNREADABLE",
        "BIRTH_CENTURY_ASSUMED", "BIRTH_DAY_MONTH_SWAPPED", "SEX_MISSING", "SEX_UNREADABLE",
        "NATIONALITY_MISSING", "NATIONALITY_UNREADABLE", "NAMES_SWAPPED", "DUPLICATE_SUSPECTED",
        "PHONE_DAMAGED", "ENCODING_REPAIRED", "BIRTH_OTHER_CALENDAR", "ARRIVAL_DAY_MONTH_SWAPPED",
        "NUMBER_DAMAGED", "QUOTE_STRAY", "FORMULA_NOT_COMPUTED", "NAME_UNCLEAR", "BIRTH_UNLIKE_AGE",
        "NAME_ORDER_ASSUMED", "FAMILY_BY_ORDER", "VALUE_UNREADABLE", "SENSITIVE_IN_LIST");
}

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
    std::optional<Personal<linkage::BirthInterval>> birth;
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
    // Codes, sorted. Those that are no specific needs (identity.h) are sealed apart and never shown
    // in a preview: violence, trafficking, torture, asylum, mental health.
    Personal<std::vector<std::string>> vulnerabilities;
    Personal<std::string> observations;
    std::vector<ListExtra> extras;
    friend bool operator==(const ListFields&, const ListFields&) = default;
};

// For comparison with other rows and with the people we know.
linkage::PersonTraits traits_of(const ListFields& fields);

// What a spreadsheet does to a row so that nobody counts it.
enum class RowAside { none, hidden, struck };
constexpr auto enum_texts(RowAside) {
    return texts_in_order<RowAside>("", "ROW_HIDDEN", "ROW_STRUCK");
}

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
    RowAside aside = RowAside::none;
    std::vector<ListField> sensitive_cells;  // Which columns hold words for protection staff only.
    // Of a rejected row only, to be corrected and brought again (list_rejected_api.h): its cells as
    // they are written, but for ditto marks, and which of the list's layouts they follow.
    std::vector<Personal<std::string>> cells;
    std::size_t layout = 0;

    bool has(RowReason reason) const;
    friend bool operator==(const RowReading&, const RowReading&) = default;
};

// Puts the decision by the heaviest of the reasons. Of a rejected row only what rejects it is told.
void decide(RowReading& row);
bool comes_in(const RowReading& row);

}  // namespace jatigi::lists

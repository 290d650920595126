// What a column of a list is about.
#pragma once
#include "platform/base/enum_text.h"

namespace jatigi::lists {

enum class ListField {
    unknown,  // Kept beside the person as it is written.
    list_no,
    arrival_date,
    family_name,
    given_names,
    full_name,              // Family name first: "TRAORÉ Mamadou".
    full_name_given_first,  // "Mamadou TRAORÉ".
    sex,
    birth,  // A date, a year or an age.
    age,    // A column for the age alone.
    nationality,
    birth_place,
    origin,
    father_name,
    mother_name,
    marital_status,
    household,
    relation,
    phone,
    languages,
    document,  // Type and number in one cell.
    document_type,
    document_no,
    vulnerabilities,
    observations,
    our_note,  // What we wrote ourselves beside rejected rows: of no meaning when they come back.
    sex_male,  // A column to tick, beside one for women.
    sex_female,
    age_in_months,      // Of small children, beside the age or alone.
    parents,            // Both in one cell: "Bakari Exemple et de Nana Modèle".
    middle_name,        // Between the given names and the family's.
    birth_day,          // Beside a birth that is the year alone: both in columns of their own…
    birth_month,        // …
    age_unit,           // "a", "m": of the age beside it.
    registration_date,  // Of writing down, which may be the day of arrival: asked, never taken for
                        // it.
};

constexpr auto enum_texts(ListField) {
    return texts_in_order<ListField>(
        "unknown", "list_no", "arrival_date", "family_name", "given_names", "full_name",
        "full_name_given_first", "sex", "birth", "age", "nationality", "birth_place", "origin",
        "father_name", "mother_name", "marital_status", "household", "relation", "phone",
        "languages", "document", "document_type", "document_no", "vulnerabilities", "observations",
        "our_note", "sex_male", "sex_female", "age_in_months", "parents", "middle_name",
        "birth_day", "birth_month", "age_unit", "registration_date");
}
bool is_name(ListField field);  // Of the person, or a part of it.
// Values of several columns are added up.
constexpr bool holds_several(ListField field) {
    return field == ListField::languages || field == ListField::vulnerabilities ||
           field == ListField::origin;
}

}  // namespace jatigi::lists

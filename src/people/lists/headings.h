// What a heading of a list means, in French or English, however it is written.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/table.h"
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
    age_in_months,  // Of small children, beside the age or alone.
};

constexpr auto enum_texts(ListField) {
    return texts_in_order<ListField>(
        "unknown", "list_no", "arrival_date", "family_name", "given_names", "full_name",
        "full_name_given_first", "sex", "birth", "age", "nationality", "birth_place", "origin",
        "father_name", "mother_name", "marital_status", "household", "relation", "phone",
        "languages", "document", "document_type", "document_no", "vulnerabilities", "observations",
        "our_note", "sex_male", "sex_female", "age_in_months");
}
bool is_name(ListField field);  // Of the person, or a part of it.

// The headings we know: list_headings.csv with the columns heading,field,strength.
//   strength sure   the heading always means the field
//            weak   it means the field when no sure heading of the row does ("Date")
//   field    ignore marks a word that changes nothing ("migrant", "jj/mm/aaaa")
//            title  marks the first words of a line that stands under a list ("Fait à")
//            total  marks the first words of a line of sums
//            thing  marks a word for what may have a name and is no person ("site", "village")
//            other  marks a word that makes the heading about somebody or something else ("tuteur")
//            short  marks a word that stands for the one in the third column ("naiss" for
//            naissance)
// Headings starting with # are HXL tags. Lines that do not fit are skipped.
class ListHeadings {
public:
    enum class Strength { none, contained, weak, trimmed, sure };
    struct Meaning {
        ListField field = ListField::unknown;
        Strength strength = Strength::none;
    };

    ListHeadings() = default;
    explicit ListHeadings(std::string_view csv);

    // Contained: the heading only holds a known one, "Nationalité du demandeur"; trimmed: it is one
    // but for words that change nothing, "Nationalité du migrant".
    Meaning meaning_of(std::string_view heading) const;
    // Of a heading that stands under another, as one line: "Lieu Naissance" for "Lieu" under
    // "Naissance" where that means something, else the lower one. Either may be blank.
    std::string heading_below(std::string_view group, std::string_view heading) const;
    ListField field_of_tag(std::string_view hxl_tag) const;
    bool starts_total(std::string_view cell) const;
    bool starts_note(std::string_view cell) const;

private:
    void add_word(const ListRow& row);
    void add_heading(const ListRow& row, ListField field);
    std::vector<std::string> words_of(std::string_view heading) const;
    Meaning exact(std::string_view heading) const;
    Meaning part_of_group(std::string_view group, std::string_view part) const;
    Meaning of_parts(std::string_view heading) const;
    Meaning contained(std::string_view heading) const;

    std::map<std::string, Meaning, std::less<>> meanings_;
    std::map<std::string, ListField, std::less<>> tags_;
    std::map<std::string, std::string, std::less<>> short_words_;
    std::set<std::string, std::less<>> ignored_words_;
    std::set<std::string, std::less<>> other_words_;
    std::set<std::string, std::less<>> thing_words_;
    std::vector<std::string> total_starts_;
    std::vector<std::string> note_starts_;
};

}  // namespace jatigi::lists

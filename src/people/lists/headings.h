// What a heading of a list means, in French or English, however it is written.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/heading_rules.h"
#include "people/lists/heading_words.h"
#include "people/lists/list_field.h"
#include "people/lists/table.h"

namespace jatigi::lists {

struct HeadingTables {
    std::string_view headings_csv;
    std::string_view words_csv;  // HeadingWords.
    std::string_view rules_csv;  // HeadingRules.
};

// Words and rules read most headings; list_headings.csv has what they do not, with the columns
// heading,field,strength.
//   strength sure   the heading always means the field
//            weak   it means the field when no sure heading of the row does ("Date")
//   field    unknown is of no meaning to us, and not asked about ("_uuid")
//   field    title  marks the first words of a line that stands under a list ("Fait à")
//            total  marks the first words of a line of sums
// Headings starting with # are HXL tags. Lines that do not fit are skipped.
class ListHeadings {
public:
    // Contained: the heading has words that we do not know, "Nationalité du demandeur"; trimmed: it
    // has words that change nothing, or stands in a group: "Nationalité du migrant", "g1/sexe".
    enum class Strength { none, contained, weak, trimmed, sure };
    struct Meaning {
        ListField field = ListField::unknown;
        Strength strength = Strength::none;
        bool with_place = false;     // "Date et lieu de naissance".
        bool with_father = false;    // "Nom et prénom (père)": behind the name, in brackets.
        bool both_names = false;     // Names the family's and the given ones, and so their order.
        bool names_year = false;     // "Année de naissance".
        bool names_age = false;      // "Date de naissance ou âge".
        bool names_given = false;    // "Prénom du père".
        bool is_head = false;        // "Chef de ménage": perhaps a column of yes and no.
        bool of_minor = false;       // "Nom de l'enfant": perhaps a list of children.
        bool of_contact = false;     // "Tél. du contact": perhaps the person's own…
        bool names_contact = false;  // …unless the contact is somebody: "Nom du contact".
        bool asks = false;  // No field, and not one that we know to be about something else.
    };

    ListHeadings() = default;
    explicit ListHeadings(const HeadingTables& tables);

    Meaning meaning_of(std::string_view heading) const;
    // As if that were not said: in the row of a household "Région du ménage" is the members' own,
    // and on a list of children "Sexe de l'enfant" is the person's.
    Meaning meaning_without(std::string_view heading, HeadingRole role) const;
    // Of a heading that stands under another, as one line: "Lieu Naissance" for "Lieu" under
    // "Naissance" where that means something, else the lower one. Either may be blank.
    std::string heading_below(std::string_view group, std::string_view heading) const;
    // Whether a group has words that nobody knows: "Personne désignée" may be somebody else.
    bool is_unclear(std::string_view group) const;
    // Whether its words are known and say something, of whatever it may be.
    bool says_something(std::string_view heading) const;
    ListField field_of_tag(std::string_view hxl_tag) const;
    bool starts_total(std::string_view cell) const;
    bool starts_note(std::string_view cell) const;

private:
    void add(const ListRow& row);
    Meaning meaning_in(const std::string& text) const;
    Meaning whole(std::string_view heading) const;
    Meaning by_rules(std::string_view heading) const { return by_rules(words_.read(heading)); }
    Meaning by_rules(std::vector<HeadingWord> words) const;
    std::string with_known_words(std::string_view group, std::string_view heading) const;
    Meaning name_with_father(std::string_view heading, std::string_view bare) const;

    HeadingWords words_;
    HeadingRules rules_;
    std::map<std::string, Meaning, std::less<>> meanings_;
    std::map<std::string, ListField, std::less<>> tags_;
    std::vector<std::string> total_starts_;
    std::vector<std::string> note_starts_;
};

// What two headings have in common that are the same but for marks, accents and numbering.
std::string heading_key(std::string_view heading);

}  // namespace jatigi::lists

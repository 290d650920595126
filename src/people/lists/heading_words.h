// The words of a heading, and what each is about: "A1. Nom (s)", "FamilyName", "identite/n°_piece".
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/enum_text.h"

namespace jatigi::lists {

// What a word of a heading says. Two of them may make a field: "lieu" and "naissance".
enum class HeadingRole : std::uint8_t {
    nom,   // In a French heading the family's alone…
    name,  // …in an English one the whole name.
    given,
    family,
    surname,
    full,
    middle,
    mother,
    father,
    parents,
    child,
    of,    // At the end: "Fille de".
    plus,  // "et de", the second parent.
    late,
    minor,  // A child that the list may be about.
    alias,  // Beside the name, and none.
    birth,
    birthplace,
    date,
    day,
    year,
    place,
    locality,
    area,  // Of an administration, whatever its level.
    at,
    arrival,
    admission,  // Perhaps to the centre, and perhaps to a hospital.
    registration,
    sex,
    male,
    female,
    age,
    years,
    month,
    nationality,
    country,
    origin,
    number,
    order,
    list,
    code,
    identity,
    document,
    card,
    type,
    travel,
    consular,
    household,
    group,
    head,
    link,
    phone,
    contact,
    language,
    spoken,
    marital,
    status,
    civil,
    familial,
    vulnerability,
    need,
    specific,
    remark,
    other_remark,
    estimated,
    unit,
    time,
    tick,
    person,  // The one whom the row is about: says nothing.
    thing,   // May have a name, and is no person: "site".
    staff,   // Who filled the list in.
    other,   // Somebody or something else: "tuteur".
    ignore,
};
constexpr auto enum_texts(HeadingRole) {
    return texts_in_order<HeadingRole>(
        "nom", "name", "given", "family", "surname", "full", "middle", "mother", "father",
        "parents", "child", "of", "plus", "late", "minor", "alias", "birth", "birthplace", "date",
        "day", "year", "place", "locality", "area", "at", "arrival", "admission", "registration",
        "sex", "male", "female", "age", "years", "month", "nationality", "country", "origin",
        "number", "order", "list", "code", "identity", "document", "card", "type", "travel",
        "consular", "household", "group", "head", "link", "phone", "contact", "language", "spoken",
        "marital", "status", "civil", "familial", "vulnerability", "need", "specific", "remark",
        "other_remark", "estimated", "unit", "time", "tick", "person", "thing", "staff", "other",
        "ignore");
}

struct HeadingWord {
    std::string text;                 // Folded, without its plural.
    std::optional<HeadingRole> role;  // Nothing for a word that we do not know.
    bool in_brackets = false;
    bool starts_part = false;  // After a mark that parts groups: / - . : > _ or a line break.
};

// The table list_heading_words.csv: word,role. Lines that do not fit are skipped.
class HeadingWords {
public:
    HeadingWords() = default;
    explicit HeadingWords(std::string_view csv);

    // Numbering in front is left out ("A1.", "3)"), and so are endings in brackets ("(s)", "(e)").
    // A word that is not in the table is read as one that is cut short before a full stop
    // ("naiss."), or as two or three of the table written as one ("datenaissance").
    std::vector<HeadingWord> read(std::string_view heading) const;

private:
    struct Piece;
    std::optional<HeadingRole> role_of(std::string_view word) const;
    std::optional<HeadingRole> cut_short(std::string_view word) const;
    bool take_apart(std::string_view word, std::vector<HeadingRole>& roles) const;
    void add(std::vector<HeadingWord>& words, const Piece& piece) const;

    std::map<std::string, HeadingRole, std::less<>> roles_;
};

}  // namespace jatigi::lists

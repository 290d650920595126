// One cell of a list -> one value: sex, nationality, documents, telephone and the other closed
// sets, by tables that come in as text.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "people/linkage/telephone.h"
#include "people/lists/dates.h"

namespace jatigi::lists {

// word_fold(), but for sentences and headings: an apostrophe parts words: "d’asile" -> "d asile"
std::string sentence_fold(std::string_view text);

enum class WordKind {
    sex,
    marital,
    relation,
    document,
    vulnerability,
    none,  // "RAS", "N/A"
    language,
    nationality,
    sensitive,
    unknown,
    ditto,
    late,
    alone,     // Of no household.
    negation,  // Takes back what stands beside it: "pas enceinte".
    kin,       // Whose telephone it is, if not the person's: "père 76112233".
    no_name,   // In the cell of a name, and none: "DCD", "fils de".
};

struct WordTables {
    std::string_view words_csv;
    std::string_view nationalities_csv;
};

// The written forms we know.
//   list_words.csv     kind,code,form. Kinds: those of WordKind, and
//                      month  codes 01 to 12
//                      date   codes around, born, age_years, age_months, age_weeks,
//                             age_days, missing
//                      phone  code ISO 3166 alpha-3, form "223 8": country code, digits after it
//   nationalities.csv  iso3,iso2,country_fr,country_en,demonym_fr_m,demonym_fr_f,demonym_en,...
// A form that starts with "=" stands alone, and counts in no sentence. Lines that do not fit are
// skipped.
class ListWords {
public:
    using Table = std::map<std::string, std::string, std::less<>>;  // word_key -> code

    ListWords() = default;
    explicit ListWords(const WordTables& text);

    // The code for this form, or nothing. Words before a full stop may be cut short where one code
    // alone has such a form: "C. consulaire", "Ivo.".
    std::optional<std::string> code(WordKind kind, std::string_view form) const;
    // The code of the longest form that stands anywhere in the text, or at its start, as whole
    // words. Forms of fewer than four letters do not count: "DA" stands in too many sentences.
    std::optional<std::string> code_within(WordKind kind, std::string_view text) const;
    // All of them, the longest first; each word counts once.
    std::vector<std::string> codes_within(WordKind kind, std::string_view text) const;
    // Whether words beside the forms of this kind say that it is not so: "pas enceinte".
    bool is_taken_back(WordKind kind, std::string_view text) const;
    std::optional<std::string> code_at_start(WordKind kind, std::string_view text) const;
    bool holds_word(WordKind kind, std::string_view text) const;  // As one of its words.
    // Whether a relative is named beside the forms of this kind: "fille du frère", and not "du
    // chef".
    bool holds_kin_beside(WordKind kind, std::string_view text) const;
    bool has_key(WordKind kind, std::string_view key) const;  // Of a word_key() that is there.
    bool stands_alone(WordKind kind, std::string_view word) const;  // A form that started with "=".
    // "Fils/Fille", "Frère ou sœur": the codes of choices, when each is one.
    std::vector<std::string> codes_of_choices(WordKind kind, std::string_view text) const;
    const DateWords& date_words() const { return date_words_; }
    const linkage::PhonePlans& phone_plans() const { return phones_; }

private:
    std::map<WordKind, Table> tables_;
    std::set<std::pair<WordKind, std::string>> whole_only_;
    struct Phrase {
        std::string words;  // " sante mentale ", blanks at both ends.
        std::string code;
    };
    struct Line {
        std::string kind;
        std::string code;
        std::string form;
    };
    const std::vector<Phrase>& phrases(WordKind kind) const;
    std::optional<std::string> code_cut_short(WordKind kind, std::string_view form) const;
    void add_nationalities(std::string_view csv);
    void add(const Line& line);
    void add_phone(const Line& line);
    void add_form(WordKind kind, const Line& line);

    std::map<WordKind, std::vector<Phrase>> phrases_;  // Longest first.
    DateWords date_words_;
    linkage::PhonePlans phones_;
};

struct RepairedText {
    std::string text;
    bool repaired = false;
};
// Undoes UTF-8 that was once read as Windows-1252: "TraorÃ©" -> "Traoré".
RepairedText repair_encoding(std::string_view cell);

// Value of a cell from a closed set. `unread` when something is written that we do not know.
struct CodeReading {
    std::string code;
    bool unread = false;
};
CodeReading read_code(WordKind kind, std::string_view cell, const ListWords& words);
CodeReading read_nationality(std::string_view cell, const ListWords& words);

// Several values in one cell; codes sorted, each once.
struct CodesReading {
    std::vector<std::string> codes;
    bool unread = false;
};
CodesReading read_codes(WordKind kind, std::string_view cell, const ListWords& words);

// linkage::read_phone, but for words and marks that say: none.
linkage::PhoneReading read_phone(std::string_view cell, std::string_view nationality,
                                 const ListWords& words);

// "M-07" -> "7"; "-", "0", "RAS" -> "": else all who are alone would be one household.
std::string read_household(std::string_view cell, const ListWords& words);
// "#N/A", "#¡REF!", "#ZAHL!", "Err:502", "####": a formula that came to nothing, in any language.
bool is_sheet_error(std::string_view cell);
// What programs write for nothing and no person does: "\N", "NULL", "NaN", "NaT", "<NA>".
bool is_program_nothing(std::string_view cell);

std::string without_late(std::string_view name, const ListWords& words);  // "feu Ali" -> "Ali"

bool is_blank_text(std::string_view cell);             // Nothing but blanks.
bool is_blank_mark(std::string_view cell);             // Nothing but blanks and dashes.
std::optional<bool> yes_or_no(std::string_view cell);  // "Oui", "N", "true"; nothing for others.
bool is_unknown(std::string_view cell, const ListWords& words);  // Blank, "-", "?", "inconnu".
// Among names, "Do" and "Same" are names: there only marks and words that are none are marks.
enum class DittoAmong { names, others };
bool is_ditto(std::string_view cell, const ListWords& words, DittoAmong among = DittoAmong::others);
// Nothing, in a column of names or places: "N/A", "néant", "xxx". "Na" and "NA" are names.
bool is_no_name(std::string_view cell, const ListWords& words);
// Words that only the protection staff may read: violence, trafficking, torture, asylum, mental
// health.
bool is_sensitive(std::string_view cell, const ListWords& words);

}  // namespace jatigi::lists

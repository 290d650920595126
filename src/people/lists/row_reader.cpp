#include "people/lists/row_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "people/lists/documents.h"
#include "people/lists/names.h"

namespace jatigi::lists {
namespace {

constexpr int oldest_age = 110;
constexpr std::size_t longest_unit = 10;              // "semaines"
constexpr std::size_t longest_state = 16;             // "mère inconnue"
constexpr std::string_view oldest_likely_age = "60";  // Of a number where a day should stand.

class RowReader {
public:
    RowReader(RowCells& cells, const ListHabits::Mended& mended, const RowRules& rules)
        : cells_(cells),
          lost_(mended.lost),
          words_(rules.words),
          habits_(rules.habits),
          list_date_(rules.list_date),
          answers_(rules.answers),
          reasons_(mended.reasons) {}

    RowReading read() && {
        read_names();
        read_arrival();
        read_birth();
        read_person();
        read_papers();
        read_observations();
        if (cells_.repaired()) add(RowReason::encoding_repaired);
        if (cells_.has_unread_tick()) add(RowReason::value_unreadable);
        if (!cells_.sensitive().empty()) add(RowReason::sensitive_in_list);
        fields_.extras = cells_.take_extras();
        // Cells typed one column too far: nothing else that is said about the row can be trusted.
        if (unreadable_ >= 2) reasons_ = {RowReason::row_garbled};
        std::ranges::sort(reasons_);
        reasons_.erase(std::ranges::unique(reasons_).begin(), reasons_.end());
        return {.number = 0,
                .kind = RowKind::data,
                .decision = RowDecision::accepted,
                .reasons = std::move(reasons_),
                .fields = std::move(fields_),
                .duplicate_of_row = {},
                .sensitive_cells = cells_.sensitive()};
    }

private:
    void add(RowReason reason) { reasons_.push_back(reason); }

    Personal<std::string> text_of(ListField field) const {
        const std::string text = cells_.one_line(field);
        if (is_no_name(text, words_)) return {};
        // "Na" is a name, and "NA" is one where names are written in capitals; else "not
        // available".
        const bool named =
            word_fold(text) != text && (!is_in_capital_letters(text) || habits_.may_be_na(field));
        const bool mark = text.size() <= 3 && !named && words_.code(WordKind::none, text);
        return Personal<std::string>(mark ? std::string{} : text);
    }

    // "---" and "N/A" say that there is nothing to say.
    void read_observations() {
        const std::string_view text = cells_.at(ListField::observations);
        const bool nothing =
            is_blank_mark(text) || text_of(ListField::observations).reveal().empty();
        fields_.observations = Personal<std::string>(nothing ? std::string{} : std::string(text));
    }

    // What stands between the given names and the family's is a given name to us.
    std::string given_names() const {
        std::string names = text_of(ListField::given_names).reveal();
        const std::string middle = text_of(ListField::middle_name).reveal();
        if (!names.empty() && !middle.empty()) names += ' ';
        return names + middle;
    }

    void read_names() {
        fields_.list_no = cells_.one_line(ListField::list_no);
        const bool given_first = cells_.at(ListField::full_name).empty();
        const NameReading whole = split_full_name(
            text_of(given_first ? ListField::full_name_given_first : ListField::full_name).reveal(),
            given_first ? NameOrder::given_first : NameOrder::family_first);
        NameReading name = without_titles({.family = text_of(ListField::family_name).reveal(),
                                           .given = given_names(),
                                           .also = {}});
        if (name.family.empty() && name.given.empty()) {
            name = whole;
            if (name.by_order && !cells_.name_order_said()) add(RowReason::name_order_assumed);
        } else if (name.family.empty() || name.given.empty()) {
            complete(name, whole);
        }
        if (name.family.empty() && name.given.empty()) add(RowReason::name_missing);
        const bool called_only = !name.also.empty() && name.given.empty();
        if (called_only || is_unclear(name.family) || is_unclear(name.given) ||
            starts_with_marriage(name.given))
            add(RowReason::name_unclear);
        sex_in_title_ = name.sex.empty() ? whole.sex : name.sex;
        if (!name.also.empty()) cells_.keep("dit", std::move(name.also));
        fields_.family_name = Personal<std::string>(std::move(name.family));
        fields_.given_names = Personal<std::string>(std::move(name.given));
    }

    // "BA Awa DCD", "Bébé de Awa", "BA Awa & BA Ali", "A\uFFFDssatou".
    bool is_unclear(const std::string& name) const {
        constexpr std::string_view replacement = "\xEF\xBF\xBD";
        return words_.holds_word(WordKind::no_name, name) ||
               name.find_first_of("&?(/0123456789") != std::string::npos ||
               name.contains(replacement);
    }
    // "KONE née TRAORE Awa": which of the words is hers?
    static bool starts_with_marriage(const std::string& given) {
        constexpr std::array<std::string_view, 6> words{"epouse", "epse",  "ep",
                                                        "vve",    "veuve", "nee"};
        return std::ranges::find(words, word_key(given.substr(0, given.find(' ')))) != words.end();
    }

    // One half of the name stands alone, the whole of it in another column.
    static void complete(NameReading& name, const NameReading& whole) {
        const std::string& half = name.family.empty() ? name.given : name.family;
        const bool is_half =
            word_key(half) == word_key(name.family.empty() ? whole.given : whole.family);
        if (!is_half) return;
        name.family = whole.family;
        name.given = whole.given;
    }

    // Of a list without an arrival in its rows: what somebody answered.
    std::optional<Day> answered_arrival() const {
        if (answers_.arrival) return answers_.arrival;
        if (answers_.arrival_from != ArrivalFrom::registration) return std::nullopt;
        const WrittenDate written = date_in(ListField::registration_date);
        return written.shape == DateShape::day ? std::optional(written.first) : std::nullopt;
    }

    void read_arrival() {
        const WrittenDate written = date_in(ListField::arrival_date);
        if (written.shape != DateShape::day) fields_.arrival_date = answered_arrival();
        cells_.keep(ListField::registration_date);
        if (written.shape == DateShape::day) {
            fields_.arrival_date = written.first;
            if (written.has_remark) cells_.keep(ListField::arrival_date);
        }
        if (fields_.arrival_date) {
            if (written.shape != DateShape::day) cells_.keep(ListField::arrival_date);
            if (*fields_.arrival_date > list_date_) add(RowReason::arrival_in_future);
            return;
        }
        add(RowReason::arrival_missing);
        if (written.shape == DateShape::missing) return;
        cells_.keep(ListField::arrival_date);
        if (written.shape != DateShape::impossible) ++unreadable_;
    }

    WrittenDate date_in(ListField field) const {
        return read_date(cells_.one_line(field), words_.date_words(), year_of(list_date_),
                         order_of(field));
    }
    DayOrder order_of(ListField field) const { return habits_.order_of(field); }

    // The year in one column, the day and the month beside it.
    WrittenDate birth_in() const {
        const std::string written = cells_.one_line(ListField::birth);
        const bool in_parts = !is_unknown(cells_.one_line(ListField::birth_month), words_);
        if (is_short_year(written) &&
            (in_parts || (cells_.birth_names_year() && !cells_.birth_names_age())))
            return in_parts
                       ? birth_in_parts(written)
                       : read_date("né en " + written, words_.date_words(), year_of(list_date_));
        // Eighty-eight years, or 1988?
        if (is_short_year(written) && !cells_.birth_names_age() &&
            (written[0] == '0' || written >= oldest_likely_age))
            return {.shape = DateShape::unreadable};
        const WrittenDate year = date_in(ListField::birth);
        return year.shape == DateShape::year && in_parts ? birth_in_parts(written) : year;
    }
    static bool is_short_year(std::string_view text) {
        return text.size() == 2 && is_digit(text[0]) && is_digit(text[1]);
    }
    WrittenDate birth_in_parts(const std::string& year) const {
        const std::string month = cells_.one_line(ListField::birth_month);
        const std::string day = cells_.one_line(ListField::birth_day);
        std::string text = is_unknown(day, words_) ? std::string{} : day + ' ';
        const bool in_numbers = month.find_first_not_of("0123456789") == std::string::npos;
        if (in_numbers) std::ranges::replace(text, ' ', '/');
        text += month + (in_numbers ? '/' : ' ') + year;
        return read_date(text, words_.date_words(), year_of(list_date_));
    }

    // "25-30", "25/30".
    static bool is_range(std::string_view text) {
        const auto mark = text.find_first_of("-/");
        if (mark == std::string_view::npos) return false;
        const auto is_age = [](std::string_view part) {
            const std::string digits = trim(part);
            return !digits.empty() && digits.size() <= 3 &&
                   digits.find_first_not_of("0123456789") == std::string::npos;
        };
        // "6/12" are months, as clinics write them, or a day.
        if (text[mark] == '/' && trim(text.substr(mark + 1)) == "12") return false;
        return is_age(text.substr(0, mark)) && is_age(text.substr(mark + 1));
    }

    // In a column of ages two numbers are a range, and the unit may stand beside it.
    WrittenDate years_in() const {
        std::string text = cells_.one_line(ListField::age);
        const std::string unit = cells_.one_line(ListField::age_unit);
        const bool bare = text.find_first_not_of("0123456789.,") == std::string::npos;
        if (is_range(text)) {
            text += " ans";
        } else if (!text.empty() && bare && !unit.empty() && unit.size() <= longest_unit) {
            text += (unit.size() == 1 && (unit[0] == 'a' || unit[0] == 'A')) ? " ans" : ' ' + unit;
        } else {
            return date_in(ListField::age);
        }
        return read_date(text, words_.date_words(), year_of(list_date_));
    }

    // Years, months, or both: "1" and "6", or "1" and "18".
    WrittenDate age_in() {
        const WrittenDate years = years_in();
        WrittenDate months = date_in(ListField::age_in_months);
        if (months.shape == DateShape::unreadable) cells_.keep(ListField::age_in_months);
        if (months.shape != DateShape::age_years && months.shape != DateShape::age_months)
            return years;
        // "3 ans": the unit that is written counts before the heading.
        const std::string text = cells_.one_line(ListField::age_in_months);
        if (months.shape == DateShape::age_years &&
            text.find_first_not_of("0123456789.,") != std::string::npos) {
            return months;
        }
        months.shape = DateShape::age_months;
        if (years.shape == DateShape::age_years && months.age < 12) months.age += 12 * years.age;
        months.oldest = months.age;
        return months;
    }

    // A date where there is one, else the age.
    void read_birth() {
        WrittenDate written = birth_in();
        ListField field = ListField::birth;
        if (cells_.with_place()) {
            DateAndPlace both =
                read_date_and_place(cells_.one_line(ListField::birth), words_.date_words(),
                                    year_of(list_date_), order_of(ListField::birth));
            written = both.date;
            place_beside_birth_ = std::move(both.place);
        }
        const bool unusable = written.shape == DateShape::missing ||
                              written.shape == DateShape::unreadable ||
                              written.shape == DateShape::other_calendar;
        const WrittenDate age = age_in();
        if (unusable && age.shape != DateShape::missing) {
            cells_.keep(ListField::birth);
            if (written.shape == DateShape::unreadable) add(RowReason::value_unreadable);
            written = age;
            field = ListField::age;
        }
        if (written.has_remark) cells_.keep(field);
        const auto birth = birth_interval(written, fields_.arrival_date);
        if (birth) fields_.birth = Personal<linkage::BirthInterval>(*birth);
        if (written.shape == DateShape::missing) {
            add(RowReason::birth_missing);
        } else if (written.shape == DateShape::unreadable) {
            add(RowReason::birth_unreadable);
            cells_.keep(field);
            ++unreadable_;
        } else if (written.shape == DateShape::other_calendar) {
            add(RowReason::birth_other_calendar);
            cells_.keep(field);
        } else if (written.shape == DateShape::impossible) {
            add(RowReason::birth_impossible);
            cells_.keep(field);
        }
        if (birth && fields_.arrival_date) check_age(*birth, *fields_.arrival_date);
        if (birth && field == ListField::birth && is_unlike(*birth, age)) {
            add(RowReason::birth_unlike_age);
            cells_.keep(ListField::age);
        }
        if (written.century_assumed) add(RowReason::birth_century_assumed);
        if (written.month_first) add(RowReason::birth_day_month_swapped);
    }

    void check_age(const linkage::BirthInterval& birth, Day arrival) {
        if (birth.min > arrival) add(RowReason::birth_after_arrival);
        if (birth.max <= linkage::years_before(arrival, oldest_age + 1))
            add(RowReason::age_implausible);
    }

    // An age may be counted from another day, and to the year begun.
    bool is_unlike(const linkage::BirthInterval& birth, const WrittenDate& age) const {
        constexpr std::chrono::days slack{2 * 366};
        if (age.shape != DateShape::age_years && age.shape != DateShape::age_months) return false;
        const auto aged = birth_interval(age, fields_.arrival_date);
        return aged && (birth.max + slack < aged->min || aged->max + slack < birth.min);
    }

    void keep_unread(ListField field) {
        add(RowReason::value_unreadable);
        cells_.keep(field);
    }

    std::string code_in(ListField field, WordKind kind) {
        CodeReading reading = read_code(kind, cells_.one_line(field), words_);
        if (reading.unread) keep_unread(field);
        return std::move(reading.code);
    }

    std::vector<std::string> codes_in(ListField field, WordKind kind) {
        CodesReading reading = read_codes(kind, cells_.at(field), words_);
        if (reading.unread) keep_unread(field);
        return std::move(reading.codes);
    }

    // A title says it where nothing else does.
    CodeReading sex_in() const {
        const std::string cell = cells_.one_line(ListField::sex);
        if (is_blank_mark(cell)) return {.code = sex_in_title_, .unread = false};
        const bool letter_m = word_key(cell) == "m";
        if (letter_m && habits_.sex_letters() == SexLetters::spanish)
            return {.code = "F", .unread = false};
        if (letter_m && habits_.sex_letters() == SexLetters::unclear)
            return {.code = {}, .unread = true};
        return read_code(WordKind::sex, cell, words_);
    }

    void read_person() {
        const CodeReading sex = sex_in();
        fields_.sex = sex.code;
        note_unread(ListField::sex, sex, RowReason::sex_missing, RowReason::sex_unreadable);
        const CodeReading nation =
            read_nationality(cells_.one_line(ListField::nationality), words_);
        fields_.nationality = nation.code;
        note_unread(ListField::nationality, nation, RowReason::nationality_missing,
                    RowReason::nationality_unreadable);
        fields_.birth_place = text_of(ListField::birth_place);
        if (fields_.birth_place.reveal().empty()) {
            fields_.birth_place = Personal<std::string>(std::move(place_beside_birth_));
        }
        fields_.origin = text_of(ListField::origin);
        fields_.father_name = parent_in(ListField::father_name);
        fields_.mother_name = parent_in(ListField::mother_name);
        read_parents();
        fields_.marital_status = code_in(ListField::marital_status, WordKind::marital);
        fields_.household = read_household(cells_.one_line(ListField::household), words_);
        fields_.relation = relation_in();
        fields_.languages = codes_in(ListField::languages, WordKind::language);
        fields_.vulnerabilities = Personal<std::vector<std::string>>(
            codes_in(ListField::vulnerabilities, WordKind::vulnerability));
    }

    // "Décédé" and a telephone are nobody's name.
    Personal<std::string> parent_in(ListField field) {
        std::string name = text_of(field).reveal();
        const std::string key = name.size() <= longest_state ? word_key(name) : std::string{};
        const bool none = words_.has_key(WordKind::no_name, key) ||
                          words_.has_key(WordKind::late, key) ||
                          words_.has_key(WordKind::none, key) || is_reference(name);
        if (!none || name.empty()) return parent(name);
        keep_unread(field);
        return {};
    }
    // "76112233", "voir n°2".
    static bool is_reference(std::string_view name) {
        return upper(name).starts_with("VOIR ") || digits_of(name).size() > 3;
    }
    // "Fils/Fille" is told by the sex; "fille du frère" is neither's.
    std::string relation_in() {
        const std::string cell = cells_.one_line(ListField::relation);
        if (cells_.at_head_column()) return yes_or_no(cell) == true ? "HEAD" : "";
        if (cell.empty() || words_.code(WordKind::relation, cell))
            return code_in(ListField::relation, WordKind::relation);
        const auto pair = words_.codes_of_choices(WordKind::relation, cell);
        const auto of_both = [&](std::string_view man, std::string_view woman) {
            return pair.size() == 2 && std::ranges::find(pair, man) != pair.end() &&
                   std::ranges::find(pair, woman) != pair.end();
        };
        for (const auto& [man, woman] :
             {std::pair("SON", "DAUGHTER"), std::pair("BROTHER", "SISTER")})
            if (of_both(man, woman) && !fields_.sex.empty())
                return fields_.sex == "F" ? woman : man;
        auto codes = words_.codes_within(WordKind::relation, cell);
        if (codes.size() > 1) std::erase(codes, "HEAD");
        const bool of_somebody_else = codes.size() > 1 ||
                                      words_.is_taken_back(WordKind::relation, cell) ||
                                      words_.holds_kin_beside(WordKind::relation, cell);
        if (!of_somebody_else) return code_in(ListField::relation, WordKind::relation);
        keep_unread(ListField::relation);
        return {};
    }

    Personal<std::string> parent(std::string_view name) const {
        return Personal<std::string>(without_late(name, words_));
    }

    // "Bakari Exemple et de Nana Modèle" in one cell.
    void read_parents() {
        const std::string text = text_of(ListField::parents).reveal();
        if (text.empty()) return;
        const auto parents = split_parents(text);
        const bool taken =
            !fields_.father_name.reveal().empty() || !fields_.mother_name.reveal().empty();
        if (!parents || taken) return cells_.keep(ListField::parents);
        fields_.father_name = parent(parents->father);
        fields_.mother_name = parent(parents->mother);
    }

    void note_unread(ListField field, const CodeReading& reading, RowReason missing,
                     RowReason unreadable) {
        if (!reading.code.empty()) return;
        add(reading.unread ? unreadable : missing);
        if (!reading.unread) return;
        cells_.keep(field);
        if (!habits_.is_in_codes(field)) ++unreadable_;
    }

    void read_papers() {
        linkage::PhoneReading phone =
            read_phone(cells_.at(ListField::phone), fields_.nationality, words_);
        if (phone.damaged || lost_.contains(ListField::phone)) {
            phone.e164.clear();
            add(RowReason::phone_damaged);
            cells_.keep(ListField::phone);
        }
        fields_.phone = Personal<std::string>(std::move(phone.e164));
        const bool apart = !cells_.at(ListField::document_type).empty();
        const ListField field = apart ? ListField::document_type : ListField::document;
        DocumentReading document = read_document(cells_.one_line(field), words_);
        if (document.unread) keep_unread(field);
        std::string number = cells_.one_line(ListField::document_no);
        if (is_blank_mark(number)) number = std::move(document.number);
        const bool lost = lost_.contains(ListField::document_no) ||
                          lost_.contains(ListField::document) || is_in_powers(number);
        if (lost) {
            add(RowReason::number_damaged);
            cells_.keep(lost_.contains(field) ? field : ListField::document_no);
            number.clear();
        }
        // "N° passeport": the heading says what it is, if it speaks of one paper alone.
        if (document.type.empty() && !number.empty() && !document.unread) {
            const auto types =
                words_.codes_within(WordKind::document, cells_.heading_of(ListField::document_no));
            if (types.size() == 1) document.type = types[0];
        }
        fields_.document_type = std::move(document.type);
        fields_.document_no = Personal<std::string>(std::move(number));
    }

    // "1,23457E+15": digits that a spreadsheet did not show.
    static bool is_in_powers(std::string_view number) {
        const auto e = number.find_first_of("eE");
        return e != std::string_view::npos && e > 0 && number.substr(e + 1).starts_with('+') &&
               number.substr(0, e).find_first_not_of("0123456789.,") == std::string_view::npos;
    }

    RowCells& cells_;
    const std::set<ListField>& lost_;
    const ListWords& words_;
    const ListHabits& habits_;
    Day list_date_;
    const ListAnswers& answers_;
    ListFields fields_;
    std::vector<RowReason> reasons_;
    std::string place_beside_birth_;
    std::string sex_in_title_;
    int unreadable_ = 0;  // Of arrival, sex, birth and nationality.
};

}  // namespace

int year_of(Day day) {
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

RowReading read_row(RowCells& cells, const ListHabits::Mended& mended, const RowRules& rules) {
    RowReading row = RowReader(cells, mended, rules).read();
    decide(row);
    return row;
}

}  // namespace jatigi::lists

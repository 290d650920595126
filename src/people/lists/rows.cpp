#include "people/lists/rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "people/linkage/duplicates.h"
#include "people/lists/names.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

constexpr int oldest_age = 110;
constexpr std::size_t rows_between_news = 1000;

int year_of(Day day) {
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

// A mark for "the same as above" makes no sense where every row has its own value.
bool may_be_ditto(ListField field) {
    return field != ListField::observations && field != ListField::unknown &&
           field != ListField::list_no && field != ListField::document_no;
}

// Columns in which free text may say what only protection staff should read.
bool may_be_sensitive(ListField field) {
    using enum ListField;
    return field == vulnerabilities || field == observations || field == unknown ||
           field == relation || field == marital_status;
}

bool is_tick(std::string_view cell) {
    constexpr std::array<std::string_view, 11> ticks{"x", "1", "oui", "yes", "m",   "f",
                                                     "h", "o", "y",   "vrai", "true"};
    constexpr std::array<std::string_view, 5> marks{"✓", "✔", "+", "×", "*"};
    return std::ranges::find(ticks, word_key(cell)) != ticks.end() ||
           std::ranges::find(marks, cell) != marks.end();
}

bool is_no_tick(std::string_view cell) {
    constexpr std::array<std::string_view, 6> noes{"0", "non", "no", "n", "faux", "false"};
    return is_blank_mark(cell) || std::ranges::find(noes, word_key(cell)) != noes.end();
}

// The cells of one data row by field: encoding repaired, ditto marks resolved, blanks trimmed.
class RowCells {
public:
    RowCells(const ListRow& row, const ListLayout& layout, const ListWords& words) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const ListColumn column = i < layout.columns.size() ? layout.columns[i] : ListColumn{};
            if (column.field == ListField::our_note) continue;
            RepairedText text = repair_encoding(row.cells[i]);
            repaired_ = repaired_ || text.repaired;
            std::string cell = tidy_blanks(text.text, LineBreaks::keep);
            if (cell.empty() || is_sheet_error(cell)) continue;
            if (may_be_sensitive(column.field) && is_sensitive(cell, words)) {
                sensitive_.push_back(column.field);
            }
            const bool male = column.field == ListField::sex_male;
            if (male || column.field == ListField::sex_female) {
                if (is_no_tick(cell)) continue;
                // Ticked in both, it is unreadable.
                const std::string& sex = cells_[ListField::sex];
                const bool ticked = is_tick(cell);
                cells_[ListField::sex] = sex.empty() && ticked ? (male ? "M" : "F") : sex + cell;
                headings_[ListField::sex] = column.heading;
                continue;
            }
            if (column.field == ListField::unknown) {
                extras_.push_back(
                    {.heading = column.heading, .text = Personal<std::string>(std::move(cell))});
            } else {
                headings_.emplace(column.field, column.heading);
                cells_.emplace(column.field, std::move(cell));
            }
        }
    }

    void resolve_ditto(const std::map<ListField, std::string>& above, const ListWords& words) {
        for (auto& [field, cell] : cells_) {
            if (!may_be_ditto(field) || !is_ditto(cell, words)) continue;
            const auto same = above.find(field);
            cell = same == above.end() ? std::string{} : same->second;
        }
    }

    std::string_view at(ListField field) const {
        const auto found = cells_.find(field);
        return found == cells_.end() ? std::string_view{} : std::string_view{found->second};
    }
    std::string one_line(ListField field) const { return tidy_blanks(at(field)); }
    // "Date et lieu de naissance"
    bool names_place(ListField field) const {
        const auto heading = headings_.find(field);
        if (heading == headings_.end()) return false;
        const std::string words = " " + word_fold(heading->second) + " ";
        return words.contains(" lieu ") || words.contains(" place ");
    }
    bool repaired() const { return repaired_; }
    std::map<ListField, std::string> take_all() && { return std::move(cells_); }
    const std::vector<ListField>& sensitive() const { return sensitive_; }

    // What could not be read is kept as it stands.
    void keep(ListField field) {
        if (at(field).empty()) return;
        extras_.push_back(
            {.heading = headings_[field], .text = Personal<std::string>(std::string(at(field)))});
    }
    std::vector<ListExtra> take_extras() { return std::move(extras_); }

private:
    std::map<ListField, std::string> cells_;
    std::map<ListField, std::string> headings_;
    std::vector<ListExtra> extras_;
    std::vector<ListField> sensitive_;
    bool repaired_ = false;
};

class RowReader {
public:
    RowReader(RowCells& cells, const ListWords& words, Day list_date,
              const std::set<ListField>& month_first)
        : cells_(cells), words_(words), list_date_(list_date), month_first_(month_first) {}

    RowReading read() && {
        read_names();
        read_arrival();
        read_birth();
        read_person();
        read_papers();
        fields_.observations =
            Personal<std::string>(std::string(cells_.at(ListField::observations)));
        if (cells_.repaired()) add(RowReason::encoding_repaired);
        if (!cells_.sensitive().empty()) add(RowReason::sensitive_in_list);
        fields_.extras = cells_.take_extras();
        // Cells typed one column too far: nothing else that is said about the row can be trusted.
        if (unreadable_ >= 2) reasons_ = {RowReason::row_garbled};
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
        return Personal<std::string>(is_unknown(text, words_) ? std::string{} : text);
    }

    void read_names() {
        fields_.list_no = cells_.one_line(ListField::list_no);
        std::string family = text_of(ListField::family_name).reveal();
        std::string given = text_of(ListField::given_names).reveal();
        if (family.empty() && given.empty()) {
            const bool given_first = cells_.at(ListField::full_name).empty();
            const std::string full =
                text_of(given_first ? ListField::full_name_given_first : ListField::full_name)
                    .reveal();
            NameReading name = split_full_name(
                full, given_first ? NameOrder::given_first : NameOrder::family_first);
            family = std::move(name.family);
            given = std::move(name.given);
        }
        if (family.empty() && given.empty()) add(RowReason::name_missing);
        fields_.family_name = Personal<std::string>(std::move(family));
        fields_.given_names = Personal<std::string>(std::move(given));
    }

    void read_arrival() {
        const WrittenDate written = date_in(ListField::arrival_date);
        if (written.shape == DateShape::day) {
            fields_.arrival_date = written.first;
            if (written.has_remark) cells_.keep(ListField::arrival_date);
            if (written.first > list_date_) add(RowReason::arrival_in_future);
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
    DayOrder order_of(ListField field) const {
        return month_first_.contains(field) ? DayOrder::month_first : DayOrder::day_first;
    }

    // Years, months, or both: "1" and "6", or "1" and "18".
    WrittenDate age_in() {
        const WrittenDate years = date_in(ListField::age);
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
        return months;
    }

    // A date where there is one, else the age.
    void read_birth() {
        WrittenDate written = date_in(ListField::birth);
        ListField field = ListField::birth;
        if (cells_.names_place(ListField::birth)) {
            DateAndPlace both = read_date_and_place(cells_.one_line(ListField::birth),
                                                    words_.date_words(), year_of(list_date_),
                                                    order_of(ListField::birth));
            written = both.date;
            place_beside_birth_ = std::move(both.place);
        }
        const bool unusable =
            written.shape == DateShape::missing || written.shape == DateShape::unreadable;
        if (const WrittenDate age = age_in();
            unusable && age.shape != DateShape::missing) {
            cells_.keep(ListField::birth);
            written = age;
            field = ListField::age;
        }
        if (written.has_remark) cells_.keep(field);
        const auto birth = birth_interval(written, fields_.arrival_date);
        if (birth) fields_.birth = Personal<BirthInterval>(*birth);
        if (written.shape == DateShape::missing) {
            add(RowReason::birth_missing);
        } else if (written.shape == DateShape::unreadable) {
            add(RowReason::birth_unreadable);
            cells_.keep(field);
            ++unreadable_;
        } else if (written.shape == DateShape::impossible) {
            add(RowReason::birth_impossible);
            cells_.keep(field);
        }
        if (birth && fields_.arrival_date) check_age(*birth, *fields_.arrival_date);
        if (written.century_assumed) add(RowReason::birth_century_assumed);
        if (written.month_first) add(RowReason::birth_day_month_swapped);
    }

    void check_age(const BirthInterval& birth, Day arrival) {
        if (birth.min > arrival) add(RowReason::birth_after_arrival);
        if (birth.max <= years_before(arrival, oldest_age + 1)) add(RowReason::age_implausible);
    }

    std::string code_in(ListField field, WordKind kind) {
        CodeReading reading = read_code(kind, cells_.one_line(field), words_);
        if (reading.unread) cells_.keep(field);
        return std::move(reading.code);
    }

    std::vector<std::string> codes_in(ListField field, WordKind kind) {
        CodesReading reading = read_codes(kind, cells_.at(field), words_);
        if (reading.unread) cells_.keep(field);
        return std::move(reading.codes);
    }

    void read_person() {
        const CodeReading sex = read_code(WordKind::sex, cells_.one_line(ListField::sex), words_);
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
        fields_.marital_status = code_in(ListField::marital_status, WordKind::marital);
        fields_.household = read_household(cells_.one_line(ListField::household), words_);
        fields_.relation = code_in(ListField::relation, WordKind::relation);
        fields_.languages = codes_in(ListField::languages, WordKind::language);
        fields_.vulnerabilities = Personal<std::vector<std::string>>(
            codes_in(ListField::vulnerabilities, WordKind::vulnerability));
    }

    Personal<std::string> parent_in(ListField field) const {
        return Personal<std::string>(without_late(text_of(field).reveal(), words_));
    }

    void note_unread(ListField field, const CodeReading& reading, RowReason missing,
                     RowReason unreadable) {
        if (!reading.code.empty()) return;
        add(reading.unread ? unreadable : missing);
        if (!reading.unread) return;
        cells_.keep(field);
        ++unreadable_;
    }

    void read_papers() {
        PhoneReading phone = read_phone(
            {.text = cells_.at(ListField::phone), .nationality = fields_.nationality}, words_);
        if (phone.damaged) {
            add(RowReason::phone_damaged);
            cells_.keep(ListField::phone);
        }
        fields_.phone = Personal<std::string>(std::move(phone.e164));
        const bool apart = !cells_.at(ListField::document_type).empty();
        const ListField field = apart ? ListField::document_type : ListField::document;
        DocumentReading document = read_document(cells_.one_line(field), words_);
        if (document.unread) cells_.keep(field);
        std::string number = cells_.one_line(ListField::document_no);
        if (is_blank_mark(number)) number = std::move(document.number);
        fields_.document_type = std::move(document.type);
        fields_.document_no = Personal<std::string>(std::move(number));
    }

    RowCells& cells_;
    const ListWords& words_;
    Day list_date_;
    const std::set<ListField>& month_first_;
    ListFields fields_;
    std::vector<RowReason> reasons_;
    std::string place_beside_birth_;
    int unreadable_ = 0;  // Of arrival, sex, birth and nationality.
};

// Decides on a row by the heaviest of its reasons. Of a rejected row only what rejects it is told.
void decide(RowReading& row) {
    std::ranges::sort(row.reasons);
    const auto weighs = [&](ReasonWeight weight) {
        return std::ranges::any_of(row.reasons,
                                   [&](RowReason reason) { return weight_of(reason) == weight; });
    };
    if (weighs(ReasonWeight::rejects)) {
        row.decision = RowDecision::rejected;
        std::erase_if(row.reasons,
                      [](RowReason reason) { return weight_of(reason) == ReasonWeight::warns; });
    } else {
        row.decision = weighs(ReasonWeight::warns) ? RowDecision::warned : RowDecision::accepted;
    }
}

bool comes_in(const RowReading& row) {
    return row.decision == RowDecision::accepted || row.decision == RowDecision::warned;
}

NameReading names_of(const ListFields& fields) {
    return {.family = fields.family_name.reveal(), .given = fields.given_names.reveal()};
}

// Puts names right that stand in each other's column, by the use of the whole list.
void mark_swapped_names(std::vector<RowReading>& rows, const std::vector<bool>& apart) {
    NameUsage usage;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!comes_in(rows[i]) || !apart[i]) continue;
        usage.add(names_of(rows[i].fields));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ListFields& fields = rows[i].fields;
        if (!comes_in(rows[i]) || !apart[i] || !usage.swapped(names_of(fields))) {
            continue;
        }
        std::swap(fields.family_name, fields.given_names);
        rows[i].reasons.push_back(RowReason::names_swapped);
        decide(rows[i]);
    }
}

// In every cell, a number that one of them lacks aside: two numbers are two people.
bool says_the_same(const ListFields& one, ListFields other) {
    if (one.list_no.empty() || other.list_no.empty()) other.list_no = one.list_no;
    return one == other;
}

// Of each number on the list, the first row that has it.
std::map<std::string, const RowReading*> first_of_number(const std::vector<RowReading*>& rows) {
    std::map<std::string, const RowReading*> first;
    for (const RowReading* row : rows)
        if (!row->fields.list_no.empty()) first.try_emplace(row->fields.list_no, row);
    return first;
}

void mark_duplicates(std::vector<RowReading>& rows, const DuplicateProgress& progress) {
    std::vector<PersonTraits> people;
    std::vector<RowReading*> of_people;
    for (RowReading& row : rows) {
        if (!comes_in(row)) continue;
        people.push_back(traits_of(row.fields));
        of_people.push_back(&row);
    }
    const auto earlier = suspected_duplicates(people, progress);
    const auto numbered = first_of_number(of_people);
    for (std::size_t i = 0; i < earlier.size(); ++i) {
        RowReading& row = *of_people[i];
        const RowReading* first = earlier[i] ? of_people[*earlier[i]] : nullptr;
        row.repeats = first != nullptr && says_the_same(row.fields, first->fields);
        if (const auto copy = numbered.find(row.fields.list_no);
            !row.repeats && copy != numbered.end() && copy->second != &row &&
            copy->second->fields == row.fields) {
            first = copy->second;
            row.repeats = true;
        }
        if (first == nullptr) continue;
        row.duplicate_of_row = first->number;
        row.reasons.push_back(RowReason::duplicate_suspected);
        decide(row);
    }
}

// Reads the rows of a table one after the other and frees them.
class TableReader {
public:
    TableReader(ListTable table, ListShape shape, const ListReference& reference, Day list_date)
        : table_(std::move(table)),
          shape_(std::move(shape)),
          words_(reference.words),
          list_date_(list_date) {}

    ListReading read(const ListProgress& progress) && {
        find_month_first();
        const std::size_t count = table_.rows.size();
        const auto tell = [&](std::size_t done) {
            if (progress) progress(done, 2 * count);
        };
        std::vector<RowReading> rows;
        rows.reserve(count);
        std::vector<bool> names_apart;
        names_apart.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (i % rows_between_news == 0) tell(i);
            rows.push_back(read_row(i));
            names_apart.push_back(rows[i].kind == RowKind::data &&
                                  layout_of(i).column_of(ListField::family_name).has_value());
        }
        table_.rows = {};
        mark_swapped_names(rows, names_apart);
        mark_duplicates(rows, [&](std::size_t done) {
            if (done % rows_between_news == 0) tell(count + done);
        });
        tell(2 * count);
        return {.rows = std::move(rows), .layouts = std::move(shape_.layouts)};
    }

private:
    // Columns that some machine wrote in the American way: cells that can only be read so, and hardly
    // any that can only be read day first.
    void find_month_first() {
        constexpr int enough = 3;
        for (const ListField field : {ListField::arrival_date, ListField::birth}) {
            int american = 0;
            int european = 0;
            for (std::size_t i = 0; i < table_.rows.size(); ++i) {
                if (shape_.kinds[i] != RowKind::data) continue;
                const auto column = layout_of(i).column_of(field);
                if (!column || *column >= table_.rows[i].cells.size()) continue;
                const auto order = order_shown(trim(table_.rows[i].cells[*column]));
                if (order == DayOrder::day_first) ++european;
                if (order == DayOrder::month_first) ++american;
            }
            if (american >= enough && american > 10 * european) month_first_.insert(field);
        }
    }

    const ListLayout& layout_of(std::size_t i) const { return shape_.layouts[shape_.layout_of[i]]; }

    RowReading read_row(std::size_t i) {
        RowReading row;
        ListRow written = std::move(table_.rows[i]);
        if (shape_.kinds[i] == RowKind::data) {
            RowCells cells(written, layout_of(i), words_);
            cells.resolve_ditto(above_, words_);
            row = RowReader(cells, words_, list_date_, month_first_).read();
            decide(row);
            row.layout = shape_.layout_of[i];
            if (row.decision == RowDecision::rejected) {
                row.cells = cells_to_correct(std::move(written.cells), layout_of(i));
            }
            remember(std::move(cells).take_all());
        }
        row.kind = shape_.kinds[i];
        row.number = written.number;
        return row;
    }

    // A mark that we do not know must not spoil the rows below it, that say "idem" of it.
    void remember(std::map<ListField, std::string> cells) {
        for (auto& [field, cell] : cells) {
            const auto same = above_.find(field);
            const bool mark = !is_blank_mark(cell) && !cell.contains('?') && word_key(cell).empty();
            if (mark && same != above_.end()) cell = same->second;
        }
        above_ = std::move(cells);
    }

    // Away from its list a ditto mark would mean another row.
    std::vector<Personal<std::string>> cells_to_correct(std::vector<std::string> written,
                                                        const ListLayout& layout) const {
        std::vector<Personal<std::string>> cells;
        for (std::size_t i = 0; i < written.size(); ++i) {
            const ListField field =
                i < layout.columns.size() ? layout.columns[i].field : ListField::unknown;
            const auto same = above_.find(field);
            const bool repeats = same != above_.end() && may_be_ditto(field) &&
                                 is_ditto(tidy_blanks(written[i]), words_);
            cells.emplace_back(repeats ? same->second
                                       : in_plain_order(std::move(written[i]), field));
        }
        return cells;
    }

    // A few rows alone do not show that their column is written in the American way.
    std::string in_plain_order(std::string cell, ListField field) const {
        if (!month_first_.contains(field)) return cell;
        const WrittenDate date = read_date(tidy_blanks(cell), words_.date_words(),
                                           year_of(list_date_), DayOrder::month_first);
        return date.shape == DateShape::day ? day_text(date.first) : cell;
    }

    ListTable table_;
    ListShape shape_;
    const ListWords& words_;
    Day list_date_;
    std::set<ListField> month_first_;
    std::map<ListField, std::string> above_;  // The data row above, for ditto marks.
};

}  // namespace

std::string_view row_decision_text(RowDecision decision) {
    constexpr std::array<std::string_view, 4> texts{"accepted", "warned", "rejected", "skipped"};
    return texts.at(static_cast<std::size_t>(decision));
}

std::string_view row_reason_text(RowReason reason) {
    switch (reason) {
        case RowReason::name_missing:
            return "NAME_MISSING";
        case RowReason::birth_impossible:
            return "BIRTH_IMPOSSIBLE";
        case RowReason::birth_after_arrival:
            return "BIRTH_AFTER_ARRIVAL";
        case RowReason::age_implausible:
            return "AGE_IMPLAUSIBLE";
        case RowReason::arrival_missing:
            return "ARRIVAL_MISSING";
        case RowReason::arrival_in_future:
            return "ARRIVAL_IN_FUTURE";
        case RowReason::row_garbled:
            return "ROW_GARBLED";
        case RowReason::birth_missing:
            return "BIRTH_MISSING";
        case RowReason::birth_unreadable:
            return "BIRTH_UNREADABLE";
        case RowReason::birth_century_assumed:
            return "BIRTH_CENTURY_ASSUMED";
        case RowReason::birth_day_month_swapped:
            return "BIRTH_DAY_MONTH_SWAPPED";
        case RowReason::sex_missing:
            return "SEX_MISSING";
        case RowReason::sex_unreadable:
            return "SEX_UNREADABLE";
        case RowReason::nationality_missing:
            return "NATIONALITY_MISSING";
        case RowReason::nationality_unreadable:
            return "NATIONALITY_UNREADABLE";
        case RowReason::names_swapped:
            return "NAMES_SWAPPED";
        case RowReason::duplicate_suspected:
            return "DUPLICATE_SUSPECTED";
        case RowReason::phone_damaged:
            return "PHONE_DAMAGED";
        case RowReason::encoding_repaired:
            return "ENCODING_REPAIRED";
        case RowReason::sensitive_in_list:
            return "SENSITIVE_IN_LIST";
    }
    return "";
}

ReasonWeight weight_of(RowReason reason) {
    if (reason <= RowReason::row_garbled) return ReasonWeight::rejects;
    return reason == RowReason::sensitive_in_list ? ReasonWeight::notes : ReasonWeight::warns;
}

bool RowReading::has(RowReason reason) const {
    return std::ranges::find(reasons, reason) != reasons.end();
}

ListReference list_reference(const ListReferenceText& text) {
    return {.headings = ListHeadings(text.headings_csv),
            .words = ListWords(
                {.words_csv = text.words_csv, .nationalities_csv = text.nationalities_csv})};
}

Result<ListTable> open_list(std::string_view bytes, const ListReference& reference,
                            const ListLimits& limits) {
    return read_list(bytes, limits, [&](const ListTable& sheet) {
        return find_columns(sheet, reference.headings).has_value();
    });
}

Result<ListReading> read_rows(ListTable table, const ListReference& reference, Day list_date,
                              const ListProgress& progress) {
    TRY_ASSIGN(ListShape shape, find_columns(table, reference.headings));
    return TableReader(std::move(table), std::move(shape), reference, list_date).read(progress);
}

}  // namespace jatigi::registry

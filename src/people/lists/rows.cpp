#include "people/lists/rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "people/linkage/duplicates.h"
#include "people/lists/families.h"
#include "people/lists/habits.h"
#include "people/lists/header_line.h"
#include "people/lists/names.h"
#include "people/lists/row_reader.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::size_t rows_between_news = 1000;

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

// Numbers of households that start again with each arrival: where one number has heads of two days,
// each day's people are a household of their own.
void part_households(std::vector<RowReading>& rows) {
    std::map<std::string, std::set<Day>> days_of_heads;
    for (const RowReading& row : rows)
        if (row.fields.relation == "HEAD" && row.fields.arrival_date &&
            !row.fields.household.empty())
            days_of_heads[row.fields.household].insert(*row.fields.arrival_date);
    for (RowReading& row : rows) {
        const auto days = days_of_heads.find(row.fields.household);
        if (days == days_of_heads.end() || days->second.size() < 2 || !row.fields.arrival_date)
            continue;
        row.fields.household += " (" + day_text(*row.fields.arrival_date) + ")";
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

void mark_duplicates(std::vector<RowReading>& rows, const linkage::DuplicateProgress& progress) {
    std::vector<linkage::PersonTraits> people;
    std::vector<RowReading*> of_people;
    for (RowReading& row : rows) {
        if (!comes_in(row)) continue;
        people.push_back(traits_of(row.fields));
        of_people.push_back(&row);
    }
    const auto earlier = linkage::suspected_duplicates(people, progress);
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
    TableReader(ListTable table, ListShape shape, const ListReference& reference,
                const ListRules& rules)
        : table_(std::move(table)),
          shape_(std::move(shape)),
          words_(reference.words),
          rules_(rules),
          families_(complete_families(table_, shape_, words_)),
          habits_(table_, shape_,
                  {.words = reference.words,
                   .list_date = rules.list_date,
                   .utc_offset = rules.utc_offset}) {
        for (const ListLayout& layout : shape_.layouts)
            needs_.push_back(ticked_needs(layout, words_));
    }

    ListReading read(const ListProgress& progress) && {
        ListReading reading;
        find_arrival(reading);
        const std::size_t count = table_.rows.size();
        const auto tell = [&](std::size_t done) {
            if (progress) progress(done, 2 * count);
        };
        reading.rows.reserve(count);
        std::vector<bool> names_apart;
        names_apart.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (i % rows_between_news == 0) tell(i);
            reading.rows.push_back(read_row(i));
            names_apart.push_back(reading.rows[i].kind == RowKind::data &&
                                  layout_of(i).column_of(ListField::family_name).has_value());
        }
        table_.rows = {};
        part_households(reading.rows);
        mark_swapped_names(reading.rows, names_apart);
        mark_duplicates(reading.rows, [&](std::size_t done) {
            if (done % rows_between_news == 0) tell(count + done);
        });
        tell(2 * count);
        add_remarks(reading);
        reading.layouts = std::move(shape_.layouts);
        return reading;
    }

private:
    const ListLayout& layout_of(std::size_t i) const { return shape_.layouts[shape_.layout_of[i]]; }

    // No row says when its person arrived: what else may say it.
    void find_arrival(ListReading& reading) {
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            if (shape_.kinds[i] == RowKind::title && !reading.day_in_title)
                reading.day_in_title = day_in(table_.rows[i]);
            if (shape_.kinds[i] != RowKind::data) continue;
            has_arrival_ = has_arrival_ || names_arrival(i);
            if (reading.registration_heading.empty() && fills(i, ListField::registration_date))
                reading.registration_heading =
                    layout_of(i)
                        .columns[*layout_of(i).column_of(ListField::registration_date)]
                        .heading;
        }
        ListAnswers& answers = rules_.answers;
        if (!has_arrival_) return;
        // Then nobody asked.
        answers.arrival.reset();
        answers.arrival_from = ArrivalFrom::rows;
    }
    bool fills(std::size_t i, ListField field) const {
        const auto column = layout_of(i).column_of(field);
        return column && *column < table_.rows[i].cells.size() &&
               !is_unknown(table_.rows[i].cells[*column], words_);
    }
    bool names_arrival(std::size_t i) const {
        if (!fills(i, ListField::arrival_date)) return false;
        const std::string& cell =
            table_.rows[i].cells[*layout_of(i).column_of(ListField::arrival_date)];
        const WrittenDate date =
            read_date(tidy_blanks(cell), words_.date_words(), year_of(rules_.list_date));
        return date.shape == DateShape::day;
    }
    std::optional<Day> day_in(const ListRow& row) const {
        for (const std::string& cell : row.cells) {
            const WrittenDate date =
                read_date_within(tidy_blanks(cell), words_.date_words(), year_of(rules_.list_date));
            if (date.shape == DateShape::day) return date.first;
        }
        return std::nullopt;
    }

    RowReading read_row(std::size_t i) {
        RowReading row;
        ListRow written = std::move(table_.rows[i]);
        if (shape_.kinds[i] == RowKind::data) {
            const std::size_t layout = shape_.layout_of[i];
            const ListHabits::Mended mended = habits_.mend(written, layout);
            RowCells cells(written, {.layout = layout_of(i), .needs = needs_[layout]}, words_);
            cells.resolve_ditto(above_, words_);
            row = lists::read_row(cells, mended,
                                  {.words = words_,
                                   .habits = habits_,
                                   .list_date = rules_.list_date,
                                   .answers = rules_.answers});
            row.layout = layout;
            complete_household(row.fields, layout_of(i));
            take_family(row, i);
            row.aside = written.hidden                                 ? RowAside::hidden
                        : written.struck || is_struck_name(i, written) ? RowAside::struck
                                                                       : RowAside::none;
            if (is_left_out(row.aside)) {
                row.decision = RowDecision::skipped;
                row.reasons.clear();
            }
            if (row.decision == RowDecision::rejected) {
                row.cells = cells_to_correct(std::move(written.cells), layout_of(i));
            }
            remember(std::move(cells).take_all());
        }
        // Titles between the rows say it of those below.
        if (shape_.kinds[i] == RowKind::title && rules_.answers.arrival_from == ArrivalFrom::title)
            if (const auto day = day_in(written)) rules_.answers.arrival = day;
        row.kind = shape_.kinds[i];
        row.number = written.number;
        return row;
    }

    // Nobody of that name, though the number and the day are not struck through.
    bool is_struck_name(std::size_t i, const ListRow& row) const {
        bool struck = false;
        const std::vector<ListColumn>& columns = layout_of(i).columns;
        for (std::size_t k = 0; k < std::min(columns.size(), row.cells.size()); ++k) {
            if (!is_name(columns[k].field) || is_blank_text(row.cells[k])) continue;
            if (!row.has_note(k, CellNote::struck)) return false;
            struck = true;
        }
        return struck;
    }

    AsideRows answer_about(RowAside aside) const {
        return aside == RowAside::hidden ? rules_.answers.hidden : rules_.answers.struck;
    }
    bool is_left_out(RowAside aside) const {
        return aside != RowAside::none && answer_about(aside) == AsideRows::leave;
    }

    // "1re famille" stands beside its head alone: relatives in the rows below are of it.
    void complete_household(ListFields& fields, const ListLayout& layout) {
        const bool relative = !fields.relation.empty() && fields.relation != "HEAD";
        if (fields.household.empty() && relative && layout.column_of(ListField::household))
            fields.household = household_above_;
        household_above_ = fields.household;
    }

    // Where the order of the rows alone shows the families, they are numbered by it.
    void take_family(RowReading& row, std::size_t i) {
        const auto [family, completed] = families_.of(i);
        if (family != 0 && !layout_of(i).column_of(ListField::household))
            row.fields.household = std::to_string(family);
        if (completed) row.reasons.push_back(RowReason::family_by_order);
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
                                 is_ditto(tidy_blanks(written[i]), words_, ditto_among(field));
            cells.emplace_back(repeats ? same->second
                                       : in_plain_order(std::move(written[i]), field));
        }
        return cells;
    }

    // A few rows alone do not show that their column is written in the American way.
    std::string in_plain_order(std::string cell, ListField field) const {
        if (habits_.order_of(field) == DayOrder::day_first) return cell;
        const WrittenDate date = read_date(tidy_blanks(cell), words_.date_words(),
                                           year_of(rules_.list_date), DayOrder::month_first);
        return date.shape == DateShape::day ? day_text(date.first) : cell;
    }

    void add_remarks(ListReading& reading) const {
        std::map<RemarkKind, std::size_t> rows;
        for (const RowReading& row : reading.rows) {
            if (row.aside == RowAside::hidden) ++rows[RemarkKind::hidden_rows];
            if (row.aside == RowAside::struck) ++rows[RemarkKind::struck_rows];
            if (row.has(RowReason::birth_day_month_swapped) ||
                row.has(RowReason::arrival_day_month_swapped))
                ++rows[RemarkKind::days_exchanged];
            if (row.has(RowReason::quote_stray)) ++rows[RemarkKind::stray_quotes];
            if (row.kind == RowKind::data && !row.fields.arrival_date)
                ++rows[RemarkKind::arrival_missing];
        }
        if (has_arrival_) rows.erase(RemarkKind::arrival_missing);
        for (const auto& [kind, count] : rows) {
            const bool open =
                (kind == RemarkKind::hidden_rows && rules_.answers.hidden == AsideRows::ask) ||
                (kind == RemarkKind::struck_rows && rules_.answers.struck == AsideRows::ask) ||
                kind == RemarkKind::arrival_missing;
            reading.remarks.push_back(
                {.kind = kind, .heading = {}, .rows = count, .is_open = open});
        }
        // People without their names are of no use to anybody: such a list is to be brought again.
        for (const ListColumn& column : habits_.uncomputed_columns())
            reading.remarks.push_back({.kind = RemarkKind::formulas_not_computed,
                                       .heading = column.heading,
                                       .is_open = is_name(column.field)});
        std::set<std::string> asked;
        for (std::size_t i = 0; i < shape_.layouts.size(); ++i)
            for (std::size_t k = 0; k < shape_.layouts[i].columns.size(); ++k) {
                const ListColumn& column = shape_.layouts[i].columns[k];
                if (column.reading == ColumnReading::asked && !needs_[i][k] &&
                    asked.insert(column.heading).second)
                    reading.remarks.push_back(
                        {.kind = RemarkKind::heading_unknown, .heading = column.heading});
            }
        if (table_.cut_short) reading.remarks.push_back({.kind = RemarkKind::cut_short});
    }

    ListTable table_;
    ListShape shape_;
    const ListWords& words_;
    ListRules rules_;
    ListFamilies families_;
    ListHabits habits_;
    std::vector<TickedNeeds> needs_;  // By layout.
    bool has_arrival_ = false;
    std::map<ListField, std::string> above_;  // The data row above, for ditto marks.
    std::string household_above_;
};

}  // namespace

ListReference list_reference(const ListReferenceText& text) {
    return {.headings = ListHeadings(text.headings),
            .keys = read_table_keys(text.keys_csv),
            .words = ListWords(
                {.words_csv = text.words_csv, .nationalities_csv = text.nationalities_csv})};
}

Result<ListTable> open_list(std::string_view bytes, const ListReference& reference,
                            const ListAnswers& answers, const ListLimits& limits) {
    return open_list(std::span(&bytes, 1), reference, answers, limits);
}

Result<ListTable> open_list(std::span<const std::string_view> files, const ListReference& reference,
                            const ListAnswers& answers, const ListLimits& limits) {
    std::vector<ListTable> tables;
    for (const std::string_view bytes : files) {
        TRY_ASSIGN(std::vector<ListTable> more, read_tables(bytes, limits));
        std::ranges::move(more, std::back_inserter(tables));
    }
    const auto relation = find_relation(tables, reference.headings, reference.keys);
    if (relation && answers.join) return joined(std::move(tables), *relation);
    const std::string members = relation ? tables[relation->members].sheet : std::string{};
    const std::string households = relation ? tables[relation->households].sheet : std::string{};
    ListTable chosen = choose_table(std::move(tables), [&](const ListTable& table) {
        return find_columns(table, reference.headings).has_value();
    });
    if (!relation) return chosen;
    for (TableNote& other : chosen.others) {
        if (other.name == members) other.role = TableRole::members;
        if (other.name == households) other.role = TableRole::households;
    }
    return chosen;
}

namespace {

// Of a joined list: who stands on the sheet of households alone is not read.
std::optional<ListRemark> heads_beside(const ListTable& table, const ListShape& shape,
                                       const ListHeadings& headings) {
    if (!table.household_from) return std::nullopt;
    ListRemark remark{.kind = RemarkKind::heads_beside, .rows = table.households_alone};
    const std::vector<ListColumn>& columns = shape.layouts[0].columns;
    for (std::size_t i = *table.household_from; i < columns.size(); ++i) {
        const std::string& heading = columns[i].heading;
        if (remark.heading.empty() &&
            (is_name(headings.meaning_of(heading).field) ||
             is_name(headings.meaning_without(heading, HeadingRole::head).field)))
            remark.heading = heading;
    }
    if (remark.rows == 0 && remark.heading.empty()) return std::nullopt;
    return remark;
}

}  // namespace

Result<ListReading> read_rows(ListTable table, const ListReference& reference,
                              const ListRules& rules, const ListProgress& progress) {
    align_row_names(table, reference.headings);
    TRY_ASSIGN(ListShape shape, find_columns(table, reference.headings, rules.answers));
    const auto heads = heads_beside(table, shape, reference.headings);
    ListReading reading =
        TableReader(std::move(table), std::move(shape), reference, rules).read(progress);
    if (heads) reading.remarks.push_back(*heads);
    return reading;
}

}  // namespace jatigi::lists

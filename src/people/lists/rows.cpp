#include "people/lists/rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "people/linkage/duplicates.h"
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
            row = lists::read_row(
                cells, {.words = words_, .list_date = list_date_, .month_first = month_first_});
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

}  // namespace jatigi::lists

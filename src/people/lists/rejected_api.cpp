#include "people/lists/rejected_api.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "platform/print/csv.h"

namespace jatigi::lists {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// Nothing for reasons that do not reject.
std::string_view words_for(RowReason reason) {
    switch (reason) {
        case RowReason::name_missing:
            return "nom manquant / name missing";
        case RowReason::birth_impossible:
            return "date de naissance impossible / impossible date of birth";
        case RowReason::birth_after_arrival:
            return "naissance après l'arrivée / born after arrival";
        case RowReason::age_implausible:
            return "plus de 110 ans / older than 110";
        case RowReason::arrival_missing:
            return "date d'arrivée manquante ou illisible / arrival date missing or unreadable";
        case RowReason::arrival_in_future:
            return "arrivée après la date de la liste / arrival after the date of the list";
        case RowReason::row_garbled:
            return "cellules décalées / cells shifted";
        case RowReason::birth_missing:
        case RowReason::birth_unreadable:
        case RowReason::birth_century_assumed:
        case RowReason::birth_day_month_swapped:
        case RowReason::sex_missing:
        case RowReason::sex_unreadable:
        case RowReason::nationality_missing:
        case RowReason::nationality_unreadable:
        case RowReason::names_swapped:
        case RowReason::duplicate_suspected:
        case RowReason::phone_damaged:
        case RowReason::encoding_repaired:
        case RowReason::birth_other_calendar:
        case RowReason::arrival_day_month_swapped:
        case RowReason::number_damaged:
        case RowReason::quote_stray:
        case RowReason::formula_not_computed:
        case RowReason::name_unclear:
        case RowReason::birth_unlike_age:
        case RowReason::name_order_assumed:
        case RowReason::family_by_order:
        case RowReason::value_unreadable:
        case RowReason::sensitive_in_list:
            return {};
    }
    return {};
}

std::string reasons_of(const RowReading& row) {
    std::string text;
    for (const RowReason reason : row.reasons) {
        const std::string_view words = words_for(reason);
        if (words.empty()) continue;
        if (!text.empty()) text += "; ";
        text += words;
    }
    return text;
}

// Columns that we added ourselves when the row was rejected before are not said twice.
bool is_ours(const ListLayout& layout, std::size_t column) {
    return column < layout.columns.size() && layout.columns[column].field == ListField::our_note;
}

class Writer {
public:
    Writer(const std::vector<ListLayout>& layouts, std::vector<const RowReading*> rows)
        : layouts_(layouts), rows_(std::move(rows)) {}

    std::string write() && {
        std::optional<std::size_t> layout;
        for (const RowReading* row : rows_) {
            if (row->layout != layout) header(row->layout);
            layout = row->layout;
            std::vector<std::string> cells;
            for (const auto& cell : row->cells) cells.push_back(cell.reveal());
            line(row->layout, std::move(cells), reasons_of(*row), std::to_string(row->number));
        }
        return std::string(utf8_mark) + csv_.text();
    }

private:
    void header(std::size_t layout) {
        std::vector<std::string> headings;
        for (const ListColumn& column : layouts_[layout].columns) {
            headings.push_back(column.heading);
        }
        // Some rows are wider than their header.
        width_ = headings.size();
        for (const RowReading* row : rows_) {
            if (row->layout == layout) width_ = std::max(width_, row->cells.size());
        }
        line(layout, std::move(headings), "motif / reason", "ligne / row");
    }

    void line(std::size_t layout, std::vector<std::string> cells, std::string reason,
              std::string number) {
        cells.resize(width_);
        std::vector<std::string> kept;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!is_ours(layouts_[layout], i)) kept.push_back(std::move(cells[i]));
        }
        kept.push_back(std::move(reason));
        kept.push_back(std::move(number));
        csv_.row(kept);
    }

    const std::vector<ListLayout>& layouts_;
    std::vector<const RowReading*> rows_;
    std::size_t width_ = 0;
    print::CsvWriter csv_{';'};
};

}  // namespace

std::string rejected_csv(const std::vector<ListLayout>& layouts,
                         const std::vector<const RowReading*>& rows) {
    std::vector<const RowReading*> rejected;
    std::ranges::copy_if(rows, std::back_inserter(rejected), [](const RowReading* row) {
        return row->decision == RowDecision::rejected;
    });
    return Writer(layouts, std::move(rejected)).write();
}

}  // namespace jatigi::lists

// The cells of one row by the field of their column.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/lists/fields.h"
#include "people/lists/row.h"
#include "people/lists/shape.h"
#include "people/lists/table.h"
#include "platform/base/text.h"

namespace jatigi::lists {

// A mark for "the same as above" makes no sense where every row has its own value.
bool may_be_ditto(ListField field);
DittoAmong ditto_among(ListField field);

// For each column the need that it is ticked for: "Enceinte (O/N)", "protection/femme_enceinte",
// "Besoins (choice=Enceinte)". Letters alone ("PA") are one only beside others like them.
using TickedNeeds = std::vector<std::optional<std::string>>;
TickedNeeds ticked_needs(const ListLayout& layout, const ListWords& words);

// The cells of one data row by field: encoding repaired, ditto marks resolved, blanks trimmed.
class RowCells {
public:
    // What the row is read by: the layout's columns, and the needs that some are ticked for.
    struct Columns {
        const ListLayout& layout;
        const TickedNeeds& needs;
    };
    RowCells(const ListRow& row, const Columns& columns, const ListWords& words);

    // `above`: the cells of the data row above.
    void resolve_ditto(const std::map<ListField, std::string>& above, const ListWords& words);

    std::string_view at(ListField field) const {
        const auto found = cells_.find(field);
        return found == cells_.end() ? std::string_view{} : std::string_view{found->second};
    }
    std::string one_line(ListField field) const { return tidy_blanks(at(field)); }
    std::string_view heading_of(ListField field) const {
        const auto found = headings_.find(field);
        return found == headings_.end() ? std::string_view{} : std::string_view{found->second};
    }
    bool with_place() const { return with_place_; }  // "Date et lieu de naissance"
    bool name_order_said() const { return name_order_said_; }
    bool has_unread_tick() const { return unread_tick_; }
    bool at_head_column() const { return at_head_column_; }      // "Chef de ménage: oui"
    bool birth_names_year() const { return birth_names_year_; }  // "Année de naissance"
    bool birth_names_age() const { return birth_names_age_; }    // "Date de naissance ou âge"
    bool repaired() const { return repaired_; }
    std::map<ListField, std::string> take_all() && { return std::move(cells_); }
    const std::vector<ListField>& sensitive() const { return sensitive_; }

    // What could not be read is kept as it stands.
    void keep(ListField field);
    void keep(std::string heading, std::string text);
    std::vector<ListExtra> take_extras() { return std::move(extras_); }

private:
    std::map<ListField, std::string> cells_;
    std::map<ListField, std::string> headings_;
    std::vector<ListExtra> extras_;
    std::vector<ListField> sensitive_;
    void add(const ListColumn& column, std::string cell);
    void take_father(const ListColumn& column, std::string& name);

    bool repaired_ = false;
    bool with_place_ = false;
    bool name_order_said_ = false;
    bool unread_tick_ = false;
    bool at_head_column_ = false;
    bool birth_names_year_ = false;
    bool birth_names_age_ = false;
};

}  // namespace jatigi::lists

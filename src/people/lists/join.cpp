#include "people/lists/join.h"

#include <algorithm>
#include <map>
#include <set>

#include "people/lists/header_line.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::size_t rows_to_find_header_in = 20;

// What stands behind the last group: "membres/_parent_index".
std::string key_heading(std::string_view heading) {
    std::string key = upper(trim(heading));
    const auto group = key.rfind('/');
    return group == std::string::npos ? key : key.substr(group + 1);
}

struct KeyColumn {
    std::size_t header = 0;
    std::size_t column = 0;
};
std::optional<KeyColumn> find_column(const ListTable& table, std::string_view heading) {
    const std::string wanted = upper(heading);
    const std::size_t end = std::min(table.rows.size(), rows_to_find_header_in);
    for (std::size_t i = 0; i < end; ++i) {
        const auto& cells = table.rows[i].cells;
        const auto found = std::ranges::find(cells, wanted, key_heading);
        if (found != cells.end())
            return KeyColumn{i, static_cast<std::size_t>(found - cells.begin())};
    }
    return std::nullopt;
}

std::map<std::string, const ListRow*> rows_by_key(const ListTable& table, const KeyColumn& key) {
    std::map<std::string, const ListRow*> rows;
    for (std::size_t i = key.header + 1; i < table.rows.size(); ++i) {
        const std::string value = trim(cell_of(&table.rows[i], key.column));
        if (value.empty()) continue;
        // Of two households with one key nobody knows which is meant.
        const auto [place, is_new] = rows.try_emplace(value, &table.rows[i]);
        if (!is_new) place->second = nullptr;
    }
    return rows;
}

// Most of the members name a household that is there.
bool fits(const ListTable& households, const KeyColumn& one, const ListTable& members,
          const KeyColumn& other) {
    const auto known = rows_by_key(households, one);
    std::size_t named = 0;
    std::size_t found = 0;
    for (std::size_t i = other.header + 1; i < members.rows.size(); ++i) {
        const std::string value = trim(cell_of(&members.rows[i], other.column));
        if (value.empty()) continue;
        ++named;
        const auto household = known.find(value);
        if (household == known.end()) continue;
        if (household->second == nullptr) return false;
        ++found;
    }
    return found > 0 && found * 2 > named;
}

}  // namespace

std::vector<TableKeys> read_table_keys(std::string_view csv) {
    std::vector<TableKeys> keys;
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return keys;
    for (const ListRow& row : table->rows)
        if (row.number > 1 && row.cells.size() >= 2)
            keys.push_back({.households = row.cells[0], .members = row.cells[1]});
    return keys;
}

std::optional<TableRelation> find_relation(const std::vector<ListTable>& tables,
                                           const ListHeadings& headings,
                                           const std::vector<TableKeys>& keys) {
    std::optional<TableRelation> best;
    std::pair<std::size_t, std::size_t> best_rank;  // What the members say, and how many they are.
    for (const TableKeys& names : keys) {
        for (std::size_t m = 0; m < tables.size() && tables.size() > 1; ++m) {
            const auto member_key = find_column(tables[m], names.members);
            if (!member_key || tables[m].hidden) continue;
            const HeaderScore score = score_header(tables[m].rows[member_key->header], headings);
            const std::pair rank(score.known, tables[m].rows.size());
            if (!score.names_people || rank <= best_rank) continue;
            for (std::size_t h = 0; h < tables.size(); ++h) {
                if (h == m || tables[h].hidden) continue;
                const auto key = find_column(tables[h], names.households);
                if (!key || !fits(tables[h], *key, tables[m], *member_key)) continue;
                best_rank = rank;
                best = TableRelation{.households = h,
                                     .members = m,
                                     .households_header = key->header,
                                     .members_header = member_key->header,
                                     .households_key = key->column,
                                     .members_key = member_key->column};
                break;
            }
        }
    }
    return best;
}

ListTable joined(std::vector<ListTable> tables, const TableRelation& relation) {
    ListTable members = std::move(tables[relation.members]);
    const ListTable& households = tables[relation.households];
    std::size_t width = 0;
    for (const ListRow& row : members.rows) width = std::max(width, row.cells.size());
    const auto known = rows_by_key(
        households, {.header = relation.households_header, .column = relation.households_key});
    const auto append = [&](ListRow& row, const ListRow& more) {
        row.cells.resize(width);
        row.cells.insert(row.cells.end(), more.cells.begin(), more.cells.end());
        for (const auto& [column, note] : more.notes) row.notes.emplace_back(width + column, note);
    };
    std::set<std::string, std::less<>> named;
    append(members.rows[relation.members_header], households.rows[relation.households_header]);
    for (std::size_t i = relation.members_header + 1; i < members.rows.size(); ++i) {
        ListRow& row = members.rows[i];
        const auto household = known.find(trim(cell_of(&row, relation.members_key)));
        if (household != known.end()) named.insert(household->first);
        if (household != known.end() && household->second != nullptr)
            append(row, *household->second);
    }
    members.household_from = width;
    members.household_key = relation.members_key;
    members.households_alone = known.size() - named.size();
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (i != relation.members && i != relation.households)
            members.others.push_back({.name = tables[i].sheet, .rows = tables[i].rows.size()});
    return members;
}

}  // namespace jatigi::lists

#include "people/lists/heading_rules.h"

#include <algorithm>

#include "people/lists/table.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using enum HeadingRole;

HeadingRoles bit(HeadingRole role) {
    return HeadingRoles{}.set(static_cast<std::size_t>(role));
}

std::vector<HeadingRole> roles_in(std::string_view cell) {
    std::vector<HeadingRole> roles;
    for (const std::string& word : split(cell, ' '))
        if (const auto role = parse_enum<HeadingRole>(word)) roles.push_back(*role);
    return roles;
}

HeadingRoles bits_of(std::span<const HeadingRole> roles) {
    HeadingRoles bits;
    for (const HeadingRole role : roles) bits |= bit(role);
    return bits;
}

// What says nothing about the column in any heading.
const HeadingRoles idle = bit(ignore) | bit(person) | bit(at) | bit(of) | bit(plus);

bool in_order(std::span<const HeadingRole> needs, std::span<const HeadingWord> words) {
    std::size_t next = 0;
    for (const HeadingWord& word : words)
        if (next < needs.size() && word.role == needs[next]) ++next;
    return next == needs.size();
}

}  // namespace

HeadingRules::HeadingRules(std::string_view csv) {
    const Result<ListTable> table = read_separated(csv, ',');
    if (!table) return;
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 4) continue;
        const auto field = parse_enum<ListField>(row.cells[0]);
        const std::vector<HeadingRole> needs = roles_in(row.cells[1]);
        if (!field || needs.empty()) continue;
        rules_.push_back({.field = *field,
                          .weak = row.cells[3] == "weak",
                          .needs = needs,
                          .needed = bits_of(needs),
                          .allowed = bits_of(needs) | bits_of(roles_in(row.cells[2])) | idle});
    }
}

HeadingRules::Found HeadingRules::field_of(std::span<const HeadingWord> words) const {
    HeadingRoles roles;
    for (const HeadingWord& word : words)
        if (word.role) roles |= bit(*word.role);
    const Rule* best = nullptr;
    bool best_in_order = false;
    for (const Rule& rule : rules_) {
        if ((roles & rule.needed) != rule.needed || (roles & ~rule.allowed).any()) continue;
        if (best != nullptr && rule.needs.size() < best->needs.size()) continue;
        const bool ordered = in_order(rule.needs, words);
        if (best != nullptr && rule.needs.size() == best->needs.size() &&
            (best_in_order || !ordered))
            continue;
        best = &rule;
        best_in_order = ordered;
    }
    if (best == nullptr) return {};
    const bool places = (best->needed & (bit(place) | bit(locality) | bit(at))).any();
    return {.field = best->field,
            .weak = best->weak,
            .with_place = places && best->field == ListField::birth,
            .both_names = best->needed.test(static_cast<std::size_t>(given))};
}

}  // namespace jatigi::lists

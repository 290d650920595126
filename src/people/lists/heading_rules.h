// Which field the words of a heading name together.
#pragma once
#include <bitset>
#include <span>
#include <string_view>
#include <vector>

#include "people/lists/heading_words.h"
#include "people/lists/list_field.h"

namespace jatigi::lists {

using HeadingRoles = std::bitset<static_cast<std::size_t>(HeadingRole::ignore) + 1>;

// The table list_heading_rules.csv: field,needs,allows,strength. A rule holds when the heading has
// all the roles it needs, and no other than those that it allows besides; the one that needs most
// is taken, and of two that need the same the one whose order the heading has ("nom given" for "Nom
// et prénom"). Lines that do not fit are skipped.
class HeadingRules {
public:
    HeadingRules() = default;
    explicit HeadingRules(std::string_view csv);

    struct Found {
        ListField field = ListField::unknown;
        bool weak = false;
        bool with_place = false;  // "Date et lieu de naissance".
        bool both_names = false;  // "Nom et prénom", and not "Nom complet".
    };
    // Words that we do not know, and such as say nothing, are passed over.
    Found field_of(std::span<const HeadingWord> words) const;

private:
    struct Rule {
        ListField field;
        bool weak;
        std::vector<HeadingRole> needs;
        HeadingRoles needed;
        HeadingRoles allowed;
    };
    std::vector<Rule> rules_;
};

}  // namespace jatigi::lists

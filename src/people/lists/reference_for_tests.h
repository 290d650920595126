// The reference tables as they are shipped, for tests only.
#pragma once
#include <fstream>
#include <iterator>
#include <string>

#include "people/lists/rows.h"

namespace jatigi::lists {

inline std::string file_text(const std::string& path) {
    std::ifstream file(std::string(JATIGI_SOURCE_DIR) + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline const ListReference& shipped_reference() {
    static const ListReference reference = [] {
        const std::string headings = file_text("reference/list_headings.csv");
        const std::string words = file_text("reference/list_words.csv");
        const std::string nationalities = file_text("reference/nationalities.csv");
        const std::string heading_words = file_text("reference/list_heading_words.csv");
        const std::string keys = file_text("reference/list_keys.csv");
        const std::string heading_rules = file_text("reference/list_heading_rules.csv");
        return list_reference({.headings = {.headings_csv = headings,
                                            .words_csv = heading_words,
                                            .rules_csv = heading_rules},
                               .keys_csv = keys,
                               .words_csv = words,
                               .nationalities_csv = nationalities});
    }();
    return reference;
}

}  // namespace jatigi::lists

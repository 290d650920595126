// Papers as a list writes them.
#pragma once
#include <string>
#include <string_view>

#include "people/lists/fields.h"

namespace jatigi::lists {

struct DocumentReading {
    std::string type;
    std::string number;
    bool unread = false;
};
// Type and number in one cell ("CNI n° 0123"), or the type alone.
DocumentReading read_document(std::string_view cell, const ListWords& words);

}  // namespace jatigi::lists

// Files that are lists all the same, but in a form that has to be saved as another first.
#pragma once
#include <string_view>

namespace jatigi::lists {

// What the file is and what to do with it; nothing for what may be a table of text. Spreadsheets
// open web pages and the XML of 2003 without a word, whatever their name says.
std::string_view other_format(std::string_view bytes);

}  // namespace jatigi::lists

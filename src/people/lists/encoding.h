// In which letters a text file is written.
#pragma once
#include <string>
#include <string_view>

namespace jatigi::lists {

enum class ListEncoding { utf8, windows_1252, dos_850, mac_roman };

// UTF-8, unless bytes are not; then nearly all accents may be UTF-8 still, where a few lines were
// pasted from elsewhere or a copy was cut in the middle of a letter. Else the one in which the
// accents make most sense: spreadsheets save "CSV (MS-DOS)" and "CSV (Macintosh)", too.
ListEncoding encoding_of(std::string_view bytes);

// A cell as UTF-8, line breaks as LF, other control characters as blanks.
std::string decoded(std::string_view bytes, ListEncoding encoding);

}  // namespace jatigi::lists

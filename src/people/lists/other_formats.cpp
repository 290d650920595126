#include "people/lists/other_formats.h"

#include <algorithm>
#include <string>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

// The byte of its version, then the day of its last change.
bool is_dbase(std::string_view bytes) {
    if (bytes.size() < 32) return false;
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const bool version = at(0) == 0x03 || at(0) == 0x30 || at(0) == 0x83 || at(0) == 0xF5;
    return version && at(2) >= 1 && at(2) <= 12 && at(3) >= 1 && at(3) <= 31 && at(31) == 0;
}

}  // namespace

std::string_view other_format(std::string_view bytes) {
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    const std::string start = upper(bytes.substr(0, 512));
    if (start.starts_with("%PDF")) return "a PDF: save the list as XLSX or CSV";
    if (start.starts_with("ID;P") || start.starts_with("TABLE\r\n0,1") ||
        start.starts_with("TABLE\n0,1"))
        return "a spreadsheet in an old format (SYLK, DIF): save the list as XLSX or CSV";
    if (start.starts_with("{\\RTF")) return "a text document: save the list as XLSX or CSV";
    if (start.starts_with("MIME-VERSION:"))
        return "a web page of a spreadsheet: open it there and save it as XLSX";
    if (start.starts_with("$FL2") || start.starts_with("$FL3"))
        return "a file of SPSS: save the list as XLSX or CSV";
    if (start.starts_with("<STATA_DTA")) return "a file of Stata: save the list as XLSX or CSV";
    if (is_dbase(bytes)) return "a dBASE table: save the list as XLSX or CSV";
    if (!start.starts_with('<')) return {};
    if (start.contains("URN:SCHEMAS-MICROSOFT-COM:OFFICE:SPREADSHEET") ||
        start.contains("EXCEL.SHEET"))
        return "a spreadsheet in the XML of 2003: open it there and save it as XLSX";
    for (const std::string_view tag :
         {"<HTML", "<!DOCTYPE HTML", "<TABLE", "<HEAD", "<META", "<BODY", "<STYLE"})
        if (start.contains(tag))
            return "a web page, whatever its name says: open it in a spreadsheet and save it as "
                   "XLSX";
    return start.starts_with("<?XML") ? "XML: save the list as XLSX or CSV" : std::string_view{};
}

}  // namespace jatigi::lists

#include "platform/print/csv.h"

#include <algorithm>
#include <cctype>

namespace jatigi::print {
namespace {

bool is_number(std::string_view cell) {
    if (cell.starts_with('-') || cell.starts_with('+')) cell.remove_prefix(1);
    return !cell.empty() && std::all_of(cell.begin(), cell.end(), [](unsigned char c) {
        return std::isdigit(c) != 0 || c == '.' || c == ',';
    });
}

std::string guarded(const std::string& cell) {
    constexpr std::string_view risky{"=+-@\t\r\0", 7};
    if (!cell.empty() && risky.find(cell[0]) != std::string_view::npos && !is_number(cell))
        return "'" + cell;
    return cell;
}

}  // namespace

void CsvWriter::row(std::span<const std::string> cells) {
    bool first = true;
    for (const std::string& raw : cells) {
        if (!first) text_ += separator_;
        first = false;
        const std::string cell = guarded(raw);
        if (cell.find_first_of(std::string{'"', '\n', '\r', separator_}) == std::string::npos) {
            text_ += cell;
            continue;
        }
        text_ += '"';
        for (const char c : cell) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
        text_ += '"';
    }
    text_ += "\r\n";
}

}  // namespace jatigi::print

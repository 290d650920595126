// CSV that spreadsheets read and cannot be attacked with: RFC 4180 quoting, and a cell that would be
// taken for a formula (it starts with = + - @ tab or NUL, numbers aside) gets an apostrophe in front
// (OWASP ASVS 1.2.10).
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace jatigi::print {

class CsvWriter {
public:
    explicit CsvWriter(char separator = ',') : separator_(separator) {}
    void row(std::span<const std::string> cells);
    void row(std::initializer_list<std::string> cells) {
        row(std::span<const std::string>(cells.begin(), cells.size()));
    }
    const std::string& text() const { return text_; }

private:
    char separator_;
    std::string text_;
};

}  // namespace jatigi::print

#include "people/lists/table.h"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "people/lists/other_formats.h"
#include "people/lists/workbook.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::array<char, 4> separators{';', ',', '\t', '|'};
// Enough rows to see the habit of a file; a whole list of 200,000 would be read four times.
constexpr std::size_t rows_to_guess_from = 200;

// Walks through the bytes once, one row at a time.
class RowReader {
public:
    RowReader(std::string_view bytes, char separator, const ListLimits& limits)
        : bytes_(bytes),
          separator_(separator),
          limits_(limits),
          lines_end_in_cr_(!bytes.contains('\n')),
          escapes_(escapes_quotes(bytes)) {}

    bool at_end() const { return at_ >= bytes_.size(); }

    struct Row {
        std::vector<std::string> cells;
        std::vector<std::size_t> stray_quotes;  // Cells that start with one.
    };
    // Cells as raw bytes, doubled quotes undone.
    Result<Row> next() {
        ++number_;
        row_start_ = at_;
        Row row;
        bool long_cell = false;
        while (true) {
            TRY_ASSIGN(std::string cell, next_cell(row));
            // Said only at the end of the row: of a file that is one endless row, "row" is the
            // news.
            long_cell = long_cell || cell.size() > limits_.cell_bytes;
            if (row.cells.size() == limits_.cells_in_row) {
                return refuse(
                    ErrorKind::invalid, "list.row_too_long",
                    fmt::format("row {} has more than {} cells", number_, limits_.cells_in_row));
            }
            row.cells.push_back(std::move(cell));
            if (at_end() || bytes_[at_] != separator_) break;
            ++at_;
        }
        if (!at_end() && bytes_[at_] == '\r') ++at_;
        if (!at_end() && bytes_[at_] == '\n') ++at_;
        if (long_cell) {
            return refuse(ErrorKind::invalid, "list.cell_too_long",
                          fmt::format("row {} has a cell of more than {} bytes", number_,
                                      limits_.cell_bytes));
        }
        widest_ = std::max(widest_, row.cells.size());
        return row;
    }

private:
    bool row_is_too_long() const { return at_ - row_start_ > limits_.row_bytes; }
    bool ends_cell(std::size_t at) const {
        return at >= bytes_.size() || bytes_[at] == separator_ || is_line_end(at);
    }
    // A lone CR ends the rows of old files only; elsewhere it is a line break that a writer forgot
    // to quote.
    bool is_line_end(std::size_t at) const {
        if (bytes_[at] == '\n') return true;
        return bytes_[at] == '\r' && (lines_end_in_cr_ || bytes_.substr(at + 1).starts_with('\n'));
    }

    Result<std::string> next_cell(Row& row) {
        std::string cell;
        if (!at_end() && bytes_[at_] == '"') {
            const std::size_t close = closing_quote();
            if (is_stray(close, row)) {
                row.stray_quotes.push_back(row.cells.size());
                stray_end_ = close < bytes_.size() && ends_cell(close + 1) ? close : 0;
                ++at_;
            } else {
                cell = unquoted(bytes_.substr(at_ + 1, close - at_ - 1));
                at_ = close + 1;
            }
        }
        // Text after a closing quote belongs to the cell: people type, programs do not check.
        while (!ends_cell(at_)) {
            if (row_is_too_long()) return too_long();
            if (at_ == stray_end_ && at_ > 0) {
                row.stray_quotes.push_back(row.cells.size());
                ++at_;
                continue;
            }
            cell += bytes_[at_++];
        }
        if (row_is_too_long()) return too_long();
        return cell;
    }

    // R and some databases write a quote inside a cell behind a backslash and do not double it.
    static bool escapes_quotes(std::string_view bytes) {
        constexpr std::string_view escaped = "\\\"";
        for (auto at = bytes.find(escaped); at != std::string_view::npos;
             at = bytes.find(escaped, at + 1)) {
            const std::string_view next = bytes.substr(at + escaped.size());
            if (!next.empty() && (is_digit(next[0]) || (next[0] >= 'A' && next[0] <= 'z') ||
                                  (static_cast<unsigned char>(next[0]) & 0x80U) != 0))
                return true;
        }
        return false;
    }

    // Where the quote that stands here is closed; the end of the bytes when nothing closes it.
    std::size_t closing_quote() const {
        std::size_t at = at_ + 1;
        while (true) {
            at = std::min(bytes_.find('"', at), bytes_.size());
            if (escapes_ && at < bytes_.size() && bytes_[at - 1] == '\\' && !ends_cell(at + 1)) {
                ++at;
                continue;
            }
            if (at == bytes_.size() || !bytes_.substr(at + 1).starts_with('"')) return at;
            at += 2;
        }
    }

    std::string unquoted(std::string_view inside) const {
        std::string text(inside);
        if (escapes_) replace_all(text, "\\\"", "\"");
        replace_all(text, "\"\"", "\"");
        return text;
    }

    // A quote that somebody typed would take the rows up to the next one into its cell. It is such
    // when nothing closes it, when text follows the closing one, or when what is inside is rows
    // about as wide as others.
    bool is_stray(std::size_t close, const Row& row) const {
        if (close == bytes_.size()) return true;
        const std::string_view inside = bytes_.substr(at_ + 1, close - at_ - 1);
        if (inside.find_first_of("\r\n") == std::string_view::npos) return false;
        std::size_t after = close + 1;
        while (after < bytes_.size() && bytes_[after] == ' ') ++after;
        if (!ends_cell(after)) return true;
        if (widest_ < 2) return false;
        std::size_t rest = close;
        while (rest < bytes_.size() && !is_line_end(rest)) ++rest;
        return holds_rows(bytes_.substr(at_, rest - at_), row.cells.size());
    }

    // `before`: cells of the row that the text starts in. Two halves of one row are not both wide.
    bool holds_rows(std::string_view text, std::size_t before) const {
        const std::size_t least = std::max<std::size_t>(2, widest_ - widest_ / 4);
        std::size_t cells = before;
        while (true) {
            const std::size_t end = std::min(text.find_first_of(line_ends()), text.size());
            cells +=
                static_cast<std::size_t>(std::ranges::count(text.substr(0, end), separator_)) + 1;
            if (cells < least) return false;
            if (end == text.size()) return true;
            text.remove_prefix(end + 1);
            cells = 0;
        }
    }
    std::string_view line_ends() const { return lines_end_in_cr_ ? "\r" : "\n"; }

    std::unexpected<Error> too_long() const {
        return refuse(ErrorKind::invalid, "list.row_too_long",
                      fmt::format("row {} has more than {} bytes", number_, limits_.row_bytes));
    }

    std::string_view bytes_;
    char separator_;
    const ListLimits& limits_;
    bool lines_end_in_cr_;
    bool escapes_;
    std::size_t at_ = 0;
    std::size_t row_start_ = 0;
    std::size_t number_ = 0;
    std::size_t widest_ = 0;  // Cells of the widest row so far.
    std::size_t stray_end_ =
        0;  // Where the fellow of a stray quote ends its cell; nought: nowhere.
};

// How well a separator explains the file: the rows of the commonest width beyond one, times its
// gaps.
std::size_t fit_of(char separator, std::string_view bytes, const ListLimits& limits) {
    std::vector<std::size_t> rows_of_width(limits.cells_in_row + 1, 0);
    RowReader reader(bytes, separator, limits);
    for (std::size_t row = 0; row < rows_to_guess_from && !reader.at_end(); ++row) {
        const auto cells = reader.next();
        if (!cells) break;
        ++rows_of_width[cells->cells.size()];
    }
    std::size_t best = 0;
    for (std::size_t width = 2; width < rows_of_width.size(); ++width) {
        best = std::max(best, rows_of_width[width] * (width - 1));
    }
    return best;
}

char separator_of(std::string_view bytes, const ListLimits& limits) {
    char best = separators[0];
    std::size_t best_fit = 0;
    for (const char separator : separators) {
        const std::size_t fit = fit_of(separator, bytes, limits);
        if (fit <= best_fit) continue;
        best = separator;
        best_fit = fit;
    }
    return best;
}

bool is_blank(std::string_view bytes) {
    return bytes.find_first_not_of(" \t\r\n\v\f;,|\"") == std::string_view::npos;
}

// Text holds hardly any control character but blanks and line ends.
bool is_binary(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, std::size_t{1} << 16U);
    const auto controls = std::ranges::count_if(start, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r');
    });
    return static_cast<std::size_t>(controls) * 100 > start.size();
}

constexpr std::string_view utf16_little = "\xFF\xFE";
constexpr std::string_view utf16_big = "\xFE\xFF";

// "Unicode text" of a spreadsheet. What is no letter becomes U+FFFD.
std::string from_utf16(std::string_view bytes) {
    const bool big = bytes.starts_with(utf16_big);
    std::u16string units;
    units.reserve(bytes.size() / 2);
    for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
        const auto one = static_cast<unsigned char>(bytes[at]);
        const auto two = static_cast<unsigned char>(bytes[at + 1]);
        units += static_cast<char16_t>(big ? one << 8U | two : two << 8U | one);
    }
    std::string text;
    // Without a copy; ICU counts in 32 bits, and no list comes near that.
    icu::UnicodeString(false, units.data(), static_cast<std::int32_t>(units.size()))
        .toUTF8String(text);
    return text;
}

Result<std::string_view> as_text_file(std::string_view bytes) {
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    if (is_blank(bytes)) return refuse(ErrorKind::invalid, "list.empty");
    if (is_office_file(bytes))
        return refuse(ErrorKind::invalid, "list.format_unsupported", "save the list as CSV");
    if (const std::string_view other = other_format(bytes); !other.empty())
        return refuse(ErrorKind::invalid, "list.format_unsupported", std::string(other));
    if (is_binary(bytes)) {
        return refuse(ErrorKind::invalid, "list.not_a_table", "the file is not text");
    }
    return bytes;
}

// Databases write "\N" for nothing, and then line breaks and tabs behind a backslash, too.
void take_escapes_back(ListTable& table) {
    const auto is_nothing = [](const ListRow& row) {
        return std::ranges::find(row.cells, "\\N") != row.cells.end();
    };
    if (std::ranges::none_of(table.rows, is_nothing)) return;
    for (ListRow& row : table.rows)
        for (std::string& cell : row.cells) {
            if (!cell.contains('\\') || cell == "\\N") continue;
            replace_all(cell, "\\n", "\n");
            replace_all(cell, "\\r", "");
            replace_all(cell, "\\t", " ");
        }
}

Result<ListTable> read_rows_of(std::string_view bytes, char separator, const ListLimits& limits) {
    ListTable table{.rows = {}, .encoding = encoding_of(bytes), .separator = separator};
    RowReader reader(bytes, separator, limits);
    std::size_t cells = 0;
    while (!reader.at_end()) {
        TRY_ASSIGN(auto row, reader.next());
        cells += row.cells.size();
        if (table.rows.size() == limits.rows || cells > limits.cells) {
            return refuse(ErrorKind::invalid, "list.too_many_rows",
                          fmt::format("more than {} rows or {} cells", limits.rows, limits.cells));
        }
        for (std::string& cell : row.cells) cell = without_guard(decoded(cell, table.encoding));
        table.rows.push_back(
            {.number = static_cast<int>(table.rows.size()) + 1, .cells = std::move(row.cells)});
        for (const std::size_t column : row.stray_quotes)
            table.rows.back().notes.emplace_back(column, CellNote::stray_quote);
    }
    if (bytes.contains("\\N")) take_escapes_back(table);
    return table;
}

}  // namespace

bool ListRow::has_note(std::size_t column, CellNote note) const {
    return std::ranges::find(notes, std::pair(column, note)) != notes.end();
}

std::string without_guard(std::string cell) {
    constexpr std::string_view guarded = "=+-@\t0123456789";
    const bool has_guard = cell.size() > 1 && cell[0] == '\'' && guarded.contains(cell[1]);
    if (has_guard) cell.erase(0, 1);
    if (cell.size() < 3 || !cell.starts_with("=\"") || !cell.ends_with('"')) return cell;
    std::string inside = cell.substr(2, cell.size() - 3);
    replace_all(inside, "\"\"", "\"");
    return inside;
}

Result<std::vector<ListTable>> read_tables(std::string_view bytes, const ListLimits& limits) {
    if (is_office_file(bytes)) return read_workbook(bytes, limits);
    TRY_ASSIGN(ListTable table, read_text(bytes, limits));
    std::vector<ListTable> tables;
    tables.push_back(std::move(table));
    return tables;
}

ListTable choose_table(std::vector<ListTable> tables, const TableTest& is_list) {
    if (tables.size() == 1) return std::move(tables[0]);
    std::vector<bool> lists;
    std::size_t best = 0;
    std::pair<bool, std::size_t> best_rank{false, 0};
    for (std::size_t i = 0; i < tables.size(); ++i) {
        lists.push_back(is_list && is_list(tables[i]));
        std::size_t filled = 0;
        for (const ListRow& row : tables[i].rows)
            filled += static_cast<std::size_t>(
                std::ranges::count_if(row.cells, [](const auto& cell) { return !cell.empty(); }));
        if (tables[i].hidden) continue;
        const std::pair<bool, std::size_t> rank(lists[i], filled);
        if (i > 0 && rank <= best_rank) continue;
        best = i;
        best_rank = rank;
    }
    ListTable chosen = std::move(tables[best]);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (i == best || (tables[i].hidden && !lists[i])) continue;
        const TableRole list = tables[i].hidden ? TableRole::hidden_list : TableRole::list;
        chosen.others.push_back({.name = std::move(tables[i].sheet),
                                 .rows = tables[i].rows.size(),
                                 .role = lists[i] ? list : TableRole::other});
    }
    return chosen;
}

Result<ListTable> read_list(std::string_view bytes, const ListLimits& limits,
                            const TableTest& is_list) {
    TRY_ASSIGN(std::vector<ListTable> tables, read_tables(bytes, limits));
    return choose_table(std::move(tables), is_list);
}

Result<ListTable> read_text(std::string_view bytes, const ListLimits& limits) {
    if (bytes.starts_with(utf16_little) || bytes.starts_with(utf16_big))
        return read_text(from_utf16(bytes), limits);
    TRY_ASSIGN(std::string_view text, as_text_file(bytes));
    // Spreadsheets take a first line "sep=;" for an instruction and do not show it.
    if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\r' || text[5] == '\n') &&
        std::ranges::find(separators, text[4]) != separators.end()) {
        const char separator = text[4];
        text.remove_prefix(text.substr(5).starts_with("\r\n") ? 7 : 6);
        return read_rows_of(text, separator, limits);
    }
    return read_rows_of(text, separator_of(text, limits), limits);
}

Result<ListTable> read_separated(std::string_view bytes, char separator, const ListLimits& limits) {
    TRY_ASSIGN(const std::string_view text, as_text_file(bytes));
    return read_rows_of(text, separator, limits);
}

}  // namespace jatigi::lists

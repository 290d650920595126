#include "people/lists/workbook_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using Event = XmlPart::Event;

constexpr std::size_t widest_gap = 1000;
constexpr std::size_t most_blank_rows = 5000;  // In a frame, one after the other.
constexpr std::size_t most_merges = 100'000;
constexpr std::size_t cost_of_a_look = 16;   // In bytes of text: work is bounded as text is.
constexpr int last_row = 1'048'576;          // Of any sheet.
constexpr std::size_t most_styles = 65'536;  // A spreadsheet stops at 65,490.

std::unexpected<Error> damaged(std::string detail) {
    return refuse(ErrorKind::invalid, "list.workbook_damaged", std::move(detail));
}

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_on(const std::optional<std::string>& attribute) {
    return attribute && *attribute != "0" && *attribute != "false";
}

int number_or(const std::optional<std::string>& text, int otherwise) {
    return text ? number_in(*text).value_or(otherwise) : otherwise;
}

// "AB12" -> 27, counted from nought.
std::optional<std::size_t> column_in(std::string_view reference) {
    std::size_t column = 0;
    std::size_t letters = 0;
    for (; letters < reference.size(); ++letters) {
        const char c = reference[letters];
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    if (letters == 0 || letters > 3) return std::nullopt;
    return column - 1;
}

// The runs of one text: what stands in their <t> counts, the readings beside them do not. A run
// that is struck through is taken back, unless all are.
class RunsOfText {
public:
    void clear() { *this = {}; }
    void start(const XmlPart& part) {
        const std::string_view name = part.name();
        if (name == "rPh") ++readings_;
        if (name == "t" && readings_ == 0) in_text_ = true;
        if (name == "r") run_struck_ = false;
        if (name == "strike") run_struck_ = is_on(part.attribute("val").value_or("1"));
    }
    void end(std::string_view name) {
        if (name == "rPh") --readings_;
        if (name == "t") in_text_ = false;
    }
    void add(std::string_view text) {
        if (!in_text_) return;
        all_ += text;
        if (!run_struck_) corrected_ += text;
        all_struck_ = all_struck_ && (run_struck_ || trim(text).empty());
    }
    std::size_t size() const { return all_.size(); }
    bool is_struck() const { return all_struck_ && !all_.empty(); }
    const std::string& text() const { return all_struck_ ? all_ : corrected_; }

private:
    std::string all_;
    std::string corrected_;
    int readings_ = 0;
    bool in_text_ = false;
    bool run_struck_ = false;
    bool all_struck_ = true;
};

class SheetReader {
public:
    SheetReader(XmlPart part, SheetContext& context, const ListLimits& limits)
        : part_(std::move(part)), context_(context), limits_(limits) {}

    Result<Sheet> read() && {
        while (true) {
            TRY_ASSIGN(const Event event, part_.next());
            if (event == Event::finished) return damaged("a sheet has no rows");
            if (event == Event::start) {
                TRY(start(part_.name()));
            } else if (event == Event::text) {
                TRY(add_text(part_.text()));
            } else if (part_.name() == "sheetData") {
                break;
            } else {
                TRY(end(part_.name()));
                if (blank_rows_ == most_blank_rows && !sheet_.rows.empty()) {
                    sheet_.cut_short = true;
                    return std::move(sheet_);
                }
            }
        }
        // What follows is layout: of it only the merges count, and nothing is damaged by the rest.
        std::size_t merges = 0;
        while (true) {
            const auto event = part_.next();
            if (!event || *event == Event::finished) return std::move(sheet_);
            if (*event == Event::end && part_.name() == "mergeCells") return std::move(sheet_);
            if (*event != Event::start || part_.name() != "mergeCell") continue;
            if (++merges > most_merges) return std::move(sheet_);
            TRY(fill_down(part_.attribute("ref").value_or("")));
        }
    }

private:
    // "B2:B40": one arrival day, one household for all these rows. Blank rows stay blank, and a
    // cell merged over several columns is a title.
    Result<void> fill_down(std::string_view reference) {
        const auto colon = reference.find(':');
        if (colon == std::string_view::npos) return {};
        const auto place_of = [](std::string_view cell) {
            const auto digits = std::min(cell.find_first_of("0123456789"), cell.size());
            return std::pair(column_in(cell.substr(0, digits)),
                             number_in(cell.substr(digits)).value_or(0));
        };
        const auto [column, first] = place_of(reference.substr(0, colon));
        const auto [last_column, last] = place_of(reference.substr(colon + 1));
        if (!column || column != last_column) return {};
        auto row = std::ranges::lower_bound(sheet_.rows, first, {}, &ListRow::number);
        if (row == sheet_.rows.end() || row->number != first || row->cells.size() <= *column)
            return {};
        const std::string text = row->cells[*column];
        if (text.empty()) return {};
        for (++row; row != sheet_.rows.end() && row->number <= last; ++row) {
            // Rows that stay as they are count, too: many merges over many rows take their time.
            TRY(add_text_bytes(text.size() + cost_of_a_look));
            if (row->cells.empty()) continue;
            if (row->cells.size() <= *column) {
                TRY(add_text_bytes((*column - row->cells.size()) * sizeof(std::string)));
                row->cells.resize(*column + 1);
            }
            if (row->cells[*column].empty()) row->cells[*column] = text;
        }
        return {};
    }

    // Many cells may show one text, so the file's own size bounds nothing here.
    Result<void> add_text_bytes(std::size_t bytes) {
        context_.text_bytes += bytes;
        if (context_.text_bytes <= limits_.workbook.text_bytes) return {};
        return refuse(ErrorKind::too_large, "list.workbook_too_large",
                      fmt::format("more than {} bytes of text", limits_.workbook.text_bytes));
    }

    Result<void> start(std::string_view name) {
        if (name == "row") return start_row();
        if (name == "c") {
            start_cell();
        } else if (name == "v") {
            in_value_ = true;
        } else if (name == "f") {
            is_formula_ = true;
        } else {
            inline_text_.start(part_);
        }
        return {};
    }

    Result<void> end(std::string_view name) {
        if (name == "c") return end_cell();
        if (name == "row") return end_row();
        if (name == "v") in_value_ = false;
        inline_text_.end(name);
        return {};
    }

    Result<void> add_text(std::string_view text) {
        if (in_value_) value_ += text;
        if (type_ == "inlineStr") inline_text_.add(text);
        // Escaped characters are seven bytes long.
        return std::max(value_.size(), inline_text_.size()) > 7 * limits_.cell_bytes
                   ? cell_too_long()
                   : Result<void>{};
    }

    Result<void> start_row() {
        const int number = number_or(part_.attribute("r"), number_ + 1);
        if (number <= number_ || number > last_row) return damaged("rows are not in order");
        number_ = number;
        column_ = 0;
        cells_.clear();
        notes_.clear();
        filled_ = struck_ = 0;
        hidden_ = is_on(part_.attribute("hidden")) || part_.attribute("ht") == "0";
        return {};
    }

    void start_cell() {
        if (const auto reference = part_.attribute("r")) {
            column_ = column_in(*reference).value_or(column_);
        }
        type_ = part_.attribute("t").value_or("n");
        style_ = number_or(part_.attribute("s"), 0);
        value_.clear();
        inline_text_.clear();
        is_formula_ = false;
    }

    Result<void> end_cell() {
        TRY_ASSIGN(ShownNumber cell, shown());
        std::string& text = cell.text;
        const std::size_t column = column_++;
        if (is_formula_) notes_.emplace_back(column, CellNote::formula);
        if (cell.note) notes_.emplace_back(column, *cell.note);
        if (text.empty()) return {};
        ++filled_;
        if (is_struck()) {
            ++struck_;
            notes_.emplace_back(column, CellNote::struck);
        }
        if (text.size() > limits_.cell_bytes) return cell_too_long();
        if (column >= limits_.cells_in_row) {
            return refuse(
                ErrorKind::invalid, "list.row_too_long",
                fmt::format("row {} has more than {} cells", number_, limits_.cells_in_row));
        }
        TRY(add_text_bytes(text.size()));
        if (cells_.size() <= column) cells_.resize(column + 1);
        cells_[column] = std::move(text);
        ++sheet_.filled_cells;
        return {};
    }

    std::optional<std::size_t> shared_text() const {
        const auto index = number_in(trim(value_));
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= context_.texts.size())
            return std::nullopt;
        return static_cast<std::size_t>(*index);
    }

    CellStyle style() const {
        const auto style = static_cast<std::size_t>(std::max(style_, 0));
        return style < context_.styles.size() ? context_.styles[style] : CellStyle{};
    }

    bool is_struck() const {
        if (style().struck || (type_ == "inlineStr" && inline_text_.is_struck())) return true;
        const auto text = type_ == "s" ? shared_text() : std::nullopt;
        return text && context_.texts.is_struck(*text);
    }

    Result<ShownNumber> shown() const {
        if (type_ == "s") {
            if (value_.empty()) return ShownNumber{};
            const auto text = shared_text();
            if (!text) return damaged("a cell refers to a text that is not there");
            return ShownNumber{without_guard(std::string(context_.texts.at(*text)))};
        }
        if (type_ == "b")
            return ShownNumber{value_ == "1" ? "TRUE" : value_.empty() ? "" : "FALSE"};
        if (type_ == "n") return shown_number(value_, style().number, context_.day_count);
        // str, e (an error), d (an ISO date)
        const bool in_place = type_ == "inlineStr" && inline_text_.size() > 0;
        return ShownNumber{without_guard(unescaped(in_place ? inline_text_.text() : value_))};
    }

    Result<void> end_row() {
        if (cells_.empty()) {
            ++blank_rows_;
            return {};
        }
        blank_rows_ = 0;
        const int last = sheet_.rows.empty() ? 0 : sheet_.rows.back().number;
        const auto gap = static_cast<std::size_t>(number_ - last - 1);
        const std::size_t blank_rows = gap > widest_gap ? 0 : gap;
        all_cells_ += cells_.size();
        if (sheet_.rows.size() + blank_rows >= limits_.rows || all_cells_ > limits_.cells) {
            return refuse(
                ErrorKind::invalid, "list.too_many_rows",
                fmt::format("more than {} rows or {} cells", limits_.rows, limits_.cells));
        }
        TRY(add_text_bytes(blank_rows * cost_of_a_look));
        for (std::size_t i = 0; i < blank_rows; ++i) {
            sheet_.rows.push_back({.number = last + 1 + static_cast<int>(i), .cells = {}});
        }
        sheet_.rows.push_back({.number = number_,
                               .cells = std::move(cells_),
                               .notes = std::move(notes_),
                               .hidden = hidden_,
                               .struck = 2 * struck_ >= filled_ && struck_ > 0});
        cells_ = {};
        notes_ = {};
        return {};
    }

    std::unexpected<Error> cell_too_long() const {
        return refuse(
            ErrorKind::invalid, "list.cell_too_long",
            fmt::format("row {} has a cell of more than {} bytes", number_, limits_.cell_bytes));
    }

    XmlPart part_;
    SheetContext& context_;
    const ListLimits& limits_;
    Sheet sheet_;
    int number_ = 0;
    std::vector<std::string> cells_;
    std::vector<std::pair<std::size_t, CellNote>> notes_;
    std::size_t filled_ = 0;
    std::size_t struck_ = 0;
    std::size_t blank_rows_ = 0;  // One after the other, up to here.
    bool hidden_ = false;
    std::size_t column_ = 0;
    std::string type_;
    int style_ = 0;
    std::string value_;
    bool in_value_ = false;
    bool is_formula_ = false;
    RunsOfText inline_text_;
    std::size_t all_cells_ = 0;
};

}  // namespace

std::string_view SharedTexts::at(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(block_).substr(begin, ends_[index] - begin);
}

Result<SharedTexts> SharedTexts::read(XmlPart part, const WorkbookLimits& limits) {
    SharedTexts texts;
    RunsOfText text;
    while (true) {
        TRY_ASSIGN(const Event event, part.next());
        if (event == Event::finished) return texts;
        if (event == Event::text) {
            text.add(part.text());
        } else if (event == Event::start) {
            if (part.name() == "si") text.clear();
            text.start(part);
        } else {
            text.end(part.name());
            if (part.name() != "si") continue;
            texts.block_ += unescaped(text.text());
            texts.ends_.push_back(static_cast<std::uint32_t>(texts.block_.size()));
            texts.struck_.push_back(text.is_struck());
        }
        if (texts.block_.size() + text.size() > limits.text_bytes ||
            texts.ends_.size() > limits.shared_texts) {
            return refuse(ErrorKind::too_large, "list.workbook_too_large",
                          fmt::format("more than {} texts or {} bytes of text", limits.shared_texts,
                                      limits.text_bytes));
        }
    }
}

Result<std::vector<CellStyle>> read_styles(XmlPart part) {
    std::map<int, std::string> codes;
    std::vector<bool> struck_fonts;
    std::vector<CellStyle> styles;
    bool in_fonts = false;
    bool in_cell_formats = false;  // "xf" stands in the list of named styles too.
    while (true) {
        TRY_ASSIGN(const Event event, part.next());
        if (event == Event::finished) return styles;
        if (event == Event::text) continue;
        const std::string_view name = part.name();
        if (name == "cellXfs") in_cell_formats = event == Event::start;
        if (name == "fonts") in_fonts = event == Event::start;
        if (event != Event::start) continue;
        if (styles.size() + codes.size() + struck_fonts.size() > most_styles) {
            return refuse(ErrorKind::too_large, "list.workbook_too_large", "too many styles");
        }
        if (name == "numFmt") {
            codes.emplace(number_or(part.attribute("numFmtId"), -1),
                          part.attribute("formatCode").value_or(""));
        } else if (name == "font" && in_fonts) {
            struck_fonts.push_back(false);
        } else if (name == "strike" && in_fonts && !struck_fonts.empty()) {
            struck_fonts.back() = is_on(part.attribute("val").value_or("1"));
        } else if (name == "xf" && in_cell_formats) {
            const int id = number_or(part.attribute("numFmtId"), 0);
            const auto code = codes.find(id);
            const auto font =
                static_cast<std::size_t>(std::max(number_or(part.attribute("fontId"), 0), 0));
            styles.push_back({.number = number_format(
                                  id, code == codes.end() ? std::string_view{} : code->second),
                              .struck = font < struck_fonts.size() && struck_fonts[font]});
        }
    }
}

Result<Sheet> read_sheet(XmlPart part, SheetContext& context, const ListLimits& limits) {
    return SheetReader(std::move(part), context, limits).read();
}

}  // namespace jatigi::lists

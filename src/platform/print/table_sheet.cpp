#include "platform/print/table_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace jatigi::print {
namespace {

constexpr double cell_padding_mm = 1, title_gap_mm = 3, footer_gap_mm = 2;
constexpr TextStyle cell_style{.size_pt = 8.5, .lines_max = 6};
constexpr TextStyle heading_style{.size_pt = 8.5, .weight = Weight::bold, .lines_max = 2};
constexpr TextStyle title_style{.size_pt = 14, .weight = Weight::bold, .lines_max = 2};
constexpr TextStyle subtitle_style{.size_pt = 9.5, .lines_max = 3};
constexpr TextStyle footer_style{.size_pt = 8, .lines_max = 4};
constexpr TextStyle page_style{.size_pt = 8, .side = Side::end};

class TablePrinter {
public:
    TablePrinter(PdfDocument& pdf, const TableSheet& table)
        : table_(table),
          pdf_(pdf),
          body_mm_(pdf_.width_mm() - 2 * table_margin_mm),
          footer_mm_(pdf_.text_height_mm(table.footer, body_mm_ - page_number_mm, footer_style)) {
        double width_mm = 0;
        for (const TableColumn& column : table.columns) width_mm += column.width_mm;
        assert(!table.columns.empty() && width_mm <= body_mm_ + 0.01);
    }

    void print() {
        const std::vector<std::size_t> ends = page_ends();
        std::size_t row = 0;
        for (std::size_t page = 0; page < ends.size(); ++page) {
            if (page > 0) pdf_.next_page();
            double top_mm = table_margin_mm;
            if (page == 0) top_mm += draw_titles();
            top_mm += draw_cells(top_mm, headings(), heading_style);
            for (; row < ends[page]; ++row)
                top_mm += draw_cells(top_mm, cells(table_.rows[row]), cell_style);
            draw_footer(page + 1, ends.size());
        }
    }

private:
    using Cells = std::vector<const std::string*>;

    Cells headings() const {
        Cells cells;
        for (const TableColumn& column : table_.columns) cells.push_back(&column.heading);
        return cells;
    }

    Cells cells(const TableRow& row) const {
        assert(row.size() == table_.columns.size());
        Cells cells;
        for (const Personal<std::string>& cell : row) cells.push_back(&cell.reveal());
        return cells;
    }

    double cells_height_mm(const Cells& cells, const TextStyle& style) const {
        double height_mm = 0;
        for (std::size_t i = 0; i < cells.size(); ++i)
            height_mm = std::max(height_mm, pdf_.text_height_mm(*cells[i], inner_mm(i), style));
        return std::max(height_mm + 2 * cell_padding_mm, table_.row_mm);
    }

    double inner_mm(std::size_t column) const {
        return table_.columns[column].width_mm - 2 * cell_padding_mm;
    }

    double titles_height_mm() const {
        double height_mm = title_gap_mm;
        for (std::size_t i = 0; i < table_.title.size(); ++i)
            height_mm += pdf_.text_height_mm(table_.title[i], body_mm_, style_of_title(i));
        return height_mm;
    }

    static const TextStyle& style_of_title(std::size_t line) {
        return line == 0 ? title_style : subtitle_style;
    }

    // Where each page's rows end: "page 1 / 7" is on paper before the seventh is known to be last.
    std::vector<std::size_t> page_ends() const {
        const double bottom_mm = pdf_.height_mm() - table_margin_mm - footer_mm_ - footer_gap_mm;
        const double heading_mm = cells_height_mm(headings(), heading_style);
        std::vector<std::size_t> ends;
        double top_mm = table_margin_mm + titles_height_mm() + heading_mm;
        std::size_t on_page = 0;
        for (std::size_t row = 0; row < table_.rows.size(); ++row) {
            const double height_mm = cells_height_mm(cells(table_.rows[row]), cell_style);
            if (on_page > 0 && top_mm + height_mm > bottom_mm) {
                ends.push_back(row);
                top_mm = table_margin_mm + heading_mm;
                on_page = 0;
            }
            top_mm += height_mm;
            ++on_page;
        }
        ends.push_back(table_.rows.size());
        return ends;
    }

    double draw_titles() {
        double top_mm = table_margin_mm;
        for (std::size_t i = 0; i < table_.title.size(); ++i)
            top_mm +=
                pdf_.text({table_margin_mm, top_mm, body_mm_}, table_.title[i], style_of_title(i));
        return top_mm + title_gap_mm - table_margin_mm;
    }

    double draw_cells(double top_mm, const Cells& cells, const TextStyle& style) {
        const double height_mm = cells_height_mm(cells, style);
        double left_mm = table_margin_mm;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            pdf_.text({left_mm + cell_padding_mm, top_mm + cell_padding_mm, inner_mm(i)}, *cells[i],
                      style);
            left_mm += table_.columns[i].width_mm;
        }
        const double bottom_mm = top_mm + height_mm;
        pdf_.line({table_margin_mm, bottom_mm, left_mm, bottom_mm,
                   style.weight == Weight::bold ? 0.4 : 0.1});
        return height_mm;
    }

    void draw_footer(std::size_t page, std::size_t pages) {
        const double top_mm = pdf_.height_mm() - table_margin_mm - footer_mm_;
        pdf_.text({table_margin_mm, top_mm, body_mm_ - page_number_mm}, table_.footer,
                  footer_style);
        pdf_.text({table_margin_mm + body_mm_ - page_number_mm, top_mm, page_number_mm},
                  fmt::format("{}/{}", page, pages), page_style);
    }

    static constexpr double page_number_mm = 25;

    const TableSheet& table_;
    PdfDocument& pdf_;
    double body_mm_;
    double footer_mm_;
};

}  // namespace

void draw_table(PdfDocument& pdf, const TableSheet& table) {
    TablePrinter(pdf, table).print();
}

Result<std::string> table_sheet(const TableSheet& table) {
    PdfDocument pdf(table.sheet, table.file_title);
    draw_table(pdf, table);
    return pdf.finish();
}

}  // namespace jatigi::print

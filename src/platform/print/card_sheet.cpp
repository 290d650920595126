#include "platform/print/card_sheet.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/print/day_words.h"
#include "platform/print/table_sheet.h"

namespace jatigi::print {
namespace {

// ISO/IEC 7810, format ID-1 (CR80).
constexpr double card_width_mm = 85.60, card_height_mm = 53.98;
constexpr int columns = 2, rows = 5;
static_assert(std::size_t{columns} * rows == cards_per_page);

constexpr double margin_mm = 4;
// A module of 0.96 mm (symbols of 25 modules) is read by a cheap phone at arm's length, on paper
// that has been carried in a pocket for months.
constexpr double symbol_mm = 24;
static_assert(symbol_mm >= 20);
constexpr double mark_mm = 4, mark_gap_mm = 1.5, cross_mm = 1.5;
constexpr double number_pt = 23, number_min_pt = 12;
constexpr double name_pt = 11, name_min_pt = 7;
constexpr double hotline_number_mm = 30;

struct Corner {
    double left_mm = 0, top_mm = 0;
};

Corner grid_corner(const PdfDocument& pdf) {
    return {(pdf.width_mm() - columns * card_width_mm) / 2,
            (pdf.height_mm() - rows * card_height_mm) / 2};
}

// Outside the grid for a guillotine, small crosses inside for scissors.
void draw_cut_marks(PdfDocument& pdf) {
    const Corner grid = grid_corner(pdf);
    const double right = grid.left_mm + columns * card_width_mm;
    const double bottom = grid.top_mm + rows * card_height_mm;
    for (int column = 0; column <= columns; ++column) {
        const double x = grid.left_mm + column * card_width_mm;
        pdf.line({x, grid.top_mm - mark_gap_mm - mark_mm, x, grid.top_mm - mark_gap_mm});
        pdf.line({x, bottom + mark_gap_mm, x, bottom + mark_gap_mm + mark_mm});
        for (int row = 0; row <= rows; ++row) {
            const double y = grid.top_mm + row * card_height_mm;
            pdf.line({x - cross_mm, y, x + cross_mm, y, 0.1});
            pdf.line({x, y - cross_mm, x, y + cross_mm, 0.1});
        }
    }
    for (int row = 0; row <= rows; ++row) {
        const double y = grid.top_mm + row * card_height_mm;
        pdf.line({grid.left_mm - mark_gap_mm - mark_mm, y, grid.left_mm - mark_gap_mm, y});
        pdf.line({right + mark_gap_mm, y, right + mark_gap_mm + mark_mm, y});
    }
}

Result<void> draw_card(PdfDocument& pdf, const Corner& corner, const PrintedCard& card,
                       const CardSheetStyle& style) {
    TRY_ASSIGN(const double qr_mm, qr_width_mm(card.qr_payload, symbol_mm));
    // The quiet zone is white already, so it may serve as the card's margin.
    TRY(pdf.qr_code({corner.left_mm + card_width_mm - qr_mm, corner.top_mm + 6, symbol_mm},
                    card.qr_payload));
    const double text_mm = card_width_mm - qr_mm - margin_mm;
    TextBox box{corner.left_mm + margin_mm, corner.top_mm + 3.5, card_width_mm - 2 * margin_mm};
    pdf.fitted_text(box, style.centre_name, {.size_pt = 9, .weight = Weight::bold}, 6);
    box.width_mm = text_mm;
    box.top_mm = corner.top_mm + 12;
    pdf.fitted_text(box, card.case_number, {.size_pt = number_pt, .weight = Weight::bold},
                    number_min_pt);
    box.top_mm = corner.top_mm + 22;
    if (card.name) pdf.fitted_text(box, card.name->reveal(), {.size_pt = name_pt}, name_min_pt);
    box.top_mm = corner.top_mm + 28;
    box.top_mm += pdf.fitted_text(box, style.valid_until, {.size_pt = 7}, 5);
    const std::string until = day_in_french(card.expires) + " / " + day_in_english(card.expires);
    pdf.fitted_text(box, until, {.size_pt = 9, .weight = Weight::bold}, 6);
    box.width_mm = card_width_mm - 2 * margin_mm;
    box.top_mm = corner.top_mm + 38.5;
    for (const std::string& line : style.disclaimer)
        box.top_mm += pdf.fitted_text(box, line, {.size_pt = 8, .weight = Weight::bold}, 5);
    box.top_mm = corner.top_mm + 47;
    box.width_mm = card_width_mm - 2 * margin_mm - hotline_number_mm;
    pdf.fitted_text(box, style.hotline, {.size_pt = 8}, 5);
    box.left_mm += box.width_mm;
    box.width_mm = hotline_number_mm;
    pdf.fitted_text(box, style.hotline_number,
                    {.size_pt = 9, .weight = Weight::bold, .side = Side::end}, 6);
    return {};
}

void draw_sheet_number(PdfDocument& pdf, std::size_t sheet) {
    pdf.text({grid_corner(pdf).left_mm + 20, 5, 60}, fmt::format("Feuille / Sheet {}", sheet),
             {.size_pt = 8});
}

TableSheet hand_over_table(std::span<const PrintedCard> cards, const CardSheetStyle& style) {
    struct Placed {
        const PrintedCard* card = nullptr;
        std::size_t at = 0;
    };
    std::vector<Placed> placed;
    for (std::size_t i = 0; i < cards.size(); ++i) placed.push_back({&cards[i], i});
    std::ranges::stable_sort(placed, {}, [](const Placed& one) {
        return std::pair(one.card->row.value_or(0), std::string_view(one.card->case_number));
    });
    TableSheet table{.title = {"Remise des cartes / Handing over cards", style.centre_name,
                               "Place : 1 à 10, de gauche à droite et de haut en bas / from left "
                               "to right and from top to bottom"},
                     .columns = {{"Ligne / Row", 25},
                                 {"Dossier / Case", 50},
                                 {"Feuille / Sheet", 25},
                                 {"Place", 20},
                                 {"Remise le / Handed over", 60}},
                     .footer =
                         "Sans nom : la ligne est celle de la liste. / No name: the row is "
                         "that of the list."};
    for (const auto& [card, at] : placed)
        table.rows.push_back({Personal<std::string>{card->row ? std::to_string(*card->row) : ""},
                              Personal<std::string>{card->case_number},
                              Personal<std::string>{std::to_string(at / cards_per_page + 1)},
                              Personal<std::string>{std::to_string(at % cards_per_page + 1)},
                              Personal<std::string>{""}});
    return table;
}

}  // namespace

Result<std::string> card_sheet(std::span<const PrintedCard> cards, const CardSheetStyle& style) {
    if (cards.empty()) return refuse(ErrorKind::invalid, "print.no_cards");
    PdfDocument pdf(Sheet::a4_portrait, "Cartes / Cards");
    const Corner grid = grid_corner(pdf);
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const auto place = static_cast<int>(i % cards_per_page);
        if (place == 0) {
            if (i > 0) pdf.next_page();
            draw_cut_marks(pdf);
            if (cards.size() > cards_per_page || style.hand_over)
                draw_sheet_number(pdf, i / cards_per_page + 1);
        }
        const int row = place / columns, column = place % columns;
        const Corner corner{grid.left_mm + column * card_width_mm,
                            grid.top_mm + row * card_height_mm};
        TRY(draw_card(pdf, corner, cards[i], style));
    }
    if (style.hand_over) {
        pdf.next_page();
        draw_table(pdf, hand_over_table(cards, style));
    }
    return pdf.finish();
}

}  // namespace jatigi::print

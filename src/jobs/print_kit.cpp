#include "jobs/print_kit.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "centre/sites/wristband.h"
#include "platform/base/random.h"
#include "platform/print/table_sheet.h"

namespace jatigi::jobs {
namespace {

constexpr std::int64_t rows_on_a_sheet = 25;
constexpr double row_mm = 8.8;  // For a thick pen by the light of a head-torch.

// Read aloud and typed by somebody tired: no letter that looks like another, or like a digit.
std::string sheet_number(char kind) {
    constexpr std::string_view signs = "23456789ACDEFHJKMNPRTUVWXY";
    std::string number{kind, '-'};
    for (const std::uint8_t byte : random_bytes<5>()) number += signs[byte % signs.size()];
    return number;
}

struct SheetKind {
    char letter;
    std::string_view title, how;
    std::vector<print::TableColumn> columns;  // Behind the row's number.
};

std::array<SheetKind, 4> kinds() {
    return {{
        {'T',
         "Comptage / Tally",
         "Une ligne par groupe, un trait par personne. / One row for each group.",
         {{"Heure / Time", 20},
          {"Hommes / Men", 30},
          {"Femmes / Women", 30},
          {"Garçons / Boys", 26},
          {"Filles / Girls", 26},
          {"< 5", 16},
          {"Blessés / Hurt", 16}}},
        {'B',
         "Bracelets / Wristbands",
         "F, M · b bébé/baby, e enfant/child, a adulte/adult, v âgé/elderly · s seul/alone · "
         "u passe d’abord/goes first",
         {{"Numéro / Number", 44},
          {"F, M", 20},
          {"b e a v", 24},
          {"s", 14},
          {"u", 14},
          {"Remarque / Note", 48}}},
        {'P',
         "Présence / Presence",
         "Entrées et sorties. / In and out.",
         {{"Heure / Time", 22},
          {"Dossier ou bracelet / Case or wristband", 62},
          {"Entre / In", 20},
          {"Sort / Out", 20},
          {"Pourquoi / Why", 40}}},
        {'S',
         "Service / Service",
         "Un trait par assiette. / One stroke for each plate.",
         {{"Unité / Unit", 44},
          {"Dossier ou bracelet / Case or wristband", 60},
          {"Assiettes / Plates", 30},
          {"Régime / Diet", 30}}},
    }};
}

// `numbers`: what is printed in the first column of its rows.
print::TableSheet sheet_of(const SheetKind& kind, std::int64_t rows,
                           const std::vector<std::string>& numbers) {
    print::TableSheet sheet{
        .file_title = "Jatigi",
        .title = {fmt::format("{} : {}", kind.title, sheet_number(kind.letter)),
                  std::string(kind.how),
                  "Lieu / Place : ……………………………   Jour / Day : ………………   Qui / Who : ……………………"},
        .columns = {{"N°", 14}},
        .rows = {},
        .row_mm = row_mm,
        .footer =
            "À saisir dans l’ordre des lignes, puis à garder. / To be typed row by row, then "
            "kept."};
    for (const print::TableColumn& column : kind.columns) sheet.columns.push_back(column);
    for (std::int64_t row = 1; row <= rows; ++row) {
        print::TableRow cells(sheet.columns.size());
        cells[0] = Personal<std::string>{std::to_string(row)};
        if (static_cast<std::size_t>(row) <= numbers.size())
            cells[1] = Personal<std::string>{numbers[static_cast<std::size_t>(row) - 1]};
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

Result<void> check(const PrintKit& kit) {
    if (kit.bands >= 1 && kit.bands <= kit_bands_max && kit.sheets >= 1 &&
        kit.sheets <= kit_sheets_max)
        return {};
    return refuse(ErrorKind::invalid, "kit.too_large", {},
                  fmt::format(R"({{"bands":{},"sheets":{}}})", kit_bands_max, kit_sheets_max));
}

Result<std::vector<std::string>> numbers_of(const PrintKit& kit) {
    std::vector<std::string> numbers;
    if (kit.first_band.empty()) return numbers;
    TRY_ASSIGN(sites::WristbandNumber band, sites::read_wristband_number(kit.first_band));
    for (std::int64_t i = 0; i < kit.bands; ++i, ++band.number) numbers.push_back(band.text());
    // The last has more digits than the first: another form, which is another number.
    if (numbers.back().size() != numbers.front().size())
        return refuse(ErrorKind::invalid, "pad.numbers_invalid", {},
                      fmt::format(R"({{"max":{}}})", kit_bands_max));
    return numbers;
}

}  // namespace

Result<std::string> print_kit(const PrintKit& kit) {
    TRY(check(kit));
    TRY_ASSIGN(const auto numbers, numbers_of(kit));
    print::PdfDocument pdf(print::Sheet::a4_portrait, "Jatigi");
    bool first = true;
    const auto draw = [&](const SheetKind& kind, std::int64_t rows,
                          const std::vector<std::string>& printed) {
        if (!first) pdf.next_page();
        first = false;
        print::draw_table(pdf, sheet_of(kind, rows, printed));
    };
    for (const SheetKind& kind : kinds()) {
        if (kind.letter != 'B') {
            for (std::int64_t i = 0; i < kit.sheets; ++i) draw(kind, rows_on_a_sheet, {});
            continue;
        }
        for (std::int64_t from = 0; from < kit.bands; from += rows_on_a_sheet) {
            const std::int64_t rows = std::min(rows_on_a_sheet, kit.bands - from);
            std::vector<std::string> printed;
            if (!numbers.empty())
                printed.assign(numbers.begin() + from, numbers.begin() + from + rows);
            draw(kind, rows, printed);
        }
    }
    return pdf.finish();
}

}  // namespace jatigi::jobs

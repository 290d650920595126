#include "people/disclosure/nominal_copy_api.h"

#include <fmt/format.h>

#include "platform/base/hash.h"
#include "platform/print/day_words.h"
#include "platform/print/table_sheet.h"

namespace jatigi::disclosure {
namespace {

struct PaperColumn {
    std::string heading;
    double share = 0;  // Of the width, against the others.
};

void add_paper_columns(std::vector<PaperColumn>& columns, ListColumn column) {
    switch (column) {
        case ListColumn::names:
            columns.push_back({"Nom / Family name", 50});
            columns.push_back({"Prénoms / Given names", 50});
            return;
        case ListColumn::birth:
            columns.push_back({"Naissance / Birth", 32});
            return;
        case ListColumn::nationality:
            columns.push_back({"Nationalité / Nationality", 42});
            return;
        case ListColumn::document:
            columns.push_back({"Pièce / Document", 45});
            return;
    }
}

void add_cells(print::TableRow& cells, const NominalRow& row, ListColumn column) {
    switch (column) {
        case ListColumn::names:
            cells.push_back(row.family_name);
            cells.push_back(row.given_names);
            return;
        case ListColumn::birth:
            cells.push_back(row.birth);
            return;
        case ListColumn::nationality:
            cells.push_back(row.nationality);
            return;
        case ListColumn::document:
            cells.push_back(row.document);
            return;
    }
}

std::vector<print::TableColumn> paper_columns(const ListRow& list) {
    constexpr double body_mm = 297 - 2 * print::table_margin_mm;
    std::vector<PaperColumn> wanted{{"N°", 12}, {"Dossier / Case", 32}};
    for (const ListColumn column : list.columns) add_paper_columns(wanted, column);
    double shares = 0;
    for (const PaperColumn& column : wanted) shares += column.share;
    std::vector<print::TableColumn> columns;
    for (const PaperColumn& column : wanted)
        columns.push_back({column.heading, body_mm * column.share / shares});
    return columns;
}

std::string footer_of(const PrintedCopy& copy, const DisclosureRules& rules) {
    const std::string number = number_text('L', copy.list.number);
    const Day until = std::chrono::floor<Days>(copy.made_at) + rules.copy_kept;
    return fmt::format(
        "Copie {0} de {1}, à détruire au plus tard le {2}, remise à {4}. / Copy {0} of {1}, to be "
        "destroyed by {3} at the latest, handed to {4}.",
        copy.copy, number, print::day_in_french(until), print::day_in_english(until),
        copy.list.recipient);
}

print::TableSheet paper_of(const PrintedCopy& copy, const DisclosureRules& rules) {
    const std::string number = number_text('L', copy.list.number);
    print::TableSheet sheet{
        .sheet = print::Sheet::a4_landscape,
        .file_title = number,
        .title = {fmt::format("Liste nominative / Nominal list {}", number),
                  fmt::format("Copie / Copy {} · Site {} · {} personnes / people", copy.copy,
                              copy.site, copy.rows.size()),
                  "Objet / Purpose: " + copy.list.purpose,
                  "Remise à / Handed to: " + copy.list.recipient,
                  fmt::format("Imprimée / Printed: {}, {}", instant_text(copy.made_at),
                              copy.made_by)},
        .columns = paper_columns(copy.list),
        .footer = footer_of(copy, rules)};
    for (const NominalRow& row : copy.rows) {
        print::TableRow cells{Personal<std::string>{std::to_string(sheet.rows.size() + 1)},
                              Personal<std::string>{row.case_number}};
        for (const ListColumn column : copy.list.columns) add_cells(cells, row, column);
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

}  // namespace

std::string digest_of(const std::vector<NominalRow>& rows, ByteView key) {
    Bytes all;
    append(all, as_bytes("jatigi nominal list"));
    const auto add = [&all](std::string_view text) {
        put_big_endian(all, text.size(), 4);
        append(all, as_bytes(text));
    };
    for (const NominalRow& row : rows) {
        add(row.case_number);
        for (const auto* cell :
             {&row.family_name, &row.given_names, &row.birth, &row.nationality, &row.document})
            add(cell->reveal());
    }
    return hex(keyed_digest<16>(key, all));
}

http::Response paper_response(const PrintedCopy& copy, const DisclosureRules& rules) {
    auto pdf = print::table_sheet(paper_of(copy, rules));
    if (!pdf) return http::problem(pdf.error());
    return {200,
            "application/pdf",
            *std::move(pdf),
            {{"Content-Disposition", fmt::format("attachment; filename=\"{}_{}.pdf\"",
                                                 number_text('L', copy.list.number), copy.copy)}}};
}

}  // namespace jatigi::disclosure

#include "people/registry/list_columns.h"

#include <gtest/gtest.h>

#include "people/registry/list_reference_for_tests.h"

namespace jatigi::registry {
namespace {

using enum ListField;
using Kinds = std::vector<RowKind>;

ListField meaning(std::string_view heading) {
    return shipped_reference().headings.meaning_of(heading).field;
}

Result<ListShape> shape_of(std::string_view csv) {
    const auto table = read_separated(csv, ';');
    return find_columns(*table, shipped_reference().headings);
}

std::vector<ListField> fields_of(const ListLayout& layout) {
    std::vector<ListField> fields;
    for (const ListColumn& column : layout.columns) fields.push_back(column.field);
    return fields;
}

TEST(ListColumns, HeadingsAreKnownInBothLanguages) {
    EXPECT_EQ(meaning("Date d’arrivée"), arrival_date);
    EXPECT_EQ(meaning("DATE OF ARRIVAL"), arrival_date);
    EXPECT_EQ(meaning("Nom de famille"), family_name);
    EXPECT_EQ(meaning("Surname"), family_name);
    EXPECT_EQ(meaning("PRENOMS"), given_names);
    EXPECT_EQ(meaning("First name(s)"), given_names);
    EXPECT_EQ(meaning("Né(e) le"), birth);
    EXPECT_EQ(meaning("DOB"), birth);
    EXPECT_EQ(meaning("Âge (ans)"), age);
    EXPECT_EQ(meaning("N° de ménage"), household);
    EXPECT_EQ(meaning("HH no."), household);
    EXPECT_EQ(meaning("Lien avec le chef de ménage"), relation);
    EXPECT_EQ(meaning("N° de pièce"), document_no);
    EXPECT_EQ(meaning("Document (type)"), document_type);
    EXPECT_EQ(meaning("Document"), document);
    EXPECT_EQ(meaning("#"), list_no);
    EXPECT_EQ(meaning("Hangar"), unknown);
}

TEST(ListColumns, HeadingsMayBeShortenedOrExplained) {
    EXPECT_EQ(meaning("Date naiss."), birth);
    EXPECT_EQ(meaning("Sexe (M/F)"), sex);
    EXPECT_EQ(meaning("Date d'arrivée (JJ/MM/AAAA)"), arrival_date);
    EXPECT_EQ(meaning("Nom du migrant"), family_name);
    EXPECT_EQ(meaning("Nationalité / Nationality"), nationality);
}

TEST(ListColumns, TwoPartsInOneHeadingMakeOneField) {
    EXPECT_EQ(meaning("Date de naissance/Âge"), birth);
    EXPECT_EQ(meaning("Nom / Prénoms"), full_name);
    EXPECT_EQ(meaning("Prénoms / Nom"), full_name_given_first);
}

TEST(ListColumns, HeadingsAboutOtherPeopleAreNotThePersonsOwn) {
    EXPECT_EQ(meaning("Nom du père"), father_name);
    EXPECT_EQ(meaning("Nom du chef de ménage"), unknown);
    EXPECT_EQ(meaning("Nom de la personne à contacter en urgence"), unknown);
    EXPECT_EQ(meaning("Date d'arrivée en Algérie"), unknown);
}

TEST(ListColumns, EveryHeadingHasOneMeaning) {
    const std::string csv = file_text("reference/list_headings.csv");
    const auto table = read_separated(csv, ',');
    ASSERT_TRUE(table);
    for (const ListRow& row : table->rows) {
        if (row.cells.size() < 3 || (row.cells[2] != "sure" && row.cells[2] != "weak")) continue;
        if (row.cells[0] == "#") continue;
        EXPECT_EQ(list_field_text(meaning(row.cells[0])), row.cells[1]) << row.cells[0];
    }
}

TEST(ListColumns, KindsOfRowsAreTold) {
    const auto shape = shape_of(
        "Liste du 15/01/2023;;;\n"
        ";;;\n"
        "N°;Nom;Prénom;Date d'arrivée\n"
        "#meta+list_no;#beneficiary+name+family;#beneficiary+name+given;#date+arrival\n"
        "1;Exemple;Un;12/01/2023\n"
        "N°;Nom;Prénom;Date d'arrivée\n"
        "2;Exemple;Deux;12/01/2023\n"
        ";TOTAL convoi du 12/01/2023 : 2;;\n"
        "3;;;\n"
        "TOTAL;2;;\n"
        "Fait à Assamaka, le 15/01/2023;;;\n");
    ASSERT_TRUE(shape);
    using enum RowKind;
    EXPECT_EQ(shape->kinds,
              (Kinds{title, blank, header, hxl, data, header, data, total, blank, total, title}));
    EXPECT_EQ(shape->layouts.size(), 1U);
    EXPECT_EQ(shape->layouts[0].header_row, 3);
}

TEST(ListColumns, UnknownColumnsStayWithTheirHeading) {
    const auto shape = shape_of("Nom;Tente;Prénom;Sexe\nA;B4;B;M\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{family_name, unknown, given_names, sex}));
    EXPECT_EQ(shape->layouts[0].columns[1].heading, "Tente");
}

TEST(ListColumns, OnlyNameColumnHoldsTheWholeName) {
    const auto shape = shape_of("Nom;Sexe;Âge\nA B;M;25\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{full_name, sex, age}));
}

TEST(ListColumns, BareDateIsArrivalOnlyWhenNothingElseIs) {
    const auto alone = shape_of("Date;Nom;Prénom\n1;A;B\n");
    const auto beside = shape_of("Date;Nom;Prénom;Date d'arrivée\n1;A;B;2\n");
    EXPECT_EQ(alone->layouts[0].column_of(arrival_date), 0U);
    EXPECT_EQ(beside->layouts[0].column_of(arrival_date), 3U);
}

TEST(ListColumns, TagsNameColumnsWhoseHeadingsNobodyKnows) {
    const auto shape = shape_of(
        "Kari;Togo;Don\n#beneficiary+name+family;#beneficiary+name+given;#arrival+date\nA;B;C\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{family_name, given_names, unknown}));
    EXPECT_EQ(shape->kinds[0], RowKind::header);
}

TEST(ListColumns, LaterHeaderWithAnotherOrderCounts) {
    const auto shape = shape_of("Nom;Prénom;Sexe\nA;B;M\nSexe;Prénom;Nom\nM;B;A\n");
    ASSERT_EQ(shape->layouts.size(), 2U);
    EXPECT_EQ(shape->layouts[shape->layout_of[3]].column_of(family_name), 2U);
}

TEST(ListColumns, TableWithoutHeaderIsRefused) {
    for (const auto* csv : {"A;B;M\nC;D;F\n", "Prix;Quantité\n3;4\n", "Nom\nA\n"}) {
        const auto shape = shape_of(csv);
        ASSERT_FALSE(shape);
        EXPECT_EQ(shape.error().code, "list.not_a_table");
    }
}

}  // namespace
}  // namespace jatigi::registry

#include "people/lists/families.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"

namespace jatigi::lists {
namespace {

std::vector<RowReading> rows_of(std::string_view csv) {
    auto table = read_list(csv);
    EXPECT_TRUE(table);
    auto reading =
        read_rows(*std::move(table), shipped_reference(), {.list_date = *parse_day("2023-01-15")});
    EXPECT_TRUE(reading);
    return std::move(reading)->rows;
}

std::string arrival_of(const RowReading& row) {
    return row.fields.arrival_date ? day_text(*row.fields.arrival_date) : "none";
}

TEST(ListFamilies, ArrivalBesideTheHeadIsItsRelativesToo) {
    const auto rows = rows_of(
        "Arrivée;Lien;Nom;Prénom;Sexe\n"
        "02/01/2023;CM;Un;Ali;M\n;épouse;Deux;Awa;F\n;fils;Un;Moussa;M\n"
        "03/01/2023;CM;Trois;Jean;M\n"
        "04/01/2023;CM;Quatre;Omar;M\n;fille;Quatre;Mariam;F\n");
    EXPECT_EQ(arrival_of(rows[2]), "2023-01-02");
    EXPECT_EQ(arrival_of(rows[3]), "2023-01-02");
    EXPECT_EQ(arrival_of(rows[6]), "2023-01-04");
    EXPECT_TRUE(rows[3].has(RowReason::family_by_order));
    EXPECT_FALSE(rows[1].has(RowReason::family_by_order));
    EXPECT_EQ(rows[1].fields.household, "1");
    EXPECT_EQ(rows[3].fields.household, "1");
    EXPECT_EQ(rows[4].fields.household, "");
    EXPECT_EQ(rows[6].fields.household, "2");
    EXPECT_EQ(rows[3].decision, rows[1].decision);
}

TEST(ListFamilies, HouseholdTellsWhoIsBelowAHead) {
    const auto rows = rows_of(
        "Arrivée;Ménage;Nom;Prénom;Sexe\n"
        "02/01/2023;A;Un;Ali;M\n;A;Deux;Awa;F\n03/01/2023;B;Trois;Jean;M\n;B;Trois;Aline;F\n");
    EXPECT_EQ(arrival_of(rows[2]), "2023-01-02");
    EXPECT_EQ(arrival_of(rows[4]), "2023-01-03");
    EXPECT_EQ(rows[4].fields.household, "B");
}

TEST(ListFamilies, InAnotherOrderNothingIsTaken) {
    const std::string head_line = "Arrivée;Ménage;Lien;Nom;Prénom;Sexe\n";
    const std::string families =
        "02/01/2023;A;CM;Un;Ali;M\n;A;épouse;Deux;Awa;F\n"
        "03/01/2023;B;CM;Trois;Jean;M\n;B;fils;Trois;Alain;M\n";
    for (const auto* other : {";C;fils;Quatre;Omar;M\n", "02/01/2023;B;fils;Quatre;Omar;M\n"}) {
        const auto rows = rows_of(head_line + families + other);
        EXPECT_EQ(arrival_of(rows[2]), "none") << other;
        EXPECT_TRUE(rows[2].has(RowReason::arrival_missing)) << other;
    }
    // One family shows nothing.
    const auto one = rows_of(head_line + families.substr(0, families.find("03/01")));
    EXPECT_EQ(arrival_of(one[2]), "none");
}

TEST(ListFamilies, NumbersThatStartAgainAreOfEachDay) {
    const auto rows = rows_of(
        "Arrivée;Ménage;Lien;Nom;Prénom;Sexe\n"
        "12/01/2023;1;CM;Un;Ali;M\n12/01/2023;1;épouse;Un;Awa;F\n13/01/2023;1;CM;Deux;Ami;F\n"
        "13/01/2023;2;CM;Trois;Omar;M\n14/01/2023;2;fils;Trois;Issa;M\n");
    EXPECT_EQ(rows[1].fields.household, rows[2].fields.household);
    EXPECT_NE(rows[1].fields.household, rows[3].fields.household);
    // One head: somebody of the household came later.
    EXPECT_EQ(rows[4].fields.household, "2");
    EXPECT_EQ(rows[5].fields.household, "2");
}

}  // namespace
}  // namespace jatigi::lists

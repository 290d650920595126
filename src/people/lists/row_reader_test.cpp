// Cells of one row that say something together.
#include "people/lists/row_reader.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "people/lists/rows.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

RowReading row_of(const std::string& csv) {
    auto table = read_list(csv);
    EXPECT_TRUE(table);
    const auto reading =
        read_rows(*std::move(table), shipped_reference(), {.list_date = *parse_day("2023-01-15")});
    EXPECT_TRUE(reading);
    return reading->rows.at(1);
}

std::string birth_of(const RowReading& row) {
    if (!row.fields.birth) return "none";
    const auto& birth = row.fields.birth->reveal();
    return day_text(birth.min) + ".." + day_text(birth.max);
}

TEST(ListRow, MiddleNamesAreGivenNames) {
    const auto row =
        row_of("First name;Middle name;Last name;Arrival date\nAlhaji;Mohamed;SESAY;12/01/2023\n");
    EXPECT_EQ(row.fields.given_names.reveal(), "Alhaji Mohamed");
    EXPECT_EQ(row.fields.family_name.reveal(), "SESAY");
}

TEST(ListRow, DayMonthAndYearOfBirthMayHaveAColumnEach) {
    const std::string head =
        "Nom;Prénom;Date d'arrivée;Jour de naissance;Mois de naissance;Année de naissance\n";
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;7;5;1990\n")), "1990-05-07..1990-05-07");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;7;mai;1990\n")), "1990-05-07..1990-05-07");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;;5;1990\n")), "1990-05-01..1990-05-31");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;;;1990\n")), "1990-01-01..1990-12-31");
    // There is no such day: then nothing of it is taken.
    EXPECT_TRUE(row_of(head + "Un;Ali;12/01/2023;31;2;1990\n").has(RowReason::birth_impossible));
}

TEST(ListRow, UnitOfAnAgeMayStandBesideIt) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Age;age_unite (a/m)\n";
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;8;m\n")), "2022-04-13..2022-05-12");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;8;a\n")), "2014-01-13..2015-01-12");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;8;mois\n")), "2022-04-13..2022-05-12");
}

TEST(ListRow, AgesMayBeARangeAndDatesAreNone) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Age\n";
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;25-30\n")), "1992-01-13..1998-01-12");
    EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;20-02-1997\n")), "1997-02-20..1997-02-20");
}

TEST(ListRow, NameOfTheFatherInBracketsIsHis) {
    const auto row =
        row_of("Nom et prénom (père);Sexe;Date d'arrivée\nSANÉ Lamine (Ibrahima);M;12/01/2023\n");
    EXPECT_EQ(row.fields.given_names.reveal(), "Lamine");
    EXPECT_EQ(row.fields.father_name.reveal(), "Ibrahima");
}

TEST(ListRow, HeadingMaySayWhatAPaperIs) {
    const auto paper = [](const std::string& heading) {
        return row_of("Nom;Prénom;Date d'arrivée;" + heading + "\nUn;Ali;12/01/2023;ZZ3749399\n")
            .fields;
    };
    EXPECT_EQ(paper("N° passeport").document_type, "PASSPORT");
    EXPECT_EQ(paper("N° passeport").document_no.reveal(), "ZZ3749399");
    // Of two papers nobody knows which.
    EXPECT_EQ(paper("N° passeport ou carte consulaire").document_type, "");
    EXPECT_EQ(paper("N° de pièce").document_type, "");
}

TEST(ListRow, VillageStandsInItsRegion) {
    const auto row = row_of(
        "Nom;Prénom;Date d'arrivée;Village d'origine;Région "
        "d'origine\nUn;Ali;12/01/2023;Tamacoura;Kayes\n");
    EXPECT_EQ(row.fields.origin.reveal(), "Tamacoura, Kayes");
}

TEST(ListRow, OrderOfAWholeNameIsSaidOrMarked) {
    const auto row = [](const std::string& heading, const std::string& name) {
        return row_of(heading + ";Sexe;Date d'arrivée\n" + name + ";M;12/01/2023\n");
    };
    EXPECT_TRUE(row("Nom", "Ali Exemple").has(RowReason::name_order_assumed));
    for (const auto* heading : {"Nom et prénom", "Prénom et nom"})
        EXPECT_FALSE(row(heading, "Ali Exemple").has(RowReason::name_order_assumed)) << heading;
    for (const auto* name : {"EXEMPLE Ali", "Exemple, Ali", "Mossa ag Exemple", "Exemple"})
        EXPECT_FALSE(row("Nom", name).has(RowReason::name_order_assumed)) << name;
}

TEST(ListRow, NumbersOfRStandInFrontOfTheirRows) {
    auto table =
        read_list("Date d'arrivée;Nom;Prénom\n1;2023-01-12;Exemple;Ali\n2;2023-01-12;Essai;Awa\n");
    const auto reading =
        read_rows(*std::move(table), shipped_reference(), {.list_date = *parse_day("2023-01-15")});
    EXPECT_EQ(reading->rows[2].fields.given_names.reveal(), "Awa");
    // A list with numbers of its own, and a cell past its headings.
    EXPECT_EQ(row_of("N°;Date d'arrivée;Nom;Prénom\n1;2023-01-12;Exemple;Ali;x\n")
                  .fields.given_names.reveal(),
              "Ali");
    // The same with R's numbers in front.
    EXPECT_EQ(row_of("N°;Date d'arrivée;Nom;Prénom\n1;1;2023-01-12;Exemple;Ali\n")
                  .fields.given_names.reveal(),
              "Ali");
}

TEST(ListRow, TitleSaysTheSexWhereNothingElseDoes) {
    const auto sex = [](const std::string& name, const std::string& cell) {
        return row_of("Nom et prénom;Sexe;Date d'arrivée\n" + name + ";" + cell + ";12/01/2023\n")
            .fields.sex;
    };
    EXPECT_EQ(sex("Mme EXEMPLE Awa", ""), "F");
    EXPECT_EQ(sex("M. EXEMPLE Ali", ""), "M");
    EXPECT_EQ(sex("Dr EXEMPLE Ali", ""), "");
    EXPECT_EQ(sex("Mme EXEMPLE Awa", "M"), "M");
}

TEST(ListRow, RelativesInTheRowsBelowAreOfTheHouseholdAbove) {
    auto table = read_list(
        "Famille;Lien;Nom;Prénom;Date d'arrivée\n7;chef;Exemple;Ali;12/01/2023\n"
        ";épouse;Essai;Awa;12/01/2023\n;;Modèle;Issa;12/01/2023\n;fils;Modèle;Petit;12/01/2023\n");
    const auto reading =
        read_rows(*std::move(table), shipped_reference(), {.list_date = *parse_day("2023-01-15")});
    EXPECT_EQ(reading->rows[2].fields.household, "7");
    EXPECT_EQ(reading->rows[3].fields.household, "");
    EXPECT_EQ(reading->rows[4].fields.household, "");
}

TEST(ListRow, DayOfIssueIsNoPartOfANumber) {
    const auto paper = row_of(
                           "Nom;Prénom;Date d'arrivée;Pièce (type, n°, date)\n"
                           "Un;Ali;12/01/2023;CNI n° 0123 du 12/03/2019\n")
                           .fields;
    EXPECT_EQ(paper.document_no.reveal(), "0123");
}

TEST(ListRow, DashesAreNoObservation) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Observations\n";
    EXPECT_EQ(row_of(head + "Un;Ali;12/01/2023;---\n").fields.observations.reveal(), "");
    EXPECT_EQ(row_of(head + "Un;Ali;12/01/2023;a perdu sa carte\n").fields.observations.reveal(),
              "a perdu sa carte");
}

TEST(ListRow, NumberOfTwoDigitsMayBeAYear) {
    const auto born = [](const std::string& heading, const std::string& cell) {
        return row_of("Nom;Prénom;Date d'arrivée;" + heading + "\nUn;Ali;12/01/2023;" + cell +
                      "\n");
    };
    const auto year = born("Année de naissance", "88");
    EXPECT_EQ(birth_of(year), "1988-01-01..1988-12-31");
    EXPECT_TRUE(year.has(RowReason::birth_century_assumed));
    EXPECT_EQ(birth_of(born("Âge / année de naissance", "22")), "2000-01-13..2001-01-12");
    // Where a day should stand an age does, unless nobody is so old.
    EXPECT_EQ(birth_of(born("Né(e) le", "25")), "1997-01-13..1998-01-12");
    EXPECT_TRUE(born("Né(e) le", "88").has(RowReason::birth_unreadable));
    EXPECT_TRUE(born("Né(e) le", "02").has(RowReason::birth_unreadable));
    EXPECT_EQ(birth_of(row_of("Nom;Prénom;Date d'arrivée;Jour;Mois;Année de naissance\n"
                              "Un;Ali;12/01/2023;4;mai;91\n")),
              "1991-05-04..1991-05-04");
}

TEST(ListRow, AgeThatDoesNotFitTheBirthIsMarked) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Âge;Date de naissance\n";
    EXPECT_TRUE(
        row_of(head + "Un;Ali;12/01/2023;16;01/02/1990\n").has(RowReason::birth_unlike_age));
    EXPECT_FALSE(
        row_of(head + "Un;Ali;12/01/2023;33;01/02/1990\n").has(RowReason::birth_unlike_age));
}

TEST(ListRow, WordsAboutAPersonAreNoName) {
    const std::string head = "Nom et prénoms;Date d'arrivée\n";
    for (const auto* name : {"BA Awa DCD", "SOW Awi - PARTI", "DIALLO Mamadou, fils de Ali",
                             "BA Awa & BA Ali", "2 enfants de KONE Awa", "Ke?ta Awa"})
        EXPECT_TRUE(row_of(head + name + ";12/01/2023\n").has(RowReason::name_unclear)) << name;
    EXPECT_FALSE(row_of(head + "BA Awa;12/01/2023\n").has(RowReason::name_unclear));
}

TEST(ListRow, NameOfAParentMayHaveTwoColumns) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Nom du père;Prénom du père\n";
    EXPECT_EQ(row_of(head + "Un;Ali;12/01/2023;Un;Oumar\n").fields.father_name.reveal(),
              "Un Oumar");
    for (const auto* state : {"décédé", "DCD", "Feu", "76112233", "voir n°2"}) {
        const auto row = row_of(head + "Un;Ali;12/01/2023;" + state + ";\n");
        EXPECT_EQ(row.fields.father_name.reveal(), "") << state;
        EXPECT_TRUE(row.has(RowReason::value_unreadable)) << state;
    }
}

TEST(ListRow, TickMayHaveWordsBesideIt) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Enceinte;Maladie chronique\n";
    const auto both = row_of(head + "Un;Awa;12/01/2023;oui (5 mois);O (asthme)\n");
    EXPECT_EQ(both.fields.vulnerabilities.reveal(),
              (std::vector<std::string>{"CHRONIC_ILLNESS", "PREGNANT"}));
    const auto unread = row_of(head + "Un;Awa;12/01/2023;5 mois;\n");
    EXPECT_TRUE(unread.fields.vulnerabilities.reveal().empty());
    EXPECT_TRUE(unread.has(RowReason::value_unreadable));
    EXPECT_FALSE(
        row_of(head + "Un;Awa;12/01/2023;non (stérile);\n").has(RowReason::value_unreadable));
}

TEST(ListRow, OtherNamesAreGivenNames) {
    const std::string head = "Surname;First name;Other names;Arrival date\n";
    EXPECT_EQ(row_of(head + "Un;Abu;Bakarr;12/01/2023\n").fields.given_names.reveal(),
              "Abu Bakarr");
    EXPECT_EQ(row_of(head + "Un;;Foday;12/01/2023\n").fields.given_names.reveal(), "Foday");
}

TEST(ListRow, RelationIsTheHeadsAndNoOtherRelatives) {
    const auto relation = [](const std::string& cell) {
        const auto row =
            row_of("Nom;Prénom;Date d'arrivée;Sexe;Lien\nUn;Awa;12/01/2023;F;" + cell + "\n");
        return row.has(RowReason::value_unreadable) ? "unreadable" : row.fields.relation;
    };
    for (const auto* cell :
         {"Fils/Fille", "Fils ou fille", "Fils(Fille)", "Son/Daughter", "fille du chef"})
        EXPECT_EQ(relation(cell), "DAUGHTER") << cell;
    EXPECT_EQ(relation("Frère/Sœur"), "SISTER");
    EXPECT_EQ(relation("Wife of head"), "SPOUSE");
    for (const auto* cell : {"femme du fils", "fille du frère", "Wife of son", "sœur de l'épouse"})
        EXPECT_EQ(relation(cell), "unreadable") << cell;
}

TEST(ListRow, HeadMayBeAYesInAColumn) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Chef de ménage\n";
    EXPECT_EQ(row_of(head + "Un;Ali;12/01/2023;Oui\n").fields.relation, "HEAD");
    EXPECT_EQ(row_of(head + "Un;Ali;12/01/2023;Non\n").fields.relation, "");
}

TEST(ListRow, WhatSomebodyIsCalledDoesNotTakeTheGivenNameAlong) {
    const std::string head = "Nom et prénoms;Date d'arrivée\n";
    const auto called = row_of(head + "LABO dit TCHALÉ Issa;12/01/2023\n");
    EXPECT_EQ(called.fields.family_name.reveal(), "LABO");
    EXPECT_EQ(called.fields.given_names.reveal(), "Issa");
    for (const auto* name : {"KONE dit Vieux Moussa", "NDONG ép. MBA Rose", "SIDIBÉ (Vve) Awa",
                             "SANI Moussa (malade)", "1. DEMBÉLÉ Abou", "feu SOW Ali"})
        EXPECT_TRUE(row_of(head + name + ";12/01/2023\n").has(RowReason::name_unclear)) << name;
}

TEST(ListRow, AgeMayHaveAHalf) {
    const std::string head = "Nom;Prénom;Date d'arrivée;Âge\n";
    for (const auto* age : {"1,5 ans", "1.5", "18 mois"})
        EXPECT_EQ(birth_of(row_of(head + "Un;Ali;12/01/2023;" + age + "\n")),
                  "2021-06-13..2021-07-12")
            << age;
}

}  // namespace
}  // namespace jatigi::lists

#include "people/lists/rejected_api.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "people/lists/reference_for_tests.h"

namespace jatigi::lists {
namespace {

ListReading reading_of(std::string_view csv) {
    auto table = open_list(csv, shipped_reference());
    EXPECT_TRUE(table);
    auto reading =
        read_rows(*std::move(table), shipped_reference(), {.list_date = *parse_day("2023-01-15")});
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

std::string rejected_of(const ListReading& reading) {
    std::vector<const RowReading*> rows;
    for (const RowReading& row : reading.rows) rows.push_back(&row);
    return rejected_csv(reading.layouts, rows);
}

TEST(ListRejected, RowsStandInTheListsOwnColumns) {
    const ListReading reading = reading_of(
        "Liste;;;;\nSexe;Nom;Prénom;Date d'arrivée;Note\n"
        "M;A;B;12/01/2023;x\nF;C;D;;\"y;z\"\nM;;;16/01/2023;\n");
    EXPECT_EQ(rejected_of(reading),
              "\xEF\xBB\xBFSexe;Nom;Prénom;Date d'arrivée;Note;motif / reason;ligne / row\r\n"
              "F;C;D;;\"y;z\";date d'arrivée manquante ou illisible / arrival date missing or "
              "unreadable;4\r\n"
              "M;;;16/01/2023;;\"nom manquant / name missing; arrivée après la date de la liste / "
              "arrival after the date of the list\";5\r\n");
}

TEST(ListRejected, FormulasAreGuardedAndReadBackTheSame) {
    const std::string csv =
        "Nom;Prénom;Date d'arrivée;Tél;Note;Sexe\n"
        "=cmd();+A;;+223 10 18 45 50;@b;-\n";
    const std::string out = rejected_of(reading_of(csv));
    EXPECT_TRUE(out.contains("\n'=cmd();'+A;;'+223 10 18 45 50;'@b;'-;")) << out;
    const ListReading again = reading_of(out);
    ASSERT_EQ(again.rows.size(), 2U);
    EXPECT_EQ(again.rows[1].fields.family_name.reveal(), "=cmd()");
    EXPECT_EQ(again.rows[1].fields, reading_of(csv).rows[1].fields);
}

TEST(ListRejected, DittoMarksSayWhatTheyMeant) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Nationalité;Date de naissance\n"
        "A;B;12/01/2023;malienne;1990\nC;D;idem;//;31/02/1990\n");
    EXPECT_TRUE(rejected_of(reading).contains("\nC;D;12/01/2023;malienne;31/02/1990;"));
}

TEST(ListRejected, OtherColumnsFurtherDownGetTheirOwnHeader) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Sexe\nA;B;;M\n"
        "Sexe;Nom;Prénom;Date d'arrivée\nF;C;D;;more\n");
    EXPECT_EQ(reading.layouts.size(), 2U);
    const ListReading again = reading_of(rejected_of(reading));
    ASSERT_EQ(again.rows.size(), 4U);
    EXPECT_EQ(again.rows[3].kind, RowKind::data);
    EXPECT_EQ(again.rows[3].fields.given_names.reveal(), "D");
    EXPECT_EQ(again.rows[3].fields.extras.at(0).text.reveal(), "more");
}

TEST(ListRejected, DaysOfAMonthFirstColumnAreWrittenAsIsoDays) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance\n"
        "EXEMPLE;Un;12/01/2023;05/14/1990\nEXEMPLE;Deux;12/01/2023;05/15/1990\n"
        "EXEMPLE;Trois;12/01/2023;05/16/1990\nINVENTÉ;Quatre;;05/06/1990\n"
        "INVENTÉ;Cinq;;vers 1990\nINVENTÉ;Six;;05/44/1990\n");
    const std::string out = rejected_of(reading);
    // Three rows would no longer show how their column is to be read.
    EXPECT_TRUE(out.contains("\nINVENTÉ;Quatre;;1990-05-06;")) << out;
    EXPECT_TRUE(out.contains("\nINVENTÉ;Cinq;;vers 1990;")) << out;
    EXPECT_TRUE(out.contains("\nINVENTÉ;Six;;05/44/1990;")) << out;
    const ListReading again = reading_of(out);
    ASSERT_EQ(again.rows.size(), 4U);
    EXPECT_EQ(again.rows[1].fields.birth, reading.rows[4].fields.birth);
}

TEST(ListRejected, DaysOfOtherColumnsStayAsTheyAreWritten) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance\n"
        "EXEMPLE;Un;12/01/2023;05/14/1990\nINVENTÉ;Deux;;05/06/1990\n");
    EXPECT_TRUE(rejected_of(reading).contains("\nINVENTÉ;Deux;;05/06/1990;"));
}

TEST(ListRejected, HeaderOfTwoLinesComesBackAsOne) {
    const ListReading reading = reading_of(
        "N°;Identité;;Sexe;Naissance;;Nationalité;Date d'arrivée\n"
        ";Nom;Prénoms;;Date;Lieu;;\n"
        "1;EXEMPLE;Un;M;14/05/1990;Kayes;Malien;\n");
    const std::string out = rejected_of(reading);
    const ListReading again = reading_of(out);
    ASSERT_EQ(again.rows.size(), 2U) << out;
    EXPECT_EQ(again.rows[1].reasons, reading.rows[2].reasons);
    EXPECT_EQ(again.rows[1].fields, reading.rows[2].fields);
    EXPECT_EQ(again.rows[1].fields.birth_place.reveal(), "Kayes");
}

TEST(ListRejected, NamesUnderAMergedHeadingComeBack) {
    const ListReading reading = reading_of(
        "Nom et prénoms;;Sexe;Né le;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un Deux;M;14/05/1990;Malien;\n");
    const ListReading again = reading_of(rejected_of(reading));
    ASSERT_EQ(again.rows.size(), 2U);
    EXPECT_EQ(again.rows[1].fields, reading.rows[1].fields);
    EXPECT_EQ(again.rows[1].fields.given_names.reveal(), "Un Deux");
}

TEST(ListRejected, YearsOverSeveralColumnsComeBackAsAHeader) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Sexe;2022;;2023;;Date d'arrivée\n"
        "EXEMPLE;Un;M;a;b;c;d;\n");
    const ListReading again = reading_of(rejected_of(reading));
    ASSERT_EQ(again.rows.size(), 2U);
    EXPECT_EQ(again.rows[1].fields, reading.rows[1].fields);
}

TEST(ListRejected, TicksComeBackAsTheyWere) {
    const ListReading reading =
        reading_of("Nom;Prénom;M;F;Âge;Date d'arrivée\nEXEMPLE;Un;;X;25;\n");
    const std::string out = rejected_of(reading);
    EXPECT_TRUE(out.contains("\nEXEMPLE;Un;;X;25;;")) << out;
    EXPECT_EQ(reading_of(out).rows.at(1).fields.sex, "F");
}

class RejectedOfExample : public testing::Test {
protected:
    ListReading reading_ = reading_of(file_text("examples/assamaka-2023-01.csv"));
    std::string out_ = rejected_of(reading_);
};

TEST_F(RejectedOfExample, ComesBackAsItWas) {
    const ListReading again = reading_of(out_);
    ASSERT_EQ(again.rows.size(), 11U);
    std::size_t at = 0;
    for (const RowReading& row : reading_.rows) {
        if (row.decision != RowDecision::rejected) {
            EXPECT_TRUE(row.cells.empty());
            continue;
        }
        ++at;
        EXPECT_EQ(again.rows[at].reasons, row.reasons);
        EXPECT_EQ(again.rows[at].fields, row.fields);
    }
    EXPECT_EQ(at, 10U);
    // Rejected again, its notes are made anew and not piled up.
    EXPECT_EQ(std::ranges::count(rejected_of(again), '\n'), 11);
    EXPECT_EQ(rejected_of(again).substr(0, 100), out_.substr(0, 100));
}

TEST_F(RejectedOfExample, CorrectedRowIsAccepted) {
    std::string corrected = out_;
    const std::string wrong = ";;31/02/1995;";  // The sex is missing as well.
    const auto at = corrected.find(wrong);
    ASSERT_NE(at, std::string::npos);
    corrected.replace(at, wrong.size(), ";M;28/02/1995;");
    const ListReading again = reading_of(corrected);
    std::vector<const RowReading*> accepted;
    for (const RowReading& row : again.rows) {
        if (row.decision == RowDecision::accepted) accepted.push_back(&row);
    }
    ASSERT_EQ(accepted.size(), 1U);
    EXPECT_EQ(day_text(accepted[0]->fields.birth->reveal().min), "1995-02-28");
    EXPECT_TRUE(accepted[0]->fields.extras.empty());
}

}  // namespace
}  // namespace jatigi::lists

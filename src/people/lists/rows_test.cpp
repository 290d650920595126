#include "people/lists/rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "people/lists/reference_for_tests.h"
#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

using Reasons = std::vector<RowReason>;

const Day closed = *parse_day("2023-01-15");

ListReading reading_of(std::string_view csv) {
    const auto table = read_list(csv);
    EXPECT_TRUE(table);
    auto reading = read_rows(*table, shipped_reference(), {.list_date = closed});
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

// One data row under a usual header.
RowReading row_of(const std::string& cells) {
    return reading_of("Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité;Obs;Tél\n" +
                      cells + "\n")
        .rows.at(1);
}

TEST(ListRows, SoundRowIsAccepted) {
    const RowReading row = row_of("EXEMPLE;Un ;12/01/2023;14/05/1990;M;malien;RAS;10 18 45 50");
    EXPECT_EQ(row.number, 2);
    EXPECT_EQ(row.decision, RowDecision::accepted);
    EXPECT_EQ(row.fields.family_name.reveal(), "EXEMPLE");
    EXPECT_EQ(row.fields.given_names.reveal(), "Un");
    EXPECT_EQ(row.fields.nationality, "MLI");
    EXPECT_EQ(row.fields.phone.reveal(), "+22310184550");
    EXPECT_EQ(row.fields.birth->reveal().precision, linkage::BirthPrecision::day);
}

TEST(ListRows, EachRejectReasonStandsAlone) {
    using enum RowReason;
    const std::map<std::string, Reasons> cases{
        {";;12/01/2023;1990;M;ML;;", {name_missing}},
        {"A;B;12/01/2023;31/02/1990;M;ML;;", {birth_impossible}},
        {"A;B;12/01/2023;13/01/2023;M;ML;;", {birth_after_arrival}},
        {"A;B;12/01/2023;12/01/2023;M;ML;;", {}},
        {"A;B;12/01/2023;111 ans;M;ML;;", {age_implausible}},
        {"A;B;12/01/2023;110 ans;M;ML;;", {}},
        {"A;B;12/01/2023;1897;;ML;;", {age_implausible}},
        {"A;B;;1990;M;ML;;", {arrival_missing}},
        {"A;B;16/01/2023;1990;M;ML;;", {arrival_in_future}},
        {"A;B;15/01/2023;1990;M;ML;;", {}},
        {"A;B;12/01/2023;Homme;14/05/1990;M;malien;", {row_garbled}},
    };
    for (const auto& [cells, reasons] : cases) EXPECT_EQ(row_of(cells).reasons, reasons) << cells;
}

TEST(ListRows, EachWarningStandsAlone) {
    using enum RowReason;
    const std::map<std::string, Reasons> cases{
        {"A;B;12/01/2023;;M;ML;;", {birth_missing}},
        {"A;B;12/01/2023;19?8;M;ML;;", {birth_unreadable}},
        {"A;B;12/01/2023;14/05/90;M;ML;;", {birth_century_assumed}},
        {"A;B;12/01/2023;05/14/1990;M;ML;;", {birth_day_month_swapped}},
        {"A;B;12/01/2023;1990;;ML;;", {sex_missing}},
        {"A;B;12/01/2023;1990;X?;ML;;", {sex_unreadable}},
        {"A;B;12/01/2023;1990;M;?;;", {nationality_missing}},
        {"A;B;12/01/2023;1990;M;Atlante;;", {nationality_unreadable}},
        {"A;B;12/01/2023;1990;M;ML;;2,23107E+10", {phone_damaged}},
        {"TraorÃ©;B;12/01/2023;1990;M;ML;;", {encoding_repaired}},
    };
    for (const auto& [cells, reasons] : cases) {
        const RowReading row = row_of(cells);
        EXPECT_EQ(row.reasons, reasons) << cells;
        EXPECT_EQ(row.decision, RowDecision::warned) << cells;
    }
}

TEST(ListRows, SensitiveWordsAreNotedAndTheirCellsNamed) {
    const RowReading row = row_of("A;B;12/01/2023;1990;M;ML;victime de traite;");
    EXPECT_EQ(row.reasons, Reasons{RowReason::sensitive_in_list});
    EXPECT_EQ(row.sensitive_cells, std::vector{ListField::observations});
    EXPECT_EQ(row.decision, RowDecision::accepted);
    // Also when the row itself cannot come in: its cells may still be shown to somebody.
    EXPECT_TRUE(row_of("A;B;;1990;M;ML;torture;").has(RowReason::sensitive_in_list));
}

TEST(ListRows, CellsThatCannotBeReadAreKept) {
    const RowReading row = row_of("A;B;12/01/2023;19?8;M;Atlante;;123");
    ASSERT_EQ(row.fields.extras.size(), 3U);
    EXPECT_EQ(row.fields.extras[0].heading, "Date de naissance");
    EXPECT_EQ(row.fields.extras[0].text.reveal(), "19?8");
}

TEST(ListRows, RemarkBesideADateIsKept) {
    const RowReading row = row_of("A;B;12/01/2023;vers 1990 (33 ans);M;ML;;");
    EXPECT_EQ(row.decision, RowDecision::accepted);
    ASSERT_EQ(row.fields.extras.size(), 1U);
    EXPECT_EQ(row.fields.extras[0].text.reveal(), "vers 1990 (33 ans)");
}

TEST(ListRows, ProgressGoesFromNoughtToTheEnd) {
    std::string csv = "Nom;Prénom;Date d'arrivée\n";
    for (int i = 0; i < 2500; ++i) csv += "A" + std::to_string(i) + ";B;12/01/2023\n";
    std::vector<std::size_t> steps;
    const auto reading = read_rows(*read_list(csv), shipped_reference(), {.list_date = closed},
                                   [&](std::size_t done, std::size_t of) {
                                       EXPECT_EQ(of, 5002U);
                                       steps.push_back(done);
                                   });
    ASSERT_TRUE(reading);
    EXPECT_TRUE(std::ranges::is_sorted(steps));
    EXPECT_EQ(steps.front(), 0U);
    EXPECT_EQ(steps.back(), 5002U);
    EXPECT_GE(steps.size(), 5U);
}

TEST(ListRows, CellsAreKeptOfRejectedRowsAlone) {
    const ListReading reading = reading_of("Nom;Prénom;Date d'arrivée\nA;B;12/01/2023\nC; D ;\n");
    EXPECT_TRUE(reading.rows[1].cells.empty());
    ASSERT_EQ(reading.rows[2].cells.size(), 3U);
    EXPECT_EQ(reading.rows[2].cells[1].reveal(), " D ");
}

TEST(ListRows, OfManyWithOneNameTheFirstLikelyIsSuspected) {
    std::string csv = "Nom;Prénom;Date d'arrivée;Date de naissance;Père\n";
    for (int i = 0; i < 300; ++i) {
        csv += "Exemple;Un;12/01/2023;" + std::to_string(1900 + i % 100) + ";\n";
    }
    csv +=
        "Exemple;Deux;12/01/2023;14/05/1990;Untel\nExemple;Deux;12/01/2023;14/05/1990;Untel\n"
        "Exemple;Deux;12/01/2023;14/05/1990;Untel\n";
    const ListReading reading = reading_of(csv);
    EXPECT_FALSE(reading.rows[301].duplicate_of_row);
    EXPECT_EQ(reading.rows[302].duplicate_of_row, 302);
    EXPECT_EQ(reading.rows[303].duplicate_of_row, 302);
}

TEST(ListRows, DittoRepeatsTheDataRowAbove) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Âge;Sexe;Nationalité\n"
        "A;B;12/01/2023;25;M;ML\n"
        "TOTAL;1;;;;\n"
        "C;D;idem;30;M;\"\"\"\"\n"
        "E;F;//;31;F;idem\n");
    const RowReading& last = reading.rows.at(4);
    EXPECT_EQ(day_text(*last.fields.arrival_date), "2023-01-12");
    EXPECT_EQ(last.fields.nationality, "MLI");
    EXPECT_EQ(last.decision, RowDecision::accepted);
}

TEST(ListRows, DateIsTakenBeforeAge) {
    const ListReading reading = reading_of(
        "Full name,Sex,Nationality,Arrival date,Date of birth,Age\n"
        "EXAMPLE One,M,Malian,12/01/2023,14/05/1990,32\n"
        "EXAMPLE Two,F,Malian,12/01/2023,,20 yrs\n"
        "EXAMPLE Three,F,Malian,12/01/2023,,\n");
    EXPECT_EQ(reading.rows[1].fields.birth->reveal().precision, linkage::BirthPrecision::day);
    EXPECT_EQ(reading.rows[1].fields.given_names.reveal(), "One");
    EXPECT_EQ(reading.rows[2].fields.birth->reveal().precision, linkage::BirthPrecision::estimated);
    EXPECT_EQ(reading.rows[3].reasons, Reasons{RowReason::birth_missing});
}

TEST(ListRows, SamePersonTwiceIsSuspected) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité;Père;Mère\n"
        "Coulibaly;Exemple;10/01/2023;14/05/1990;M;ML;Untel Coulibaly;Unetelle Keïta\n"
        "Coulibaly;Exemple;10/01/2023;03/02/1984;M;ML;Autre Coulibaly;Autrui Sow\n"
        "Exemple;Kulibali;12/01/2023;1990;M;ML;feu untel coulibaly;\n");
    EXPECT_FALSE(reading.rows[2].duplicate_of_row);
    EXPECT_EQ(reading.rows[3].duplicate_of_row, 2);
    EXPECT_TRUE(reading.rows[3].has(RowReason::duplicate_suspected));
}

TEST(ListRows, BrothersOfOneHouseholdAreTwoPeople) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Âge;Sexe;Nationalité;Père;Mère;Ménage;Lien\n"
        "Exemple;Madou;12/01/2023;12;M;ML;Untel Exemple;Unetelle Sow;M1;fils\n"
        "Exemple;Mamadou;12/01/2023;11;M;ML;Untel Exemple;Unetelle Sow;M1;fils\n");
    EXPECT_FALSE(reading.rows[2].duplicate_of_row);
}

TEST(ListRows, RejectedRowIsNobodysFirst) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité\n"
        "Exemple;Un;;14/05/1990;M;ML\n"
        "Exemple;Un;12/01/2023;14/05/1990;M;ML\n");
    EXPECT_EQ(reading.rows[1].decision, RowDecision::rejected);
    EXPECT_EQ(reading.rows[2].decision, RowDecision::accepted);
}

TEST(ListRows, TableWithoutHeaderIsRefused) {
    const auto table = read_list("1;2;3\n4;5;6\n");
    const auto reading = read_rows(*table, shipped_reference(), {.list_date = closed});
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().code, "list.not_a_table");
}

TEST(ListRows, ReasonTextsAreUnique) {
    constexpr int last = static_cast<int>(RowReason::sensitive_in_list);
    std::set<std::string_view> texts;
    for (int i = 0; i <= last; ++i) texts.insert(enum_text(static_cast<RowReason>(i)));
    EXPECT_EQ(texts.size(), last + 1U);
}

// ---- lists as other people write them

// The data rows of a list, in its order.
std::vector<RowReading> people_of(std::string_view csv) {
    std::vector<RowReading> people;
    for (RowReading& row : reading_of(csv).rows) {
        if (row.kind == RowKind::data) people.push_back(std::move(row));
    }
    return people;
}

std::string name_of(const RowReading& row) {
    return row.fields.family_name.reveal() + "|" + row.fields.given_names.reveal();
}

std::string birth_of(const RowReading& row) {
    return row.fields.birth ? day_text(row.fields.birth->reveal().min) : "";
}

TEST(UnseenList, NameOfTheSiteIsKeptBesideThePerson) {
    const auto people = people_of(
        "Nom du site;Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "Lieu inventé;EXEMPLE;Un;M;25;Malien;12/01/2023\n");
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(name_of(people[0]), "EXEMPLE|Un");
    EXPECT_EQ(people[0].decision, RowDecision::accepted);
    ASSERT_EQ(people[0].fields.extras.size(), 1U);
    EXPECT_EQ(people[0].fields.extras[0].heading, "Nom du site");
    EXPECT_EQ(people[0].fields.extras[0].text.reveal(), "Lieu inventé");
}

TEST(UnseenList, HeaderOfTwoLinesIsRead) {
    const auto people = people_of(
        "N°;Identité;;Sexe;Naissance;;Nationalité;Date d'arrivée\n"
        ";Nom;Prénoms;;Date;Lieu;;\n"
        "1;EXEMPLE;Un;M;14/05/1990;Kayes;Malien;12/01/2023\n");
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].decision, RowDecision::accepted);
    EXPECT_EQ(people[0].fields.list_no, "1");
    EXPECT_EQ(name_of(people[0]), "EXEMPLE|Un");
    EXPECT_EQ(birth_of(people[0]), "1990-05-14");
    EXPECT_EQ(people[0].fields.birth_place.reveal(), "Kayes");
}

TEST(UnseenList, NamesUnderAMergedHeadingAreBoth) {
    const auto people = people_of(
        "NOM ET PRENOMS;;Sexe;Né le;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un Deux;M;14/05/1990;Malien;12/01/2023\n");
    EXPECT_EQ(name_of(people.at(0)), "EXEMPLE|Un Deux");
    EXPECT_TRUE(people[0].fields.extras.empty());
}

TEST(UnseenList, PeopleWithoutAHouseholdAreNotOne) {
    for (const auto* none : {"0", "RAS", "seul", "-"}) {
        const auto people = people_of(
            "Nom;Prénom;Date d'arrivée;Âge;Sexe;Nationalité;Ménage\n"
            "EXEMPLE;Un;12/01/2023;30;M;ML;" +
            std::string(none) + "\nINVENTÉ;Deux;12/01/2023;31;F;ML;" + none +
            "\nEXEMPLE;Trois;12/01/2023;32;F;ML;M1\n");
        EXPECT_EQ(people.at(0).fields.household, "") << none;
        EXPECT_EQ(people.at(1).fields.household, "") << none;
        EXPECT_EQ(people.at(2).fields.household, "1") << none;
    }
}

TEST(UnseenList, FormulaThatCameToNothingIsAnEmptyCell) {
    using enum RowReason;
    const RowReading row = row_of("A;B;12/01/2023;#N/A;M;ML;#REF!;#VALEUR!");
    EXPECT_EQ(row.reasons, Reasons{birth_missing});
    EXPECT_TRUE(row.fields.extras.empty());
    EXPECT_EQ(row.fields.observations.reveal(), "");
    EXPECT_EQ(row_of("#N/A;#N/A;12/01/2023;1990;M;ML;;").reasons, Reasons{name_missing});
    EXPECT_EQ(row_of("A;B;#REF!;1990;M;ML;;").reasons, Reasons{arrival_missing});
}

TEST(UnseenList, UnknownMarkDoesNotSpoilTheRowsBelow) {
    for (const auto* mark : {"¤", "~~", "=", "…", "|"}) {
        const auto people = people_of(
            "Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
            "EXEMPLE;Un;M;25;malienne;12/01/2023\n"
            "INVENTÉ;Deux;M;26;malienne;" +
            std::string(mark == std::string("|") ? "\"|\"" : mark) +
            "\n"
            "EXEMPLE;Trois;M;27;malienne;idem\n"
            "INVENTÉ;Quatre;M;28;idem;idem\n");
        ASSERT_EQ(people.size(), 4U) << mark;
        // We do not guess what the mark means; what "idem" under it means is plain.
        EXPECT_EQ(people[1].reasons, Reasons{RowReason::arrival_missing}) << mark;
        for (const std::size_t below : {2U, 3U}) {
            ASSERT_TRUE(people[below].fields.arrival_date) << mark;
            EXPECT_EQ(day_text(*people[below].fields.arrival_date), "2023-01-12") << mark;
            EXPECT_EQ(people[below].decision, RowDecision::accepted) << mark;
        }
        EXPECT_EQ(people[3].fields.nationality, "MLI");
    }
}

TEST(UnseenList, DittoUnderABlankOrAQuestionRepeatsThat) {
    const auto people = people_of(
        "Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un;M;25;malienne;12/01/2023\n"
        "INVENTÉ;Deux;M;26;?;12/01/2023\n"
        "EXEMPLE;Trois;M;27;idem;12/01/2023\n");
    EXPECT_EQ(people.at(2).fields.nationality, "");
    const auto after_blank = people_of(
        "Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un;M;25;malienne;12/01/2023\n"
        "INVENTÉ;Deux;M;26;;12/01/2023\n"
        "EXEMPLE;Trois;M;27;idem;12/01/2023\n");
    EXPECT_EQ(after_blank.at(2).fields.nationality, "");
}

TEST(UnseenList, DittoUnderANameInAnotherScriptIsThatName) {
    const auto people = people_of(
        "Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un;M;25;malienne;12/01/2023\n"
        "مثال;Deux;M;26;malienne;12/01/2023\n"
        "idem;Trois;M;27;malienne;12/01/2023\n");
    EXPECT_EQ(people.at(2).fields.family_name.reveal(), "مثال");
}

TEST(UnseenList, DateAndPlaceOfBirthMayShareACell) {
    const auto people = people_of(
        "Nom;Prénom;Date et lieu de naissance;Sexe;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un;14/05/1990 à Kayes;M;ML;12/01/2023\n"
        "INVENTÉ;Deux;Ségou;F;ML;12/01/2023\n"
        "EXEMPLE;Trois;1985;F;ML;12/01/2023\n");
    ASSERT_EQ(people.size(), 3U);
    EXPECT_EQ(birth_of(people[0]), "1990-05-14");
    EXPECT_EQ(people[0].fields.birth_place.reveal(), "Kayes");
    EXPECT_EQ(people[0].decision, RowDecision::accepted);
    EXPECT_TRUE(people[0].fields.extras.empty());
    EXPECT_EQ(people[1].reasons, Reasons{RowReason::birth_missing});
    EXPECT_EQ(people[1].fields.birth_place.reveal(), "Ségou");
    EXPECT_EQ(birth_of(people[2]), "1985-01-01");
    EXPECT_EQ(people[2].fields.birth_place.reveal(), "");
}

TEST(UnseenList, ColumnOfThePlaceCountsBeforeThePlaceBesideTheDate) {
    const auto people = people_of(
        "Nom;Prénom;Date et lieu de naissance;Lieu de naissance;Sexe;Date d'arrivée\n"
        "EXEMPLE;Un;14/05/1990 à Kayes;Gao;M;12/01/2023\n");
    EXPECT_EQ(people.at(0).fields.birth_place.reveal(), "Gao");
    // Under a heading that names no place, words beside the date are a remark and kept.
    const RowReading plain = row_of("A;B;12/01/2023;14/05/1990 à Kayes;M;ML;;");
    EXPECT_EQ(plain.fields.birth_place.reveal(), "");
    EXPECT_EQ(plain.fields.extras.at(0).text.reveal(), "14/05/1990 à Kayes");
    EXPECT_EQ(plain.decision, RowDecision::accepted);
}

TEST(UnseenList, ArrivalMayNameItsHour) {
    for (const auto* cell : {"12/01/2023 à 14h30", "12/01/2023 14h30", "arrivé le 12/01/2023",
                             "jeudi 12/01/2023", "44938.6041666667"}) {
        const RowReading row = row_of("A;B;" + std::string(cell) + ";1990;M;ML;;");
        ASSERT_TRUE(row.fields.arrival_date) << cell;
        EXPECT_EQ(day_text(*row.fields.arrival_date), "2023-01-12") << cell;
        EXPECT_EQ(row.decision, RowDecision::accepted) << cell;
    }
}

TEST(UnseenList, MonthsInTheirOwnColumnAreNoYears) {
    const auto people = people_of(
        "Nom;Prénom;Date d'arrivée;Âge en mois;Sexe\n"
        "EXEMPLE;Un;12/01/2023;8;M\nINVENTÉ;Deux;12/01/2023;3 ans;F\n");
    EXPECT_EQ(birth_of(people.at(0)), "2022-04-13");
    // A unit that is written counts before the heading.
    EXPECT_EQ(birth_of(people.at(1)), "2019-01-13");
    const auto both =
        people_of("Nom;Prénom;Date d'arrivée;Âge (ans/mois);Sexe\nEXEMPLE;Un;12/01/2023;8;M\n");
    EXPECT_EQ(birth_of(both.at(0)), "2014-01-13");
}

TEST(UnseenList, YearsAndMonthsMayHaveAColumnEach) {
    const auto people = people_of(
        "Nom;Prénom;Date d'arrivée;Âge (ans);Âge (mois);Sexe\n"
        "EXEMPLE;Un;12/01/2023;1;6;M\nINVENTÉ;Deux;12/01/2023;1;18;F\n"
        "EXEMPLE;Trois;12/01/2023;25;;F\nINVENTÉ;Quatre;12/01/2023;;8;F\n"
        "EXEMPLE;Cinq;12/01/2023;25;Zzz;F\nINVENTÉ;Six;12/01/2023;;;F\n");
    EXPECT_EQ(birth_of(people.at(0)), "2021-06-13");
    EXPECT_EQ(birth_of(people.at(1)), "2021-06-13");
    EXPECT_EQ(birth_of(people.at(2)), "1997-01-13");
    EXPECT_EQ(birth_of(people.at(3)), "2022-04-13");
    EXPECT_EQ(birth_of(people.at(4)), "1997-01-13");
    EXPECT_EQ(people.at(4).fields.extras.at(0).text.reveal(), "Zzz");
    EXPECT_TRUE(people.at(5).has(RowReason::birth_missing));
}

TEST(UnseenList, InvisibleCharactersAndOtherDigitsAreRead) {
    const RowReading row =
        row_of("EXEM\u00ADPLE;\u200EUn\u200B;\u202A12/01/2023\u202C;١٤/٠٥/١٩٩٠;M\u200B;ML;;");
    EXPECT_EQ(name_of(row), "EXEMPLE|Un");
    EXPECT_EQ(birth_of(row), "1990-05-14");
    EXPECT_EQ(day_text(*row.fields.arrival_date), "2023-01-12");
    EXPECT_EQ(row.decision, RowDecision::accepted);
}

TEST(UnseenList, SexIsTheColumnThatIsTicked) {
    const std::string header = "Nom;Prénom;M;F;Âge;Nationalité;Date d'arrivée\n";
    const auto sex_of = [&](const std::string& ticks) {
        const RowReading row =
            people_of(header + "EXEMPLE;Un;" + ticks + ";25;ML;12/01/2023\n").at(0);
        if (row.has(RowReason::sex_missing)) return std::string("missing");
        return row.has(RowReason::sex_unreadable) ? std::string("unreadable") : row.fields.sex;
    };
    for (const auto* tick : {"X", "x", "1", "oui", "✓", "✔", "+", "M"}) {
        EXPECT_EQ(sex_of(std::string(tick) + ";"), "M") << tick;
    }
    EXPECT_EQ(sex_of(";X"), "F");
    EXPECT_EQ(sex_of(";F"), "F");
    EXPECT_EQ(sex_of(";"), "missing");
    EXPECT_EQ(sex_of("X;X"), "unreadable");
    EXPECT_EQ(sex_of("Zzz;"), "unreadable");
}

TEST(UnseenList, TickOfNoIsNoTick) {
    const std::map<std::string, std::string> marks{{"0", "1"}, {"non", "oui"},    {"-", "X"},
                                                   {"N", "O"}, {"FALSE", "TRUE"}, {"FAUX", "VRAI"}};
    for (const auto& [no, yes] : marks) {
        const auto people =
            people_of("Nom;Prénom;M;F;Âge;Nationalité;Date d'arrivée\nEXEMPLE;Un;" + no + ";" +
                      yes + ";25;ML;12/01/2023\nINVENTÉ;Deux;" + yes + ";" + no +
                      ";26;ML;12/01/2023\nEXEMPLE;Trois;" + no + ";" + no + ";27;ML;12/01/2023\n");
        EXPECT_EQ(people.at(0).fields.sex, "F") << no;
        EXPECT_EQ(people.at(1).fields.sex, "M") << no;
        EXPECT_TRUE(people.at(2).has(RowReason::sex_missing)) << no;
    }
}

// Three births and no more that can only be read month first.
std::string american_births(int count) {
    std::string csv = "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité\n";
    for (int i = 0; i < count; ++i) {
        csv += "EXEMPLE;N" + std::to_string(i) + ";12/01/2023;05/" + std::to_string(14 + i) +
               "/1990;M;ML\n";
    }
    return csv + "INVENTÉ;Un;12/01/2023;05/06/1990;F;ML\n";
}

TEST(UnseenList, ColumnIsMonthFirstWhenThreeCellsShowIt) {
    const auto people = people_of(american_births(3));
    EXPECT_EQ(birth_of(people.at(0)), "1990-05-14");
    EXPECT_EQ(birth_of(people.at(3)), "1990-05-06");
    EXPECT_EQ(people.at(3).reasons, Reasons{RowReason::birth_day_month_swapped});
    // The column of the arrival shows nothing of the kind and stays as it is.
    EXPECT_EQ(day_text(*people.at(3).fields.arrival_date), "2023-01-12");
}

TEST(UnseenList, FewAmericanDatesDoNotTurnTheOthers) {
    for (const int american : {1, 2}) {
        const auto people = people_of(american_births(american));
        EXPECT_EQ(birth_of(people.at(0)), "1990-05-14");
        EXPECT_EQ(birth_of(people.back()), "1990-06-05");
        EXPECT_EQ(people.back().decision, RowDecision::accepted);
    }
    // Nor do many, where others can only be read day first.
    const auto mixed = people_of(american_births(9) + "INVENTÉ;Deux;12/01/2023;31/12/1990;F;ML\n");
    EXPECT_EQ(birth_of(mixed.at(9)), "1990-06-05");
}

TEST(UnseenList, ArrivalColumnMayBeMonthFirstAlone) {
    std::string csv = "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité\n";
    for (const auto* row :
         {"EXEMPLE;Un;01/13/2023;1971", "INVENTÉ;Deux;01/14/2023;1982",
          "EXEMPLE;Trois;12/30/2022;1993", "INVENTÉ;Quatre;01/02/2023;05/06/1990"}) {
        csv += std::string(row) + ";M;ML\n";
    }
    const auto people = people_of(csv);
    EXPECT_EQ(day_text(*people.at(3).fields.arrival_date), "2023-01-02");
    EXPECT_EQ(birth_of(people.at(3)), "1990-06-05");
    // But somebody should look.
    EXPECT_EQ(people.at(3).reasons, Reasons{RowReason::birth_day_month_swapped});
}

TEST(UnseenList, SeveralVulnerabilitiesInOneCellAreAllKept) {
    const auto people = people_of(
        "Nom;Prénom;Date d'arrivée;Sexe;Vulnérabilités;Situation matrimoniale\n"
        "EXEMPLE;Un;12/01/2023;F;Enceinte Handicapée;Single\n"
        "INVENTÉ;Deux;12/01/2023;F;voyage seul;\n");
    EXPECT_EQ(join(people.at(0).fields.vulnerabilities.reveal(), "|"), "DISABILITY|PREGNANT");
    EXPECT_EQ(people.at(0).fields.marital_status, "SINGLE");
    // What has no code is kept as it is written.
    EXPECT_TRUE(people.at(1).fields.vulnerabilities.reveal().empty());
    ASSERT_EQ(people.at(1).fields.extras.size(), 1U);
    EXPECT_EQ(people.at(1).fields.extras[0].text.reveal(), "voyage seul");
}

TEST(UnseenList, TitlesAndHusbandsAreToldFromTheName) {
    const auto people = people_of(
        "Nom et prénoms;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "Mme EXEMPLE Awa;F;25;ML;12/01/2023\n"
        "INVENTÉ Awa épouse EXEMPLE;F;26;ML;12/01/2023\n");
    EXPECT_EQ(name_of(people.at(0)), "EXEMPLE|Awa");
    EXPECT_EQ(name_of(people.at(1)), "INVENTÉ|Awa épouse EXEMPLE");
}

TEST(UnseenList, FormsOfMachinesAreRead) {
    const auto people = people_of(
        "start;identification/date_arrivee;identification/nom;identification/prenom;"
        "identification/sexe;identification/date_naissance;identification/nationalite;_index\n"
        "2023-01-12T14:32:11;2023-01-12;EXEMPLE;Un;M;1990-05-14;Malien;7\n");
    EXPECT_EQ(people.at(0).decision, RowDecision::accepted);
    EXPECT_EQ(name_of(people[0]), "EXEMPLE|Un");
    EXPECT_EQ(people[0].fields.list_no, "7");
}

// ---- the example list against what an importer should make of it

std::string reasons_text(const RowReading& row) {
    std::set<std::string> texts;
    for (const RowReason reason : row.reasons) {
        // A note of ours; the truth of the example knows only its own rules.
        if (reason != RowReason::sensitive_in_list) texts.emplace(enum_text(reason));
    }
    return join({texts.begin(), texts.end()}, "|");
}

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(word_fold(text), ' ');
    std::ranges::sort(words);
    return join(words, "|");
}

// Columns of the truth file, in the form in which they are compared.
std::map<std::string, std::string> values_of(const ListFields& fields) {
    const auto birth = fields.birth ? fields.birth->reveal() : linkage::BirthInterval{};
    const auto text = [](const Personal<std::string>& value) { return value.reveal(); };
    return {
        {"list_no", fields.list_no},
        {"arrival_date", fields.arrival_date ? day_text(*fields.arrival_date) : ""},
        {"family_name", word_key(text(fields.family_name))},
        {"given_names", word_key(text(fields.given_names))},
        {"sex", fields.sex},
        {"birth_min", fields.birth ? day_text(birth.min) : ""},
        {"birth_max", fields.birth ? day_text(birth.max) : ""},
        {"birth_precision", fields.birth ? std::string(enum_text(birth.precision)) : ""},
        {"nationality", fields.nationality},
        {"birth_place", word_key(text(fields.birth_place))},
        {"origin", sorted_words(text(fields.origin))},
        {"father_name", sorted_words(text(fields.father_name))},
        {"mother_name", sorted_words(text(fields.mother_name))},
        {"marital_status", fields.marital_status},
        {"household", fields.household},
        {"relation", fields.relation},
        {"phone", text(fields.phone)},
        {"languages", join(fields.languages, "|")},
        {"document_type", fields.document_type},
        {"document_no", text(fields.document_no)},
        {"vulnerabilities", join(fields.vulnerabilities.reveal(), "|")},
        {"observations", text(fields.observations)},
    };
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
std::string comparable(const std::string& column, const std::string& truth) {
    if (column == "family_name" || column == "given_names" || column == "birth_place") {
        return word_key(truth);
    }
    if (column == "origin" || column == "father_name" || column == "mother_name") {
        return sorted_words(truth);
    }
    return truth;
}

class ExampleList : public testing::Test {
protected:
    void SetUp() override {
        reading_ = reading_of(file_text("examples/assamaka-2023-01.csv"));
        const auto table = read_separated(file_text("examples/assamaka-2023-01.truth.csv"), ',');
        ASSERT_TRUE(table);
        const std::vector<std::string>& header = table->rows[0].cells;
        for (std::size_t i = 1; i < table->rows.size(); ++i) {
            std::map<std::string, std::string>& row = truth_.emplace_back();
            for (std::size_t j = 0; j < header.size(); ++j) {
                row[header[j]] = table->rows[i].cells.at(j);
            }
        }
        ASSERT_EQ(truth_.size(), reading_.rows.size());
    }

    ListReading reading_;
    std::vector<std::map<std::string, std::string>> truth_;
};

TEST_F(ExampleList, RowsAreNumberedAndOfTheRightKind) {
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        EXPECT_EQ(std::to_string(reading_.rows[i].number), truth_[i]["row"]);
        EXPECT_EQ(enum_text(reading_.rows[i].kind), truth_[i]["kind"]) << truth_[i]["row"];
    }
}

TEST_F(ExampleList, DecisionsAndReasonsAreRight) {
    std::size_t data = 0;
    std::size_t decisions = 0;
    std::size_t reasons = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        if (truth_[i]["kind"] != "data") continue;
        ++data;
        decisions += enum_text(reading_.rows[i].decision) == truth_[i]["decision"];
        reasons += reasons_text(reading_.rows[i]) == truth_[i]["reasons"];
    }
    EXPECT_EQ(data, 657U);
    EXPECT_GE(decisions * 100, data * 97) << decisions;
    EXPECT_GE(reasons * 100, data * 97) << reasons;
}

TEST_F(ExampleList, FieldsAreRight) {
    std::map<std::string, std::size_t> right;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        const std::string& decision = truth_[i]["decision"];
        if (decision != "accepted" && decision != "warned") continue;
        ++kept;
        for (const auto& [column, value] : values_of(reading_.rows[i].fields)) {
            right[column] += value == comparable(column, truth_[i][column]);
        }
    }
    EXPECT_EQ(kept, 647U);
    for (const auto& [column, count] : right) EXPECT_GE(count * 100, kept * 97) << column;
}

TEST_F(ExampleList, HeadcountIsThatOfTheStory) {
    std::size_t people = 0;
    for (const RowReading& row : reading_.rows) {
        const bool in =
            row.decision == RowDecision::accepted || row.decision == RowDecision::warned;
        people += in && !row.duplicate_of_row;
    }
    EXPECT_EQ(people, 622U);
}

}  // namespace
}  // namespace jatigi::lists

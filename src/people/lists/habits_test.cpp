#include "people/lists/habits.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"

namespace jatigi::lists {
namespace {

constexpr std::chrono::minutes at_assamaka{60};

ListReading reading_of(std::string_view csv, ListAnswers answers = {}) {
    auto table = read_list(csv);
    EXPECT_TRUE(table);
    auto reading = read_rows(*std::move(table), shipped_reference(),
                             {.list_date = *parse_day("2023-01-15"),
                              .utc_offset = at_assamaka,
                              .answers = std::move(answers)});
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

std::string birth_of(const RowReading& row) {
    if (!row.fields.birth) return "none";
    const auto& birth = row.fields.birth->reveal();
    return birth.min == birth.max ? day_text(birth.min) : std::string(enum_text(birth.precision));
}
std::string arrival_of(const RowReading& row) {
    return row.fields.arrival_date ? day_text(*row.fields.arrival_date) : "none";
}

constexpr std::string_view head = "Nom;Prénom;Sexe;Nationalité;Date d'arrivée;Date de naissance\n";
ListReading rows(const std::vector<std::string>& days) {
    std::string csv(head);
    int number = 0;
    for (const std::string& two : days)
        csv += "Exemple" + std::to_string(++number) + ";Ali;M;malienne;" + two + "\n";
    return reading_of(csv);
}

// ---- instants

TEST(ListHabits, MillisecondsSince1970AreInstants) {
    const auto reading = rows({"1673654400000;643158000000", "1673654400000;-158122800000"});
    EXPECT_EQ(arrival_of(reading.rows[1]), "2023-01-14");
    EXPECT_EQ(birth_of(reading.rows[1]), "1990-05-20");
    EXPECT_EQ(birth_of(reading.rows[2]), "1964-12-28");
    // Of no whole hour it is another number.
    EXPECT_EQ(birth_of(rows({"2023-01-14;643158000001"}).rows[1]), "none");
}

TEST(ListHabits, InstantsInEnglishWordsAreRead) {
    const auto reading =
        rows({"Fri Jan 13 2023 23:00:00 GMT+0000 (Coordinated Universal Time);"
              "Mon May 14 1990 00:00:00 GMT+0100 (West Africa Time)",
              "Fri Jan 13 23:00:00 UTC 2023;Mon May 14 00:00:00 WAT 1990"});
    for (const std::size_t i : {1U, 2U}) {
        EXPECT_EQ(arrival_of(reading.rows[i]), "2023-01-14") << i;
        EXPECT_EQ(birth_of(reading.rows[i]), "1990-05-14") << i;
    }
}

TEST(ListHabits, WhatProgramsWriteForNothingIsNothing) {
    const auto reading = reading_of(
        "N°;Nom;Prénom;Date d'arrivée;N° de pièce;Tél;N° de ménage\n"
        "1.0;Un;Ali;2023-01-14;\\N;NULL;12.0\nNA;NA;NA;NA;NA;NA;NA\n");
    EXPECT_EQ(reading.rows[1].fields.list_no, "1");
    EXPECT_EQ(reading.rows[1].fields.household, "12");
    EXPECT_EQ(reading.rows[1].fields.document_no.reveal(), "");
    EXPECT_EQ(reading.rows[1].reasons,
              (std::vector{RowReason::birth_missing, RowReason::sex_missing,
                           RowReason::nationality_missing}));
    EXPECT_EQ(reading.rows[2].kind, RowKind::blank);
}

TEST(ListHabits, OneAmericanDayMakesTheOtherColumnsDoubtful) {
    const auto reading = rows({"01/13/2023;03/04/1991", "01/14/2023;04/03/1998"});
    for (const std::size_t i : {1U, 2U})
        EXPECT_TRUE(reading.rows[i].has(RowReason::birth_day_month_swapped)) << i;
}

TEST(ListHabits, BesideHTheLetterMIsNobodysSexUnlessTheHeadingSaysSo) {
    const auto sex_of_m = [](std::string_view heading, std::string_view third) {
        return reading_of("Nom;Prénom;Date d'arrivée;" + std::string(heading) +
                          "\nUn;Ali;14/01/2023;H\nDeux;Awa;14/01/2023;M\nTrois;Ama;14/01/2023;" +
                          std::string(third) + "\n")
            .rows[2]
            .fields.sex;
    };
    EXPECT_EQ(sex_of_m("Sexe", "H"), "");
    EXPECT_EQ(sex_of_m("Sexo (H/M)", "H"), "F");
    EXPECT_EQ(sex_of_m("Sexe", "F"), "M");
}

TEST(ListHabits, HeadingMaySayThatTheMonthComesFirst) {
    const auto read = [](std::string_view cells) {
        return reading_of("Nom;Prénom;Date d'arrivée;DOB (mm/dd/yyyy)\n" + std::string(cells));
    };
    EXPECT_EQ(birth_of(read("Un;Ali;14/01/2023;03/04/1990\n").rows[1]), "1990-03-04");
    // A cell that cannot be read so counts more.
    EXPECT_EQ(
        birth_of(read("Un;Ali;14/01/2023;03/04/1990\nDeux;Awa;14/01/2023;13/04/1990\n").rows[1]),
        "1990-04-03");
}

TEST(ListHabits, NothingOfAStatisticsProgramIsNothing) {
    const auto reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Région;Village;Observations\nUn;Ali;14/01/2023;Kayes;NA;NA\n");
    EXPECT_EQ(reading.rows[1].fields.origin.reveal(), "Kayes");
    EXPECT_EQ(reading.rows[1].fields.observations.reveal(), "");
}

TEST(ListHabits, InstantsBelongToTheLocalDay) {
    const auto reading = rows({"2023-01-14T22:40:00.000Z;1990-05-13T23:00:00.000Z",
                               "2023-01-14T23:40:00.000Z;2001-12-31T23:00:00.000Z",
                               "2023-01-15T00:20:00.000+01:00;1984-02-28T23:00:00.000Z"});
    EXPECT_EQ(arrival_of(reading.rows[1]), "2023-01-14");
    EXPECT_EQ(arrival_of(reading.rows[2]), "2023-01-15");
    EXPECT_EQ(arrival_of(reading.rows[3]), "2023-01-15");
    EXPECT_EQ(birth_of(reading.rows[1]), "1990-05-14");
    EXPECT_EQ(birth_of(reading.rows[2]), "year");
    EXPECT_EQ(birth_of(reading.rows[3]), "1984-02-29");
}

TEST(ListHabits, MidnightWrittenEarlyIsTheNextDay) {
    const auto reading =
        rows({"2023-01-13 23:00:00;1990-05-13 23:59:13", "2023-01-13 23:00:00;1990-05-13 23:00:00",
              "2023-01-14 00:00:00;1990-05-14"});
    for (const std::size_t i : {1U, 2U, 3U}) {
        EXPECT_EQ(arrival_of(reading.rows[i]), "2023-01-14") << i;
        EXPECT_EQ(birth_of(reading.rows[i]), "1990-05-14") << i;
    }
}

TEST(ListHabits, PeopleArriveLateInTheEvening) {
    const auto reading =
        rows({"2023-01-13 23:00:00;1990", "2023-01-13 23:17:00;1990", "2023-01-13 23:59:00;1990"});
    for (const std::size_t i : {1U, 2U, 3U}) EXPECT_EQ(arrival_of(reading.rows[i]), "2023-01-13");
    const auto by_day = rows({"2023-01-13 23:00:00;1990", "2023-01-13 14:17:00;1990"});
    EXPECT_EQ(arrival_of(by_day.rows[1]), "2023-01-13");
}

// ---- days and months exchanged

TEST(ListHabits, DaysThatASpreadsheetExchangedArePutBack) {
    const auto reading =
        rows({"14/01/2023;1990-03-04", "14/01/2023;1991-12-05", "14/01/2023;25/03/1990",
              "14/01/2023;17/08/1992", "14/01/2023;1985-01-09", "14/01/2023;30/11/1989"});
    EXPECT_EQ(birth_of(reading.rows[1]), "1990-04-03");
    EXPECT_EQ(birth_of(reading.rows[2]), "1991-05-12");
    EXPECT_EQ(birth_of(reading.rows[5]), "1985-09-01");
    EXPECT_EQ(birth_of(reading.rows[3]), "1990-03-25");
    EXPECT_TRUE(reading.rows[1].has(RowReason::birth_day_month_swapped));
    EXPECT_FALSE(reading.rows[3].has(RowReason::birth_day_month_swapped));
    ASSERT_EQ(reading.remarks.size(), 1U);
    EXPECT_EQ(reading.remarks[0].kind, RemarkKind::days_exchanged);
    EXPECT_EQ(reading.remarks[0].rows, 3U);
}

TEST(ListHabits, FewExchangedDaysAreMarkedOnly) {
    const auto reading = rows({"14/01/2023;1990-03-04", "14/01/2023;25/03/1990"});
    EXPECT_EQ(birth_of(reading.rows[1]), "1990-03-04");
    EXPECT_TRUE(reading.rows[1].has(RowReason::birth_day_month_swapped));
}

TEST(ListHabits, IsoDaysBesideOthersAreNotExchanged) {
    const auto high =
        rows({"14/01/2023;1990-03-04", "14/01/2023;1990-03-14", "14/01/2023;25/03/1990",
              "14/01/2023;26/03/1990", "14/01/2023;1990-03-05"});
    EXPECT_EQ(birth_of(high.rows[1]), "1990-03-04");
    EXPECT_FALSE(high.rows[1].has(RowReason::birth_day_month_swapped));
    const auto low =
        rows({"14/01/2023;1990-03-04", "14/01/2023;04/03/1990", "14/01/2023;25/03/1990",
              "14/01/2023;26/03/1990", "14/01/2023;1990-03-05"});
    EXPECT_EQ(birth_of(low.rows[1]), "1990-03-04");
}

TEST(ListHabits, ColumnThatShowsNoOrderBesideAnAmericanOneIsMarked) {
    const auto reading = rows({"01/12/2023;03/04/1990", "12/31/2022;05/05/1990", "12/30/2022;1990",
                               "12/29/2022;01/02/1990"});
    EXPECT_EQ(birth_of(reading.rows[1]), "1990-04-03");
    EXPECT_TRUE(reading.rows[1].has(RowReason::birth_day_month_swapped));
    EXPECT_FALSE(reading.rows[2].has(RowReason::birth_day_month_swapped));
    EXPECT_EQ(arrival_of(reading.rows[1]), "2023-01-12");
}

TEST(ListHabits, ColumnInCodesIsNoSlippedRow) {
    const auto coded = reading_of(
        "Nom;Prénom;Sexe;Nationalité;Date d'arrivée;Âge\nExemple;Ali;9;466;14/01/2023;20\n"
        "Modèle;Bo;8;562;14/01/2023;21\n");
    EXPECT_FALSE(coded.rows[1].has(RowReason::row_garbled));
    EXPECT_TRUE(coded.rows[1].has(RowReason::nationality_unreadable));
    const auto slipped = reading_of(
        "Nom;Prénom;Sexe;Nationalité;Date d'arrivée;Âge\nExemple;Ali;M;malienne;14/01/2023;20\n"
        "Modèle;Bo;20;14/01/2023;malienne;M\nEssai;Chaka;M;malienne;14/01/2023;20\n");
    EXPECT_TRUE(slipped.rows[2].has(RowReason::row_garbled));
}

// ---- marks and numbers

TEST(ListHabits, NamesThatLookLikeMarksAreNames) {
    const auto reading = reading_of(
        "Nom;Prénom;Sexe;Lieu de naissance;Date d'arrivée\nOuattara;Awa;F;Bouna;14/01/2023\n"
        "Samé;Paul;M;Edéa;14/01/2023\nDo;Salimata;F;Same;14/01/2023\nNa;Kouamé;M;idem;14/01/2023\n"
        "n/a;Ali;M;#N/D;14/01/2023\nNA;Sira;F;---;14/01/2023\n");
    const auto family = [&](std::size_t i) { return reading.rows[i].fields.family_name.reveal(); };
    EXPECT_EQ(family(2), "Samé");
    EXPECT_EQ(family(3), "Do");
    EXPECT_EQ(family(4), "Na");
    EXPECT_EQ(family(5), "");
    EXPECT_EQ(family(6), "");  // Nobody else is in capitals.
    EXPECT_EQ(reading.rows[3].fields.birth_place.reveal(), "Same");
    EXPECT_EQ(reading.rows[4].fields.birth_place.reveal(), "Same");
    EXPECT_EQ(reading.rows[5].fields.birth_place.reveal(), "");
    EXPECT_EQ(reading.rows[6].fields.birth_place.reveal(), "");
}

TEST(ListHabits, ShortNameInCapitalsIsOneAmongCapitals) {
    const auto reading = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée\nOUATTARA;Awa;F;14/01/2023\nNA;Sira;F;14/01/2023\n");
    EXPECT_EQ(reading.rows[2].fields.family_name.reveal(), "NA");
    const auto missing = reading_of(
        "Nom;Prénom;Sexe;Âge;Date "
        "d'arrivée\nOUATTARA;Awa;F;NA;14/01/2023\nNA;Sira;F;20;14/01/2023\n");
    EXPECT_EQ(missing.rows[2].fields.family_name.reveal(), "");
}

TEST(ListHabits, ApostrophesOfAWholeColumnAreGuards) {
    const auto guarded = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée\n'Exemple;Ali;M;14/01/2023\n'Modèle;Bo;M;14/01/2023\n"
        "'Essai;Chaka;M;14/01/2023\n");
    EXPECT_EQ(guarded.rows[1].fields.family_name.reveal(), "Exemple");
    const auto letter = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée\nExemple;'Ali;M;14/01/2023\nModèle;Bo;M;14/01/2023\n"
        "Essai;Chaka;M;14/01/2023\n");
    EXPECT_EQ(letter.rows[1].fields.given_names.reveal(), "'Ali");
}

TEST(ListHabits, NumbersThatLostTheirLastDigitsAreMarked) {
    const auto document = [](const std::vector<std::string>& numbers) {
        std::string csv = "Nom;Prénom;Sexe;Date d'arrivée;N° de pièce\n";
        for (const std::string& number : numbers)
            csv +=
                "Exemple;Ali" + number.substr(number.size() - 2) + ";M;14/01/2023;" + number + "\n";
        const auto reading = reading_of(csv);
        return reading.rows[1].fields.document_no.reveal() +
               (reading.rows[1].has(RowReason::number_damaged) ? " damaged" : "");
    };
    EXPECT_EQ(document({"1234567890123450", "9876543210987600"}), " damaged");
    EXPECT_EQ(document({"1234567890123450", "9876543210987654"}), "1234567890123450");
    EXPECT_EQ(document({"123456789012340"}), "123456789012340");
    EXPECT_EQ(document({"1,23457E+15"}), " damaged");
}

// ---- questions

TEST(ListHabits, ListWithoutAnArrivalAsksOneQuestion) {
    const std::string csv =
        "Liste des personnes arrivées le 14/01/2023 au poste;;\nNom et prénoms;Sexe;Âge\n"
        "EXEMPLE Ali;M;25 ans\nMODÈLE Fatim;F;19 ans\n";
    const auto asked = reading_of(csv);
    ASSERT_EQ(asked.remarks.size(), 1U);
    EXPECT_EQ(asked.remarks[0].kind, RemarkKind::arrival_missing);
    EXPECT_TRUE(asked.remarks[0].is_open);
    EXPECT_EQ(asked.day_in_title, parse_day("2023-01-14"));
    const auto title = reading_of(csv, {.arrival_from = ArrivalFrom::title});
    EXPECT_TRUE(title.remarks.empty());
    EXPECT_EQ(arrival_of(title.rows[2]), "2023-01-14");
    const auto day = reading_of(csv, {.arrival = parse_day("2023-01-13")});
    EXPECT_EQ(arrival_of(day.rows[3]), "2023-01-13");
}

TEST(ListHabits, TitlesBetweenRowsSayItOfThoseBelow) {
    const auto reading = reading_of(
        "Nom;Prénom;Sexe\nConvoi du 12/01/2023;;\nExemple;Ali;M\nConvoi du "
        "13/01/2023;;\nModèle;Bo;M\n",
        {.arrival_from = ArrivalFrom::title});
    EXPECT_EQ(arrival_of(reading.rows[2]), "2023-01-12");
    EXPECT_EQ(arrival_of(reading.rows[4]), "2023-01-13");
}

TEST(ListHabits, DayOfRegistrationIsTheArrivalWhenSomebodySaysSo) {
    const std::string csv =
        "Nom;Prénom;Sexe;Date d'enregistrement\nExemple;Ali;M;12/01/2023\nModèle;Bo;M;13/01/2023\n";
    const auto asked = reading_of(csv);
    EXPECT_EQ(asked.registration_heading, "Date d'enregistrement");
    EXPECT_EQ(arrival_of(asked.rows[1]), "none");
    const auto answered = reading_of(csv, {.arrival_from = ArrivalFrom::registration});
    EXPECT_EQ(arrival_of(answered.rows[1]), "2023-01-12");
    EXPECT_EQ(arrival_of(answered.rows[2]), "2023-01-13");
}

TEST(ListHabits, AnswerIsNotTakenWhereRowsSayTheirArrival) {
    const auto reading =
        reading_of("Nom;Prénom;Sexe;Date d'arrivée\nExemple;Ali;M;12/01/2023\nModèle;Bo;M;\n",
                   {.arrival = parse_day("2023-01-13")});
    EXPECT_EQ(arrival_of(reading.rows[1]), "2023-01-12");
    EXPECT_TRUE(reading.rows[2].has(RowReason::arrival_missing));
}

TEST(ListHabits, HeadingIsWhatSomebodySaidItIs) {
    const std::string csv = "Kari;Nom;Sexe;Date d'arrivée\nAli;Exemple;M;12/01/2023\n";
    const auto asked = reading_of(csv);
    ASSERT_EQ(asked.remarks.size(), 1U);
    EXPECT_EQ(asked.remarks[0].heading, "Kari");
    const auto answered = reading_of(csv, {.columns = {{"kari", ListField::given_names}}});
    EXPECT_TRUE(answered.remarks.empty());
    EXPECT_EQ(answered.rows[1].fields.given_names.reveal(), "Ali");
    EXPECT_EQ(answered.layouts[0].columns[0].reading, ColumnReading::answered);
    const auto beside = reading_of(csv, {.columns = {{"kari", ListField::unknown}}});
    EXPECT_TRUE(beside.remarks.empty());
    EXPECT_EQ(beside.rows[1].fields.extras.size(), 1U);
}

// ---- two columns for one field

TEST(ListHabits, OfTwoColumnsTheFilledOneCounts) {
    const auto reading = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée;Tél.;Téléphone\nExemple;Ali;M;12/01/2023;;10184550\n"
        "Modèle;Bo;M;12/01/2023;;10184551\n");
    const auto merged = reading_of(
        "Nom;Prénom;Sexe;Date "
        "d'arrivée;Nationalité;Tél.;Téléphone\nExemple;Ali;M;12/01/2023;ML;;10184550\n"
        "Modèle;Bo;M;12/01/2023;ML;10184551;\n");
    EXPECT_EQ(merged.rows[1].fields.phone.reveal(), "+22310184550");
    EXPECT_EQ(merged.rows[2].fields.phone.reveal(), "+22310184551");
    EXPECT_EQ(reading.layouts[0].column_of(ListField::phone), 5U);
    const auto both = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée;Nationalité;Tél.;Téléphone\n"
        "Exemple;Ali;M;12/01/2023;ML;10184552;10184550\nModèle;Bo;M;12/01/"
        "2023;ML;10184551;10184553\n");
    EXPECT_EQ(both.rows[1].fields.phone.reveal(), "+22310184552");
    EXPECT_EQ(both.rows[1].fields.extras.size(), 1U);
}

TEST(ListHabits, TwoColumnsOfNamesAreOfTwoPeople) {
    const auto reading = reading_of(
        "nom;prenom;sexe;date_arrivee;nom\nExemple;Ali;M;12/01/2023;\n;Bo;M;12/01/2023;Modèle\n"
        "Essai;Chaka;M;12/01/2023;\n");
    EXPECT_EQ(reading.rows[2].fields.family_name.reveal(), "");
    EXPECT_EQ(reading.rows[2].fields.extras.size(), 1U);
}

TEST(ListHabits, LettersAreANeedOnlyBesideOthersLikeThem) {
    const auto needs = [](std::string_view headings, std::string_view ticks) {
        return reading_of("Nom;Prénom;Date d'arrivée;" + std::string(headings) +
                          "\nUn;Ali;14/01/2023;" + std::string(ticks) + "\n")
            .rows[1]
            .fields.vulnerabilities.reveal();
    };
    EXPECT_TRUE(needs("PA;Lien", "Y;chef").empty());
    EXPECT_EQ(needs("PA;FE", ";x"), (std::vector<std::string>{"PREGNANT"}));
    EXPECT_EQ(needs("Mal. chr.;Obs", "x;"), (std::vector<std::string>{"CHRONIC_ILLNESS"}));
    EXPECT_EQ(
        needs("Besoins (choice=Femme enceinte);Besoins (choice=Handicap)", "Checked;Unchecked"),
        (std::vector<std::string>{"PREGNANT"}));
}

TEST(ListHabits, NeedsMayHaveAColumnEach) {
    const auto reading = reading_of(
        "Nom;Prénom;Sexe;Date d'arrivée;Enceinte (O/N);besoins/handicap\n"
        "Exemple;Awa;F;12/01/2023;O;1\nModèle;Bo;M;12/01/2023;N;0\n");
    EXPECT_EQ(reading.rows[1].fields.vulnerabilities.reveal(),
              (std::vector<std::string>{"DISABILITY", "PREGNANT"}));
    EXPECT_TRUE(reading.rows[2].fields.vulnerabilities.reveal().empty());
}

TEST(ListHabits, ArrivalsThatNobodyCanReadAreAskedAboutToo) {
    const std::string csv = "Nom;Prénom;Date d'arrivée\nUn;Ali;14/1\nDeux;Awa;\n";
    const auto is_asked = [](const ListReading& reading) {
        return std::ranges::any_of(reading.remarks, [](const ListRemark& remark) {
            return remark.kind == RemarkKind::arrival_missing && remark.is_open;
        });
    };
    EXPECT_TRUE(is_asked(reading_of(csv)));
    const auto answered = reading_of(csv, {.arrival = parse_day("2023-01-14")});
    EXPECT_FALSE(is_asked(answered));
    EXPECT_EQ(arrival_of(answered.rows[1]), "2023-01-14");
    EXPECT_EQ(arrival_of(answered.rows[2]), "2023-01-14");
}

}  // namespace
}  // namespace jatigi::lists

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "people/lists/shape.h"

namespace jatigi::lists {
namespace {

using enum ListField;
using Kinds = std::vector<RowKind>;

ListField meaning(std::string_view heading) {
    return shipped_reference().headings.meaning_of(heading).field;
}

Result<ListShape> shape_of(std::string_view csv, const ListAnswers& answers = {}) {
    const auto table = read_separated(csv, ';');
    return find_columns(*table, shipped_reference().headings, answers);
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
        EXPECT_EQ(enum_text(meaning(row.cells[0])), row.cells[1]) << row.cells[0];
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

TEST(ListColumns, NamesOfSitesAreNobodysName) {
    for (const auto* heading : {"Nom du site",
                                "Site name",
                                "Name of site",
                                "Nom du centre",
                                "Camp name",
                                "Nom du camp",
                                "Nom du convoi",
                                "Nom de la structure",
                                "Nom du projet",
                                "Project name",
                                "Nom du partenaire",
                                "Partner name",
                                "Nom de l'ONG",
                                "Nom du chauffeur",
                                "Nom de l'enregistreur",
                                "Name of interviewer",
                                "Nom des parents",
                                "Nom de jeune fille",
                                "Maiden name",
                                "Nom d'usage",
                                "Surnom",
                                "Alias",
                                "Nom du bébé"}) {
        const ListField field = meaning(heading);
        EXPECT_TRUE(field != family_name && field != given_names && field != full_name) << heading;
    }
    EXPECT_EQ(meaning("Nom du village"), origin);
    EXPECT_EQ(meaning("Village name"), origin);
    const auto shape = shape_of(
        "Nom du site;Nom;Prénom;Sexe;Âge;Nationalité;Date d'arrivée\n"
        "Inventé;EXEMPLE;Un;M;25;Malien;12/01/2023\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{unknown, family_name, given_names, sex,
                                                         age, nationality, arrival_date}));
}

TEST(ListColumns, NameBesideASiteIsStillTheName) {
    const auto shape = shape_of("Site;Nom;Prénom;Sexe\nInventé;EXEMPLE;Un;M\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{unknown, family_name, given_names, sex}));
    EXPECT_EQ(meaning("Nom"), family_name);
    EXPECT_EQ(meaning("Nom de la personne"), family_name);
}

TEST(ListColumns, SureHeadingIsTakenBeforeOneWithMoreWords) {
    const auto shape = shape_of("Nom du migrant;Sexe;Nom;Prénom\nx;M;EXEMPLE;Un\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->layouts[0].column_of(family_name), 2U);
    // With a column that is surely the name, a second one that may be is no name.
    const auto identity = shape_of("Identité;Nom et prénoms;Sexe\nx;EXEMPLE Un;M\n");
    EXPECT_EQ(fields_of(identity->layouts[0]), (std::vector{unknown, full_name, sex}));
    const auto alone = shape_of("Identité;Sexe;Âge\nEXEMPLE Un;M;25\n");
    EXPECT_EQ(fields_of(alone->layouts[0]), (std::vector{full_name, sex, age}));
}

TEST(ListColumns, CountryIsTheNationalityOnlyWhenNothingElseIs) {
    const auto beside = shape_of("Pays;Nom;Prénom;Nationalité\nNiger;EXEMPLE;Un;Malien\n");
    const auto alone = shape_of("Pays;Nom;Prénom;Sexe\nMali;EXEMPLE;Un;M\n");
    EXPECT_EQ(beside->layouts[0].column_of(nationality), 3U);
    EXPECT_EQ(alone->layouts[0].column_of(nationality), 0U);
}

TEST(ListColumns, AgeMayBeInMonths) {
    EXPECT_EQ(meaning("Âge en mois"), age_in_months);
    EXPECT_EQ(meaning("Age (months)"), age_in_months);
    EXPECT_EQ(meaning("Âge (ans)"), age);
    EXPECT_EQ(meaning("Âge (ans/mois)"), age);
}

TEST(ListColumns, OneLetterOfAHeadingIsNoField) {
    EXPECT_EQ(meaning("Enceinte O/N"), unknown);
    EXPECT_EQ(meaning("Chef de ménage O/N"), unknown);
    EXPECT_EQ(meaning("M/F"), sex);
}

// ---- headers of two lines

constexpr std::string_view of_two_lines =
    "N°;Identité;;Sexe;Naissance;;Nationalité;Date d'arrivée\n"
    ";Nom;Prénoms;;Date;Lieu;;\n";

TEST(ListColumns, HeaderMayHaveTwoLines) {
    const auto shape =
        shape_of(std::string(of_two_lines) + "1;EXEMPLE;Un;M;14/05/1990;Kayes;Malien;12/01/2023\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->kinds, (Kinds{RowKind::header, RowKind::header, RowKind::data}));
    ASSERT_EQ(shape->layouts.size(), 1U);
    EXPECT_EQ(shape->layouts[0].header_row, 1);
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{list_no, family_name, given_names, sex, birth, birth_place, nationality,
                           arrival_date}));
    EXPECT_EQ(shape->layouts[0].columns[5].heading, "Lieu Naissance");
    EXPECT_EQ(shape->layouts[0].columns[1].heading, "Nom");
}

TEST(ListColumns, HeaderOfTwoLinesMayBeRepeated) {
    const std::string data = "1;EXEMPLE;Un;M;14/05/1990;Kayes;Malien;12/01/2023\n";
    const auto shape =
        shape_of(std::string(of_two_lines) + data + std::string(of_two_lines) + data);
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->kinds, (Kinds{RowKind::header, RowKind::header, RowKind::data, RowKind::header,
                                   RowKind::header, RowKind::data}));
    EXPECT_EQ(shape->layouts.size(), 1U);
}

TEST(ListColumns, GroupsMayStandOverTheHeader) {
    const auto shape = shape_of(
        ";Identité;;;Naissance;;\n"
        "N°;Nom;Prénoms;Sexe;Date;Lieu;Nationalité\n"
        "1;EXEMPLE;Un;M;14/05/1990;Kayes;Malien\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->kinds, (Kinds{RowKind::title, RowKind::header, RowKind::data}));
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{list_no, family_name, given_names, sex,
                                                         birth, birth_place, nationality}));
}

TEST(ListColumns, DataRightUnderTheHeaderIsNoSecondLineOfIt) {
    for (const auto* row : {"EXEMPLE;Un;M;14/05/1990;Malien;12/01/2023", "EXEMPLE;Un;M;25;Malien;",
                            "EXEMPLE;Un;M;;Mali;", "EXEMPLE;Un;F;;;", ";;;Date;;"}) {
        const auto shape = shape_of("Nom et prénoms;;Sexe;Né le;Nationalité;Date d'arrivée\n" +
                                    std::string(row) + "\nInventé;Deux;F;1991;Malien;12/01/2023\n");
        ASSERT_TRUE(shape);
        EXPECT_EQ(shape->kinds, (Kinds{RowKind::header, RowKind::data, RowKind::data})) << row;
    }
}

TEST(ListColumns, TitleOverTheHeaderIsNoGroup) {
    const auto shape = shape_of(
        "Site;Inventé;Date;15/01/2023\n"
        "Nom;Prénom;Sexe;Âge;Nationalité\nEXEMPLE;Un;M;25;Malien\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{family_name, given_names, sex, age, nationality}));
    EXPECT_EQ(shape->layouts[0].columns[3].heading, "Âge");
}

TEST(ListColumns, NameHeadingMergedOverTwoColumnsHoldsBothNames) {
    const auto family_first = shape_of(
        "NOM ET PRENOMS;;Sexe;Né le;Nationalité;Date d'arrivée\n"
        "EXEMPLE;Un Deux;M;14/05/1990;Malien;12/01/2023\n");
    EXPECT_EQ(fields_of(family_first->layouts[0]),
              (std::vector{family_name, given_names, sex, birth, nationality, arrival_date}));
    const auto given_first = shape_of(
        "Prénoms et nom;;Sexe;Né le\nUn;EXEMPLE;M;14/05/1990\nDeux;INVENTÉ;F;14/05/1991\n");
    EXPECT_EQ(fields_of(given_first->layouts[0]),
              (std::vector{given_names, family_name, sex, birth}));
}

TEST(ListColumns, ColumnWithoutHeadingIsNoNameUnlessNamesStandInIt) {
    for (const auto* beside : {"", "12", "A12"}) {
        const auto shape =
            shape_of("Nom et prénoms;;Sexe;Né le\nEXEMPLE Un;" + std::string(beside) +
                     ";M;14/05/1990\nINVENTÉ Deux;" + beside + ";F;14/05/1991\n");
        ASSERT_TRUE(shape);
        EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{full_name, unknown, sex, birth}))
            << beside;
    }
}

TEST(ListColumns, LettersBesideANameAreNoNames) {
    const auto shape = shape_of(
        "Nom et prénoms;;Né le;Nationalité\n"
        "EXEMPLE Un;M;14/05/1990;Malien\nINVENTÉ Deux;F;14/05/1991;Malien\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{full_name, unknown, birth, nationality}));
}

TEST(ListColumns, ShortDataRowOverARepeatedHeaderIsNoGroup) {
    const std::string header = "Nom et prénoms;;Sexe;Né le;Nationalité;Date d'arrivée\n";
    const auto shape = shape_of(header +
                                "EXEMPLE;Un;M;14/05/1990;Malien;12/01/2023\n"
                                "INVENTÉ;Deux;M;;;\n" +
                                header + "EXEMPLE;Trois;F;14/05/1992;Malien;12/01/2023\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->kinds, (Kinds{RowKind::header, RowKind::data, RowKind::data, RowKind::header,
                                   RowKind::data}));
    ASSERT_EQ(shape->layouts.size(), 1U);
    EXPECT_EQ(shape->layouts[0].columns[1].field, given_names);
}

// ---- columns to tick, and headings of machines

TEST(ListColumns, SexMayBeTwoColumnsToTick) {
    for (const auto* pair : {"M;F", "H;F", "Homme;Femme", "M;Femme", "G;F"}) {
        const auto shape = shape_of("Nom;Prénom;" + std::string(pair) + ";Âge\nEXEMPLE;Un;X;;25\n");
        ASSERT_TRUE(shape);
        EXPECT_EQ(fields_of(shape->layouts[0]),
                  (std::vector{family_name, given_names, sex_male, sex_female, age}))
            << pair;
    }
}

TEST(ListColumns, OneTickColumnOrASexBesideThemIsNone) {
    const auto beside = shape_of("Nom;Prénom;M;F;Sexe\nEXEMPLE;Un;3;4;M\n");
    EXPECT_EQ(fields_of(beside->layouts[0]),
              (std::vector{family_name, given_names, unknown, unknown, sex}));
    const auto alone = shape_of("Nom;Prénom;M;Âge\nEXEMPLE;Un;3;25\n");
    EXPECT_EQ(fields_of(alone->layouts[0]), (std::vector{family_name, given_names, unknown, age}));
}

TEST(ListColumns, NameBesideASurnameIsTheGivenOne) {
    const auto shape = shape_of("Apelido;Nome;Sexo\nCamará;Suleimane;M\n");
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{family_name, given_names, sex}));
    const auto other = shape_of("First name;Name;Sex\nAli;Exemple;M\n");
    EXPECT_EQ(fields_of(other->layouts[0]), (std::vector{given_names, family_name, sex}));
}

TEST(ListColumns, DateUnderAGroupNobodyKnowsIsNoArrival) {
    const auto shape = shape_of(
        "Nom;Prénom;Naissance;;Audience;\n;;Date;Lieu;Date;Langue\n"
        "Un;Ali;1990;Kayes;10/01/2023;peul\n");
    EXPECT_FALSE(shape->layouts[0].column_of(arrival_date));
    EXPECT_EQ(shape->layouts[0].columns[4].reading, ColumnReading::asked);
}

TEST(ListColumns, NumbersMayStandUnderAGroup) {
    const auto shape = shape_of(
        "Nom;Prénom;Naissance;;Vulnérabilité;\n;;Date;Lieu;1;2\n"
        "Un;Ali;1990;Kayes;enceinte;handicap\n");
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{family_name, given_names, birth, birth_place, vulnerabilities,
                           vulnerabilities}));
}

TEST(ListColumns, NumberOfAPersonThatRingsIsAsked) {
    const auto shape =
        shape_of("Nom;Prénom;N° personnel\nUn;Ali;+223 10 18 45 50\nDeux;Awa;+227 10 22 33 44\n");
    EXPECT_EQ(shape->layouts[0].columns[2].field, unknown);
    EXPECT_EQ(shape->layouts[0].columns[2].reading, ColumnReading::asked);
}

TEST(ListColumns, PlacesInNumbersAreBedsAndNoBirthPlaces) {
    const auto shape = shape_of("Nom;Prénom;Place\nUn;Ali;14\nDeux;Awa;15\n");
    EXPECT_EQ(shape->layouts[0].columns[2].field, unknown);
}

TEST(ListColumns, OfficeSignsUnderTheLastRow) {
    const auto shape = shape_of(
        "Nom;Prénom;Sexe;Obs\nUn;Ali;M;\n;;;Assamaka, le 10 janvier\n;;Le chef;MDL Exemple\n");
    EXPECT_EQ(shape->kinds,
              (Kinds{RowKind::header, RowKind::data, RowKind::title, RowKind::title}));
    // With a name, it is somebody.
    EXPECT_EQ(shape_of("Nom;Prénom;Sexe;Obs\nUn;Ali;M;\nDeux;;;\n")->kinds.back(), RowKind::data);
}

TEST(ListColumns, NamesUnderAnUnclearGroupAreSomebodyElses) {
    const auto shape = shape_of(
        "N°;Bénéficiaire;;;Personne désignée;;\n;Nom;Prénom;Sexe;Nom;Tél.;Lien\n"
        "1;Un;Ali;M;Deux;10184550;oncle\n");
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{list_no, family_name, given_names, sex, unknown, unknown, unknown}));
}

TEST(ListColumns, TelephoneOfANamedContactIsTheContacts) {
    EXPECT_FALSE(shape_of("nom;prenom;nom_contact;tel_contact\n")->layouts[0].column_of(phone));
    EXPECT_TRUE(shape_of("nom;prenom;sexe;tel_contact\n")->layouts[0].column_of(phone));
    EXPECT_TRUE(shape_of("nom;prenom;contact/telephone;contact/lien_urgence\n")
                    ->layouts[0]
                    .column_of(phone));
}

TEST(ListColumns, NumberThatManyShareIsNobodysOwn) {
    std::string csv = "Case Number;Nom;Prénom\n";
    std::string counted = csv;
    for (int i = 0; i < 12; ++i) {
        csv += "C" + std::to_string(i / 3) + ";Un;Ali\n";
        counted += std::to_string(i % 4 + 1) + ";Un;Ali\n";
    }
    EXPECT_EQ(shape_of(csv)->layouts[0].columns[0].reading, ColumnReading::asked);
    // Each convoy counts from one.
    EXPECT_TRUE(shape_of(counted)->layouts[0].column_of(list_no));
}

TEST(ListColumns, HeadingsMergedDownwardsAreOne) {
    const auto shape = shape_of(
        "N°;Passager;;Naissance;;;Pays;Vu\nN°;Nom;Prénom;Jour;Mois;Année;Pays;Vu\n"
        "1;Un;Ali;28;mai;1998;Mali;x\n");
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{list_no, family_name, given_names, birth_day, birth_month, birth,
                           nationality, unknown}));
    EXPECT_EQ(shape->layouts[0].columns[6].heading, "Pays");
}

TEST(ListColumns, DamagedHeadingsAreRepaired) {
    const auto shape = shape_of("Date d'arrivÃ©e;Nom;PrÃ©nom\n2023-01-12;Un;Ali\n");
    EXPECT_EQ(fields_of(shape->layouts[0]), (std::vector{arrival_date, family_name, given_names}));
    EXPECT_EQ(shape->layouts[0].columns[2].heading, "Prénom");
}

TEST(ListColumns, OfAWideFormFewColumnsAreOurs) {
    EXPECT_TRUE(shape_of("Arrivee;Nom;Prenom;t1;t2;t3;t4;t5;t6;t7\n1;Un;Ali;x;x;x;x;x;x;x\n"));
    EXPECT_FALSE(shape_of("Nom;Prenom;t1;t2;t3;t4;t5;t6;t7\nUn;Ali;x;x;x;x;x;x;x\n"));
}

TEST(ListColumns, ListOfHeadsSaysThatItsPeopleAreMissing) {
    const auto shape =
        shape_of("arrival_date;head_family_name;head_given_name;phone\n1;Un;Ali;2\n");
    ASSERT_FALSE(shape);
    EXPECT_TRUE(shape.error().detail.starts_with("row 1 names columns, but none for the name"));
}

TEST(ListColumns, HeadingMaySayTheOrderOfItsDays) {
    const auto shape =
        shape_of("Nom;Prénom;DOB (mm/dd/yyyy);Né le (jj/mm/aaaa);Arrivée\nUn;Ali;1;2;3\n");
    const auto& columns = shape->layouts[0].columns;
    EXPECT_EQ(columns[2].order, DayOrder::month_first);
    EXPECT_EQ(columns[3].order, DayOrder::day_first);
    EXPECT_FALSE(columns[4].order);
}

TEST(ListColumns, AnswerMayNameTheLowerLine) {
    const std::string csv =
        "Identité;;Dossier;;\nNom;Prénom;Kari;Date;Autre kari\nUn;Ali;peul;10/01/2023;x\n";
    ListAnswers answers;
    answers.columns.emplace(heading_key("Kari"), languages);
    EXPECT_TRUE(shape_of(csv, answers)->layouts[0].column_of(languages));
    // Two columns of that name: neither is meant.
    const std::string twice = "Identité;;Père;Mère\nNom;Prénom;Kari;Kari\nUn;Ali;Moussa;Awa\n";
    EXPECT_FALSE(shape_of(twice, answers)->layouts[0].column_of(languages));
}

TEST(ListColumns, OnAListOfChildrenAllIsTheChilds) {
    const auto shape = shape_of(
        "N°;Nom de l'enfant;Prénom de l'enfant;Sexe de l'enfant;Nationalité de l'enfant\n"
        "1;Un;Ali;M;Malien\n");
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{list_no, family_name, given_names, sex, nationality}));
    // Beside a grown person's name they are somebody else's.
    const auto beside =
        shape_of("N°;Nom;Prénom;Nom de l'enfant;Sexe de l'enfant\n1;Un;Awa;Deux;M\n");
    EXPECT_EQ(fields_of(beside->layouts[0]),
              (std::vector{list_no, family_name, given_names, unknown, unknown}));
}

TEST(ListColumns, NoDayIsWrittenWithoutANumber) {
    const auto shape =
        shape_of("Nom;Prénom;Centre d'accueil;Sexe\nUn;Ali;Assamaka;M\nDeux;Awa;Arlit;F\n");
    EXPECT_FALSE(shape->layouts[0].column_of(arrival_date));
    EXPECT_EQ(shape->layouts[0].columns[2].reading, ColumnReading::asked);
    // What somebody said stands.
    ListAnswers answers;
    answers.columns.emplace(heading_key("Vu"), arrival_date);
    EXPECT_TRUE(shape_of("Nom;Prénom;Vu;Sexe\nUn;Ali;hier;M\n", answers)
                    ->layouts[0]
                    .column_of(arrival_date));
}

TEST(ListColumns, ArrivalIsTakenBeforeAnAdmission) {
    const auto both = shape_of(
        "Nom;Prénom;Date d'admission;Arrivé à Assamaka le\nUn;Ali;12/01/2023;10/01/2023\n");
    EXPECT_EQ(both->layouts[0].column_of(arrival_date), 3U);
    EXPECT_EQ(shape_of("Nom;Prénom;Date d'admission\nUn;Ali;12/01/2023\n")
                  ->layouts[0]
                  .column_of(arrival_date),
              2U);
}

TEST(ListColumns, PeopleSignUnderAListInColumnsOfTheirOwn) {
    const auto shape = shape_of(
        "Nom;Prénom;Sexe;Obs\nUn;Ali;M;\nPrepared by:;;Checked by:;Approved by:\n"
        "Le Consul du Mali;;;L'agent de garde\n");
    EXPECT_EQ(shape->kinds,
              (Kinds{RowKind::header, RowKind::data, RowKind::title, RowKind::title}));
}

TEST(ListColumns, PathsOfFormsEndInTheHeading) {
    const auto shape = shape_of(
        "start;identification/date_arrivee;identification/nom;identification/prenom;"
        "identification/sexe;identification/date_naissance;identification/nationalite;"
        "contact/telephone;protection/vulnerabilites;_index\n"
        "2023-01-12T14:32:11;2023-01-12;EXEMPLE;Un;M;1990-05-14;Malien;10184550;;1\n");
    ASSERT_TRUE(shape);
    EXPECT_EQ(fields_of(shape->layouts[0]),
              (std::vector{registration_date, arrival_date, family_name, given_names, sex, birth,
                           nationality, phone, vulnerabilities, list_no}));
}

TEST(ListColumns, TwoListsSideBySideAreRefused) {
    const auto refused = shape_of("Nom et prénom;Âge;;Nom et prénom;Âge\nUn Ali;25;;Deux Awa;20\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "list.side_by_side");
    EXPECT_FALSE(
        shape_of("Hommes;;Femmes;\nNom et prénom;Âge;Nom et prénom;Âge\nUn Ali;25;Deux Awa;20\n"));
    // A later header is one, too.
    EXPECT_FALSE(
        shape_of("Nom;Prénom;Sexe;Âge\nUn;Ali;M;25\n"
                 "Nom;Prénom;Sexe;Nom;Prénom;Sexe\nUn;Ali;M;Deux;Awa;F\n"));
    // Nobody stands on the right.
    EXPECT_TRUE(shape_of("Nom et prénom;Âge;;Nom et prénom;Âge\nUn Ali;25;;;\n"));
}

TEST(ListColumns, ArrivalAtThisSiteCountsBeforeOneElsewhere) {
    const std::string csv =
        "Nom;Prénom;Date d'arrivée à Agadez;Date d'arrivée à Assamaka\n"
        "Un;Ali;10/01/2023;14/01/2023\n";
    EXPECT_EQ(shape_of(csv, {.site_name = "Assamaka"})->layouts[0].column_of(arrival_date), 3U);
    EXPECT_EQ(shape_of(csv, {.site_name = "Agadez"})->layouts[0].column_of(arrival_date), 2U);
    EXPECT_EQ(shape_of("Nom;Prénom;Date d'arrivée (précédente);Date d'arrivée\n"
                       "Un;Ali;10/01/2023;14/01/2023\n")
                  ->layouts[0]
                  .column_of(arrival_date),
              3U);
}

TEST(ListColumns, NationalityIsTakenBeforeWhatIsLikeIt) {
    for (const auto* other : {"Pays de provenance", "2e nationalité", "Nationalité supposée"})
        EXPECT_EQ(
            shape_of("Nom;Prénom;" + std::string(other) + ";Nationalité\nUn;Ali;Algérie;malienne\n")
                ->layouts[0]
                .column_of(nationality),
            3U)
            << other;
    EXPECT_TRUE(shape_of("Nom;Prénom;Nationalité supposée\nUn;Ali;malienne\n")
                    ->layouts[0]
                    .column_of(nationality));
}

TEST(ListColumns, AnswersAndGroupsOfAConvoyAreNoHouseholds) {
    for (const auto* column : {"En famille ?;oui", "Ménage (O/N);N", "Groupe;A"}) {
        const std::string text = column;
        const auto mark = text.find(';');
        const auto shape =
            shape_of("Nom;Prénom;" + text.substr(0, mark) + "\nUn;Ali;" + text.substr(mark + 1) +
                     "\nDeux;Awa;" + text.substr(mark + 1) + "\n");
        EXPECT_FALSE(shape->layouts[0].column_of(household)) << column;
        EXPECT_EQ(shape->layouts[0].columns[2].reading, ColumnReading::asked) << column;
    }
    EXPECT_TRUE(shape_of("Nom;Prénom;Groupe;Lien\nUn;Ali;A;CM\nDeux;Awa;A;épouse\n")
                    ->layouts[0]
                    .column_of(household));
}

TEST(ListColumns, OwnTelephoneIsTakenBeforeAContacts) {
    EXPECT_EQ(shape_of("Nom;Prénom;Tél. du contact;Tél\nUn;Ali;10184550;10184551\n")
                  ->layouts[0]
                  .column_of(phone),
              3U);
}

TEST(ListColumns, CountsOfMembersAreNoHouseholds) {
    for (const auto* heading : {"Membres de la famille", "Personnes dans le ménage", "HH members",
                                "Family members", "Persons in HH"})
        EXPECT_TRUE(shipped_reference().headings.meaning_of(heading).asks) << heading;
    EXPECT_EQ(meaning("membres/menage"), household);
    EXPECT_EQ(meaning("N° ménage"), household);
}

TEST(ListColumns, ClassesOfAgeAreNobodysAge) {
    for (const auto* heading :
         {"0-4 ans", "18 à 59 ans", "60 ans et +", "Moins de 5 ans", "18+ years"})
        EXPECT_EQ(meaning(heading), unknown) << heading;
    EXPECT_EQ(meaning("Âge au 31/12/2023"), age);
    EXPECT_EQ(meaning("Âge (ans)"), age);
    EXPECT_TRUE(shape_of("N°;Nom;Prénom;Sexe;0-4;5-17;18-59\n1;Un;Ali;M;;;1\n"));
}

TEST(ListColumns, MenBesideWomenAreNoHousehold) {
    EXPECT_EQ(fields_of(shape_of("Name;Surname;Men (18+);Women (18+)\nAli;Un;1;\n")->layouts[0]),
              (std::vector{given_names, family_name, sex_male, sex_female}));
    EXPECT_EQ(meaning("Mén."), household);
}

TEST(ListColumns, CountsUnderAListAreNoPeople) {
    const auto shape = shape_of(
        "N°;Nom et prénoms;Sexe;Âge\n1;Un Ali;M;30\nHommes;2;;\n;Superviseur : Moussa Un;;\n");
    EXPECT_EQ(shape->kinds,
              (Kinds{RowKind::header, RowKind::data, RowKind::total, RowKind::title}));
}

TEST(ListColumns, WordsForOneMayStandUnderStatusAndChildren) {
    EXPECT_EQ(meaning("Situation matrimoniale / Nbre d'enfants"), marital_status);
    EXPECT_EQ(meaning("État civil et nombre d'enfants"), marital_status);
}

}  // namespace
}  // namespace jatigi::lists

#include "people/lists/join.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "people/lists/workbook_for_tests.h"

namespace jatigi::lists {
namespace {

ListReading reading_of(ListTable table, const ListAnswers& answers) {
    auto reading = read_rows(std::move(table), shipped_reference(),
                             {.list_date = *parse_day("2023-01-15"), .answers = answers});
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

const std::string households =
    text_row({"start", "menage/date_arrivee", "menage/chef_nom", "menage/nom", "_index"}) +
    text_row({"x", "2023-01-14", "Exemple Ali", "Chef", "1"}) +
    text_row({"x", "2023-01-13", "Modèle Fanta", "Chef", "2"});
const std::string members =
    text_row({"membres/nom", "membres/prenom", "membres/sexe", "membres/age", "_index",
              "_parent_table_name", "_parent_index"}) +
    text_row({"Exemple", "Ali", "homme", "38", "1", "menages", "1"}) +
    text_row({"Exemple", "Sira", "femme", "6", "2", "menages", "1"}) +
    text_row({"Modèle", "Fanta", "femme", "24", "3", "menages", "2"}) +
    text_row({"Essai", "Bo", "homme", "24", "4", "menages", "9"});
const std::string bytes = workbook_of(
    {.sheets = {{.rows = households, .name = "menages"}, {.rows = members, .name = "membres"}}});

TEST(ListJoin, HouseholdsAreNamedAndNotReadUnasked) {
    const auto table = open_list(bytes, shipped_reference());
    ASSERT_TRUE(table);
    EXPECT_EQ(table->sheet, "membres");
    ASSERT_EQ(table->others.size(), 1U);
    EXPECT_EQ(table->others[0].name, "menages");
    EXPECT_EQ(table->others[0].role, TableRole::households);
    EXPECT_FALSE(table->household_from);
}

TEST(ListJoin, MembersHaveTheirHouseholdsDayAndNumber) {
    const ListAnswers answers{.join = true};
    auto table = open_list(bytes, shipped_reference(), answers);
    ASSERT_TRUE(table);
    EXPECT_TRUE(table->others.empty());
    const auto reading = reading_of(*std::move(table), answers);
    ASSERT_EQ(reading.rows.size(), 5U);
    EXPECT_EQ(reading.rows[1].fields.arrival_date, parse_day("2023-01-14"));
    EXPECT_EQ(reading.rows[3].fields.arrival_date, parse_day("2023-01-13"));
    EXPECT_EQ(reading.rows[1].fields.household, "1");
    EXPECT_EQ(reading.rows[3].fields.household, "2");
    // The name of a household's head is nobody else's.
    EXPECT_EQ(reading.rows[2].fields.family_name.reveal(), "Exemple");
    // A household that is not there leaves its members as they are.
    EXPECT_TRUE(reading.rows[4].has(RowReason::arrival_missing));
}

TEST(ListJoin, TwoFilesAndAnArchiveAreTheSame) {
    const std::string people =
        "identite-nom,identite-prenom,identite-sexe,PARENT_KEY,KEY\n"
        "Exemple,Ali,m,uuid:1,uuid:1/membre[1]\nExemple,Sira,f,uuid:1,uuid:1/membre[2]\n";
    const std::string homes = "SubmissionDate,menage-date_arrivee,KEY\nx,2023-01-14,uuid:1\n";
    const ListAnswers answers{.join = true};
    const std::array<std::string_view, 2> files{people, homes};
    const std::string archive =
        zipped({{"liste-membres.csv", people}, {"liste.csv", homes}, {"media/1.jpg", "x"}});
    for (auto table : {open_list(files, shipped_reference(), answers),
                       open_list(archive, shipped_reference(), answers)}) {
        ASSERT_TRUE(table);
        const auto reading = reading_of(*std::move(table), answers);
        ASSERT_EQ(reading.rows.size(), 3U);
        for (const std::size_t i : {1U, 2U})
            EXPECT_EQ(reading.rows[i].fields.arrival_date, parse_day("2023-01-14"));
        EXPECT_EQ(reading.rows[1].fields.household, reading.rows[2].fields.household);
    }
}

TEST(ListJoin, TheFullestGroupOfPeopleIsTheMembers) {
    const std::string archive = zipped(
        {{"a-absents.csv", "name,PARENT_KEY,KEY\nExemple Grand,uuid:1,a\n"},
         {"a-membres.csv", "nom,prenom,sexe,age,PARENT_KEY,KEY\nExemple,Ali,m,30,uuid:1,b\n"},
         {"a.csv", "date_arrivee,KEY\n2023-01-14,uuid:1\n"}});
    const auto table = open_list(archive, shipped_reference(), {.join = true});
    ASSERT_TRUE(table);
    EXPECT_EQ(table->sheet, "a-membres.csv");
}

TEST(ListJoin, KeysOfOtherTablesAreNoRelation) {
    const std::array<std::string_view, 2> files{"nom,prenom,sexe,PARENT_KEY\nA,B,m,uuid:7\n",
                                                "date_arrivee,KEY\n2023-01-14,uuid:1\n"};
    const auto table = open_list(files, shipped_reference(), {.join = true});
    ASSERT_TRUE(table);
    EXPECT_FALSE(table->household_from);
}

TEST(ListJoin, AnArchiveOfSomethingElseIsNone) {
    const auto table = open_list(zipped({{"photo.jpg", "x"}}), shipped_reference());
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, "list.format_unsupported");
}

TEST(ListJoin, OfTwoHouseholdsWithOneKeyAnotherKeyTells) {
    const std::string people =
        "nom,prenom,_parent_index,_submission__id\nUn,Ali,1,101\nDeux,Ely,1,201\n";
    const std::string homes = "date_arrivee,_id,_index\n2023-01-14,101,1\n2023-01-12,201,1\n";
    const ListAnswers answers{.join = true};
    auto table =
        open_list(std::array<std::string_view, 2>{people, homes}, shipped_reference(), answers);
    ASSERT_TRUE(table);
    const auto reading = reading_of(*std::move(table), answers);
    EXPECT_EQ(reading.rows[1].fields.arrival_date, parse_day("2023-01-14"));
    EXPECT_EQ(reading.rows[2].fields.arrival_date, parse_day("2023-01-12"));
    EXPECT_NE(reading.rows[1].fields.household, reading.rows[2].fields.household);
}

TEST(ListJoin, HeadsOnTheSheetOfHouseholdsAloneAreSaid) {
    const std::string people = "nom,prenom,lien,_parent_index\nUn,Awa,epouse,1\n";
    const std::string homes =
        "date_arrivee,chef_nom,chef_prenom,_index\n2023-01-14,Un,Ali,1\n2023-01-14,Bo,Ida,2\n";
    const ListAnswers answers{.join = true};
    auto table =
        open_list(std::array<std::string_view, 2>{people, homes}, shipped_reference(), answers);
    ASSERT_TRUE(table);
    const auto reading = reading_of(*std::move(table), answers);
    const auto said =
        std::ranges::find(reading.remarks, RemarkKind::heads_beside, &ListRemark::kind);
    ASSERT_NE(said, reading.remarks.end());
    EXPECT_EQ(said->rows, 1U);
    EXPECT_EQ(said->heading, "chef_nom");
}

}  // namespace
}  // namespace jatigi::lists

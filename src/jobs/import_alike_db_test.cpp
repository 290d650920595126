// Likeness never denies: who is like somebody comes in, and somebody looks.
#include <gtest/gtest.h>

#include "jobs/import_for_tests.h"
#include "jobs/import_match.h"
#include "platform/base/text.h"

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;

constexpr Day closed = 2023y / 1 / 15;

class ImportOfAlike : public ImportForTests {
protected:
    // Registered at the desk, with what is asked there.
    void register_at_desk(const Line& line) {
        registry::Registration person;
        person.sex = line[sex] == "M" ? registry::Sex::male : registry::Sex::female;
        person.nationality = "MLI";
        person.identity.family_name = Personal<std::string>{line[family]};
        person.identity.given_names = Personal<std::string>{line[given]};
        person.identity.birth = Personal<linkage::BirthInterval>{
            {day_of(line[birth]), day_of(line[birth]), linkage::BirthPrecision::day}};
        person.identity.father_name = Personal<std::string>{line[father]};
        const auto known = node_->writer->run<registry::IndexedPerson>(
            [&](log::WriteTx& tx) -> Result<registry::IndexedPerson> {
                TRY_ASSIGN(const auto made,
                           registry::register_person(tx, {.command = {0xDE5C, ++commands_}}, "ASM",
                                                     person));
                TRY_ASSIGN(auto now, registry::indexed_now(tx, made.person));
                index_.put(*now);
                return *std::move(now);
            });
        ASSERT_TRUE(known) << known.error().code;
    }
    static Day day_of(const std::string& written) {
        const auto part = [&](std::size_t at) {
            return static_cast<unsigned>(std::stoi(written.substr(at)));
        };
        const std::size_t first = written.find('/'), second = written.find('/', first + 1);
        return std::chrono::year{static_cast<int>(part(second + 1))} /
               std::chrono::month{part(first + 1)} / std::chrono::day{part(0)};
    }
};

TEST_P(ImportOfAlike, TwinsBrothersAndWivesEachGetACardAndABed) {
    const ImportResult done = import(file_text("examples/siblings.csv"), closed);
    EXPECT_EQ(done.counts.registered, 10);
    EXPECT_EQ(count("card"), 10);
    EXPECT_EQ(present(), 10);
    std::size_t marked = 0;
    for (const ImportedRow& row : done.rows) {
        if (row.reading.kind != lists::RowKind::data) continue;
        EXPECT_FALSE(row.case_number.empty() || row.card.empty()) << row.reading.number;
        if (!row.reading.duplicate_of_row) continue;
        ++marked;
        EXPECT_EQ(row.reading.decision, lists::RowDecision::warned);
        const auto& earlier =
            done.rows.at(static_cast<std::size_t>(*row.reading.duplicate_of_row) - 1);
        EXPECT_EQ(file_of(row.case_number).alike.size(), 1U);
        EXPECT_EQ(file_of(earlier.case_number).alike.size(), 1U);
    }
    EXPECT_GE(marked, 2U);
    expect_verified();
    // And once more adds nobody.
    EXPECT_EQ(import(file_text("examples/siblings.csv"), closed).counts.registered, 0);
}

TEST_P(ImportOfAlike, SomebodyAlikeFromTheDeskComesInAndBothAreMarked) {
    std::vector<Line> lines = twenty_people();
    Line brother = lines[0];
    brother[given] = "Amira";
    register_at_desk(brother);
    const ImportResult done = import(list_of(lines), closed);
    EXPECT_EQ(done.counts.registered, 20);
    const ImportedRow& row = done.rows.at(1);
    EXPECT_EQ(row.known, Known::maybe);
    EXPECT_EQ(file_of(row.case_number).alike.size(), 1U);
    EXPECT_EQ(file_of(row.known_as).alike.size(), 1U);
}

TEST_P(ImportOfAlike, WhoSaysTheSameInEverythingAsSomebodyFromTheDeskIsThatPerson) {
    std::vector<Line> lines = twenty_people();
    register_at_desk(lines[0]);
    const ImportResult done = import(list_of(lines), closed);
    EXPECT_EQ(done.counts.registered, 19);
    EXPECT_EQ(done.rows.at(1).known, Known::probably);
    EXPECT_EQ(present(), 20);
}

TEST_P(ImportOfAlike, WhoWasRegisteredAtTheDeskWhileTheListCameInIsNotRegisteredAgain) {
    std::vector<Line> lines = twenty_people();
    ImportResult previewed = preview(list_of(lines), closed);
    for (std::size_t i = 0; i < 12; ++i) register_at_desk(lines[i]);
    const ImportResult done = commit(std::move(previewed));
    EXPECT_EQ(done.counts.registered, 8);
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportOfAlike, TwoVersionsOfAListWrittenTogetherAreOneList) {
    std::vector<Line> lines = twenty_people();
    ImportResult first = preview(list_of(lines), closed);
    for (std::size_t i = 0; i < 12; ++i) lines[i][phone] = "900001" + std::to_string(10 + i);
    lines[3][family] = "Fennuro";
    ImportResult second = preview(list_of(lines), closed);
    EXPECT_EQ(commit(std::move(first)).counts.registered, 20);
    EXPECT_EQ(commit(std::move(second)).counts.registered, 0);
    EXPECT_EQ(count("person"), 20);
    EXPECT_EQ(index_.size(), 20U);
}

TEST_P(ImportOfAlike, TwoRowsWithTwoNumbersAndLittleElseAreTwoPeople) {
    std::string list = "N°;Date d'arrivée;Nom;Prénom;Sexe;Âge;Nationalité\r\n";
    for (const std::string_view number : {"1", "2"})
        list += std::string(number) + ";10/01/2023;Exemple;Moussa;M;25 ans;malienne\r\n";
    list += "2;10/01/2023;Exemple;Moussa;M;25 ans;malienne\r\n";  // Copied once too often.
    const ImportResult done = import(list, closed);
    EXPECT_EQ(done.counts.registered, 2);
    EXPECT_TRUE(done.rows.at(3).reading.repeats);
}

INSTANTIATE_TEST_SUITE_P(Each, ImportOfAlike, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs

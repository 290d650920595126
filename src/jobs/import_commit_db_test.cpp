// What is written for a row: its household, its refusal, what is sealed.
#include <gtest/gtest.h>

#include "jobs/import_for_tests.h"
#include "jobs/import_match.h"
#include "platform/base/text.h"

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;

constexpr Day closed = 2023y / 1 / 15;

class ImportOfFew : public ImportForTests {
protected:
    static std::vector<Line> family_of_three() {
        std::vector<Line> lines = twenty_people();
        lines.resize(5);
        for (std::size_t i = 0; i < 3; ++i) {
            lines[i][household] = "H1";
            lines[i][relation] = i == 0 ? "chef" : i == 1 ? "épouse" : "fils";
        }
        return lines;
    }
    std::optional<registry::HouseholdId> household_of(const std::string& number) {
        const auto file = file_of(number);
        if (!file.household) return std::nullopt;
        return file.household->household;
    }
};

TEST_P(ImportOfFew, AHouseholdOfTheListIsAHousehold) {
    const ImportResult done = import(list_of(family_of_three()), closed);
    const auto first = household_of(done.rows.at(1).case_number);
    ASSERT_TRUE(first);
    EXPECT_EQ(household_of(done.rows.at(2).case_number), first);
    EXPECT_EQ(household_of(done.rows.at(3).case_number), first);
    EXPECT_EQ(household_of(done.rows.at(4).case_number), std::nullopt);
    EXPECT_EQ(file_of(done.rows.at(1).case_number).household->relation, "HEAD");
    EXPECT_EQ(index_.household(*first).size(), 3U);
}

TEST_P(ImportOfFew, TheSameNumberOnAnotherListIsAnotherHousehold) {
    std::vector<Line> all = twenty_people();
    std::vector<Line> one{all[0], all[1]}, other{all[2], all[3]};
    for (Line* line : {&one[0], &one[1], &other[0], &other[1]}) (*line)[household] = "H1";
    const ImportResult first = import(list_of(one), closed),
                       second = import(list_of(other), closed);
    const auto theirs = household_of(second.rows.at(1).case_number);
    ASSERT_TRUE(theirs);
    EXPECT_NE(theirs, household_of(first.rows.at(1).case_number));
}

TEST_P(ImportOfFew, ANewMemberJoinsTheHouseholdOfThoseWhoAreThere) {
    std::vector<Line> lines = family_of_three();
    const Line late = lines[2];
    lines.erase(lines.begin() + 2);
    const ImportResult first = import(list_of(lines), closed);
    lines.push_back(late);
    const ImportResult second = import(list_of(lines), closed);
    EXPECT_EQ(second.counts.registered, 1);
    EXPECT_EQ(household_of(second.rows.at(5).case_number),
              household_of(first.rows.at(1).case_number));
}

TEST_P(ImportOfFew, ARowRefusedAfterItWasWrittenUndoesItselfAlone) {
    // The list is of tomorrow's tomorrow: one row's arrival is still to come.
    std::vector<Line> lines = twenty_people();
    lines[7][arrival] = "17/01/2023";
    const ImportResult done = import(list_of(lines), 2023y / 1 / 18);
    EXPECT_EQ(done.counts.registered, 19);
    EXPECT_EQ(done.rows.at(8).refusal, "stay.in_future");
    EXPECT_EQ(done.rows.at(8).reading.decision, lists::RowDecision::rejected);
    EXPECT_EQ(count("person"), 19);
    EXPECT_EQ(index_.size(), 19U);
    expect_verified();
}

TEST_P(ImportOfFew, ARowThatWasRefusedComesInOnceItsDayIsThere) {
    std::vector<Line> lines = twenty_people();
    lines[7][arrival] = "17/01/2023";
    import(list_of(lines), 2023y / 1 / 18);
    now_ += 24h;
    const ImportResult done = import(list_of(lines), 2023y / 1 / 18);
    EXPECT_EQ(done.counts.registered, 1);
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportOfFew, TwoRowsThatSayTheSameAreOnePersonAndStayOne) {
    std::vector<Line> lines = twenty_people();
    lines.push_back(lines[2]);
    const ImportResult first = import(list_of(lines), closed);
    EXPECT_EQ(first.counts.registered, 20);
    EXPECT_EQ(first.counts.duplicates, 1);
    const std::int64_t facts = count("fact");
    import(list_of(lines), closed);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportOfFew, ProtectionWordsStandInNoDecisionAndNoFileOfTheDesk) {
    std::vector<Line> lines = twenty_people();
    lines[2][observations] = "victime de traite, zzsecretword";
    lines[3][observations] = "demande un téléphone";
    const ImportResult done = import(list_of(lines), closed);
    const std::string csv = decisions_csv(done, Protection::left_out);
    EXPECT_EQ(csv.find("zzsecretword"), std::string::npos);
    EXPECT_NE(csv.find("demande un téléphone"), std::string::npos);
    EXPECT_NE(decisions_csv(done, Protection::included).find("zzsecretword"), std::string::npos);
    EXPECT_TRUE(file_of(done.rows.at(3).case_number).identity->observations.empty());
    EXPECT_EQ(file_of(done.rows.at(4).case_number).identity->observations.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Each, ImportOfFew, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs

#include "people/registry/register_index.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using Numbers = std::vector<std::string>;

Personal<std::string> text(std::string_view value) {
    return Personal<std::string>{std::string(value)};
}

struct Known {
    std::int64_t person;
    std::string_view family, given;
    std::string_view father = {}, mother = {};
    std::string_view phone = {}, document_no = {};
    std::optional<HouseholdId> household{};
    int born = 0;  // The year; 0: nobody said.
};

PersonIdentified identity_of(const Known& known) {
    PersonIdentified identity;
    identity.family_name = text(known.family);
    identity.given_names = text(known.given);
    identity.father_name = text(known.father);
    identity.mother_name = text(known.mother);
    identity.phone = text(known.phone);
    identity.document_no = text(known.document_no);
    identity.household_id = known.household;
    if (known.born != 0) {
        const std::chrono::year year{known.born};
        identity.birth = Personal<linkage::BirthInterval>{
            {Day{year / 1 / 1}, Day{year / 12 / 31}, linkage::BirthPrecision::year}};
    }
    return identity;
}
IndexedPerson indexed(const Known& known) {
    return indexed_person({known.person,
                           {1, static_cast<std::uint64_t>(known.person)},
                           "N" + std::to_string(known.person),
                           Sex::female,
                           "MLI"},
                          evolve(PersonFile{}, identity_of(known)))
        .value();
}
linkage::PersonTraits traits_of_known(const Known& known) {
    return traits_of(Sex::female, "MLI", identity_of(known));
}

template <class Found>
Numbers numbers(const std::vector<Found>& found) {
    Numbers all;
    for (const Found& one : found) all.push_back(one.entry.case_number);
    return all;
}

class Index : public ::testing::Test {
protected:
    void put(const Known& known) { index_.put(indexed(known)); }
    Numbers found(std::string_view query, std::size_t limit = 10) const {
        return numbers(index_.search(query, limit));
    }
    RegisterIndex index_;
};

TEST_F(Index, FindsANameInAnySpelling) {
    put({1, "Coulibaly", "Ousmane"});
    put({2, "Diallo", "Aïcha"});
    put({3, "Traoré", "Fatoumata"});
    EXPECT_EQ(found("Kulibali"), Numbers{"N1"});
    EXPECT_EQ(found("usman"), Numbers{"N1"});
    EXPECT_EQ(found("JALLOW"), Numbers{"N2"});
    EXPECT_EQ(found("Aicha"), Numbers{"N2"});
    EXPECT_EQ(found("traore"), Numbers{"N3"});
    EXPECT_EQ(found("TRAORÉ"), Numbers{"N3"});
}

TEST_F(Index, TheOrderOfNamesDoesNotMatter) {
    put({1, "Coulibaly", "Ousmane"});
    put({2, "Coulibaly", "Fatoumata"});
    EXPECT_EQ(found("Ousmane Coulibaly").front(), "N1");
    EXPECT_EQ(found("Coulibaly Ousmane").front(), "N1");
    EXPECT_EQ(found("Coulibaly Fatoumata").front(), "N2");
}

TEST_F(Index, AYearBesideANameIsTheYearOfBirth) {
    put({.person = 1, .family = "Coulibaly", .given = "Ousmane", .born = 1988});
    put({.person = 2, .family = "Coulibaly", .given = "Ousmane", .born = 1991});
    put({.person = 3, .family = "Coulibaly", .given = "Ousmane"});
    EXPECT_EQ(found("Coulibaly Ousmane 1988"), (Numbers{"N1", "N3"}));
    EXPECT_EQ(found("1991 Coulibaly"), (Numbers{"N2", "N3"}));
    // Two years, or another number, are no year.
    EXPECT_EQ(found("Coulibaly 1988 1991"), Numbers{});
    EXPECT_EQ(found("Coulibaly 88"), Numbers{});
}

TEST_F(Index, OneWrongLetterIsFoundAndTwoAreNot) {
    put({1, "Zamblara", "Invented"});
    EXPECT_EQ(found("Zambrara"), Numbers{"N1"});   // Another letter.
    EXPECT_EQ(found("Zamblra"), Numbers{"N1"});    // One left out.
    EXPECT_EQ(found("Zambelara"), Numbers{"N1"});  // One too many.
    EXPECT_EQ(found("Zablmara"), Numbers{});
    EXPECT_EQ(found("Zabmlara"), Numbers{"N1"});  // Two in each other's place.
    EXPECT_EQ(found("Vambrara"), Numbers{});
}

TEST_F(Index, AShortWordHasNoWrongLetter) {
    put({1, "Bax", "Invented"});
    EXPECT_EQ(found("Bax"), Numbers{"N1"});
    EXPECT_EQ(found("Bay"), Numbers{});
}

TEST_F(Index, TheFirstLettersAreEnough) {
    put({1, "Coulibaly", "Ousmane"});
    put({2, "Keita", "Invented"});
    EXPECT_EQ(found("Cou"), Numbers{"N1"});
    EXPECT_EQ(found("coul ous"), Numbers{"N1"});
    EXPECT_EQ(found("Ke"), Numbers{"N2"});
}

// Or somebody hidden could be told by a namesake who is found by their spelling.
TEST_F(Index, ABeginningIsOfOnesOwnSpelling) {
    put({1, "Invented", "Besoki"});
    put({2, "Invented", "Bezoki"});
    EXPECT_EQ(found("bez"), Numbers{"N2"});
    EXPECT_EQ(found("bes"), Numbers{"N1"});
    EXPECT_EQ(found("Besoki"), (Numbers{"N2", "N1"}));
    put({1, "Invented", "Ibrahim"});
    EXPECT_EQ(found("bes"), Numbers{});
}

TEST_F(Index, TheWholeNameComesBeforeItsBeginningAndThatBeforeAWrongLetter) {
    put({1, "Zambala", "Invented"});
    put({2, "Zambalabou", "Invented"});
    put({3, "Zambola", "Invented"});
    EXPECT_EQ(found("Zambala"), (Numbers{"N1", "N2", "N3"}));
}

TEST_F(Index, OfEqualsTheLatestComesFirstWhateverWasChangedSince) {
    for (std::int64_t person = 1; person <= 4; ++person) put({person, "Zambala", "Invented"});
    EXPECT_EQ(found("Zambala"), (Numbers{"N4", "N3", "N2", "N1"}));
    put({2, "Zambala", "Invented"});
    EXPECT_EQ(found("Zambala"), (Numbers{"N4", "N3", "N2", "N1"}));
    EXPECT_EQ(found("Zambala", 2), (Numbers{"N4", "N3"}));
}

TEST_F(Index, OneOfTwoWordsIsEnoughAndOneOfThreeIsNot) {
    put({1, "Zambala", "Invented"});
    EXPECT_EQ(found("Zambala Unheardof"), Numbers{"N1"});
    EXPECT_EQ(found("Zambala Unheardof Nobody"), Numbers{});
}

TEST_F(Index, ATelephoneIsFoundByItsEndAndADocumentAsWell) {
    put({1, "Zambala", "Invented", {}, {}, "+22390000001", "ML-0004711"});
    put({2, "Zambola", "Invented", {}, {}, "+22390000002", "ML-0004712"});
    EXPECT_EQ(found("90 00 00 01"), Numbers{"N1"});
    EXPECT_EQ(found("+223 90 00 00 02"), Numbers{"N2"});
    EXPECT_EQ(found("ml 0004711"), Numbers{"N1"});
    EXPECT_EQ(found("0004712"), Numbers{"N2"});
}

TEST_F(Index, FiveDigitsOfATelephoneAreTooFew) {
    put({1, "Zambala", "Invented", {}, {}, "+22390000001"});
    EXPECT_EQ(found("000001"), Numbers{"N1"});
    EXPECT_EQ(found("00001"), Numbers{});
}

TEST_F(Index, NothingIsFoundByNothing) {
    put({1, "Zambala", "Invented"});
    put({2, "", ""});
    for (const std::string_view query : {"", " ", "-", "' '", "12"})
        EXPECT_EQ(found(query), Numbers{});
}

TEST_F(Index, AVeryLongQueryIsCutAndAnswered) {
    put({1, "Zambala", "Invented"});
    std::string query;
    for (int i = 0; i < 8; ++i) query += "zambala ";
    EXPECT_EQ(found(query), Numbers{"N1"});
    EXPECT_EQ(found(query + "unheardof nobody"), Numbers{"N1"});
}

TEST_F(Index, AReplacedPersonIsFoundByTheNewNameAlone) {
    put({1, "Zambala", "Invented"});
    put({1, "Coulibaly", "Invented"});
    EXPECT_EQ(found("Zambala"), Numbers{});
    EXPECT_EQ(found("Coulibaly"), Numbers{"N1"});
    EXPECT_EQ(index_.size(), 1U);
}

TEST_F(Index, WhoIsRemovedIsNowhere) {
    put({1,
         "Zambala",
         "Invented",
         "Zzfather Zambala",
         "Zzmother Keita",
         "+22390000001",
         {},
         HouseholdId{1, 1}});
    put({2, "Coulibaly", "Invented"});
    index_.remove(1);
    index_.remove(1);
    index_.remove(99);
    EXPECT_EQ(found("Zambala"), Numbers{});
    EXPECT_EQ(found("90000001"), Numbers{});
    EXPECT_FALSE(index_.find(1));
    EXPECT_TRUE(index_.household({1, 1}).empty());
    EXPECT_TRUE(index_
                    .candidates(traits_of_known({9, "Zambala", "Invented", "Zzfather Zambala",
                                                 "Zzmother Keita"}),
                                0, 10)
                    .empty());
    EXPECT_EQ(index_.all().size(), 1U);
    EXPECT_EQ(index_.size(), 1U);
}

TEST_F(Index, WhoComesBackIsFoundOnce) {
    put({1, "Zambala", "Invented"});
    index_.remove(1);
    put({1, "Zambala", "Invented"});
    EXPECT_EQ(found("Zambala"), Numbers{"N1"});
    EXPECT_EQ(index_.size(), 1U);
}

TEST_F(Index, AClearedIndexKnowsNobodyAndCanBeFilledAgain) {
    put({1, "Zambala", "Invented", {}, {}, {}, {}, HouseholdId{1, 1}});
    index_.clear();
    EXPECT_EQ(index_.size(), 0U);
    EXPECT_EQ(found("Zambala"), Numbers{});
    EXPECT_TRUE(index_.all().empty());
    EXPECT_TRUE(index_.household({1, 1}).empty());
    put({2, "Zambala", "Invented"});
    EXPECT_EQ(found("Zambala"), Numbers{"N2"});
}

TEST_F(Index, AClosedIndexForgetsForGood) {
    put({1, "Zambala", "Invented"});
    index_.close();
    EXPECT_EQ(index_.size(), 0U);
    put({2, "Zambala", "Invented"});
    EXPECT_EQ(index_.size(), 0U);
    EXPECT_EQ(found("Zambala"), Numbers{});
}

TEST_F(Index, HouseholdsFollowTheirMembers) {
    put({1, "Zambala", "Invented", {}, {}, {}, {}, HouseholdId{1, 1}});
    put({2, "Coulibaly", "Invented", {}, {}, {}, {}, HouseholdId{1, 1}});
    EXPECT_EQ(index_.household({1, 1}).size(), 2U);
    put({2, "Coulibaly", "Invented", {}, {}, {}, {}, HouseholdId{2, 2}});
    ASSERT_EQ(index_.household({1, 1}).size(), 1U);
    EXPECT_EQ(index_.household({1, 1})[0].person, 1);
    EXPECT_EQ(index_.household({2, 2})[0].person, 2);
    EXPECT_TRUE(index_.household({3, 3}).empty());
}

TEST_F(Index, SomebodyUnreadableIsNobody) {
    EXPECT_FALSE(indexed_person({1, {1, 1}, "N1", Sex::female, "MLI"}, PersonFile{}));
}

TEST_F(Index, ACandidateSaysInWhatTheTwoAgree) {
    const Known awa{1, "Zambala", "Awa", "Zzfather Zambala", "Zzmother Keita", "+22390000001"};
    put(awa);
    put({2, "Coulibaly", "Ousmane", "Zzother Coulibaly"});
    const auto same = index_.candidates(traits_of_known(awa), linkage::likely_evidence, 10);
    ASSERT_EQ(same.size(), 1U);
    EXPECT_EQ(same[0].entry.case_number, "N1");
    EXPECT_EQ(same[0].because,
              (std::vector<std::string_view>{"names", "father", "mother", "phone"}));
    EXPECT_GE(same[0].evidence, linkage::likely_evidence);
}

TEST_F(Index, TheBestCandidateComesFirst) {
    put({1, "Zambala", "Awa", "Zzfather Zambala"});
    put({2, "Zambala", "Awa", "Zzfather Zambala", "Zzmother Keita"});
    put({3, "Zambala", "Awa"});
    const linkage::PersonTraits wanted =
        traits_of_known({9, "Zambala", "Awa", "Zzfather Zambala", "Zzmother Keita"});
    EXPECT_EQ(numbers(index_.candidates(wanted, 0, 10)), (Numbers{"N2", "N1", "N3"}));
    EXPECT_EQ(numbers(index_.candidates(wanted, 0, 1)), Numbers{"N2"});
}

// Even numbers are of another site, those that end in 3 are restricted.
Sight judged(const IndexEntry& entry) {
    if (entry.person % 10 == 3) return Sight::told;
    return entry.person % 2 == 0 ? Sight::absent : Sight::shown;
}

TEST_F(Index, WhoeverMayNotBeShownTakesNobodysPlace) {
    put({1, "Zambala", "Awa"});
    for (std::int64_t person = 2; person <= 200; person += 2) put({person, "Zambala", "Awa"});
    EXPECT_EQ(numbers(index_.search("Zambala Awa", 1, judged)), Numbers{"N1"});
    const linkage::PersonTraits wanted = traits_of_known({999, "Zambala", "Awa"});
    EXPECT_EQ(numbers(index_.candidates(wanted, 0, 1, judged)), Numbers{"N1"});
    put({201, "Zambala", "Awa", {}, {}, "+22390000001"});
    for (std::int64_t person = 202; person <= 240; person += 2)
        put({person, "Coulibaly", "Awa", {}, {}, "+22390000001"});
    put({241, "Keita", "Awa", {}, {}, "+22390000001"});
    EXPECT_EQ(numbers(index_.search("90000001", 2, judged)), (Numbers{"N201", "N241"}));
    EXPECT_EQ(numbers(index_.search("90000001", 1, judged)), Numbers{"N201"});
}

TEST_F(Index, WhoIsToldOfStandsWhereTheyWouldHaveStood) {
    for (const std::int64_t person : {1, 3, 5, 7, 13}) put({person, "Zambala", "Awa"});
    EXPECT_EQ(numbers(index_.search("Zambala", 2, judged)), (Numbers{"N13", "N7", "N5"}));
    EXPECT_EQ(numbers(index_.search("Zambala", 9, judged)),
              (Numbers{"N13", "N7", "N5", "N3", "N1"}));
    for (const auto& hit : index_.search("Zambala", 9, judged))
        EXPECT_EQ(hit.sight, judged(hit.entry));
    const linkage::PersonTraits wanted = traits_of_known({999, "Zambala", "Awa"});
    EXPECT_EQ(numbers(index_.candidates(wanted, 0, 2, judged)), (Numbers{"N13", "N7", "N5"}));
    for (const auto& candidate : index_.candidates(wanted, 0, 9, judged))
        EXPECT_EQ(candidate.sight, judged(candidate.entry));
}

TEST_F(Index, NoCandidateHasLessThanWasAskedFor) {
    put({1, "Zambala", "Awa"});
    const linkage::PersonTraits wanted = traits_of_known({9, "Zambala", "Awa"});
    ASSERT_EQ(index_.candidates(wanted, 2.5, 10).size(), 1U);
    EXPECT_TRUE(index_.candidates(wanted, 2.75, 10).empty());
}

TEST_F(Index, TheListOfAllIsInOrderOfRegistration) {
    for (const std::int64_t person : {3, 1, 2}) put({person, "Zambala", "Invented"});
    put({1, "Coulibaly", "Invented"});
    Numbers all;
    for (const IndexEntry& entry : index_.all()) all.push_back(entry.case_number);
    EXPECT_EQ(all, (Numbers{"N3", "N1", "N2"}));
}

}  // namespace
}  // namespace jatigi::registry

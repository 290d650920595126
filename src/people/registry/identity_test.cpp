#include "people/registry/identity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/given.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using Events = std::vector<IdentityEvent>;
using GivenFile = testing::Given<PersonFile, IdentityEvent>;

Personal<std::string> text(std::string value) {
    return Personal<std::string>{std::move(value)};
}

PersonIdentified identified() {
    PersonIdentified event;
    event.family_name = text("Testfamily");
    event.given_names = text("Invented");
    event.father_name = text("Father Testfamily");
    event.birth = Personal<linkage::BirthInterval>{
        linkage::BirthInterval{1990y / 1 / 1, 1990y / 12 / 31, linkage::BirthPrecision::year}};
    return event;
}

IdentityCorrected corrected(std::string_view field, std::string value) {
    IdentityCorrected event{.reason = "heard_better"};
    event.texts.emplace(field, text(std::move(value)));
    return event;
}

GivenFile given(const Events& history) {
    return GivenFile(history);
}

PersonFile folded(const Events& history) {
    PersonFile file;
    for (const IdentityEvent& event : history) file = evolve(std::move(file), event);
    return file;
}

const HouseholdId one_house{1, 1}, other_house{2, 2};
const RestrictionId one_restriction{3, 3}, other_restriction{4, 4};
const PhotoId one_photo{5, 5}, other_photo{6, 6};

FileRestricted restricted(RestrictionId id) {
    return {id, text("an invented reason")};
}

// --- Corrections ---

TEST(IdentityCorrection, NamesOnlyWhatReallyChanges) {
    IdentityCorrected wanted = corrected("father_name", "Another Father");
    wanted.texts.emplace("family_name", text("Testfamily"));
    wanted.birth = BirthChange{identified().birth};
    given({identified()})
        .when(CorrectIdentity{wanted})
        .records({corrected("father_name", "Another Father")});
}

TEST(IdentityCorrection, ThatChangesNothingIsNoFact) {
    given({identified()}).when(CorrectIdentity{corrected("family_name", "Testfamily")}).records({});
}

TEST(IdentityCorrection, NeedsAReason) {
    IdentityCorrected wanted = corrected("family_name", "Otherfamily");
    wanted.reason.clear();
    given({identified()}).when(CorrectIdentity{wanted}).refuses("person.reason_missing");
}

TEST(IdentityCorrection, OfAnUnreadableFileIsRefused) {
    given({})
        .when(CorrectIdentity{corrected("family_name", "Otherfamily")})
        .refuses("person.not_identified");
}

TEST(IdentityCorrection, MayTakeAwayOneOfTwoNames) {
    given({identified()})
        .when(CorrectIdentity{corrected("family_name", "")})
        .records({corrected("family_name", "")});
}

TEST(IdentityCorrection, CannotTakeAwayTheLastName) {
    given({identified(), corrected("family_name", "")})
        .when(CorrectIdentity{corrected("given_names", "")})
        .refuses("person.name_missing");
}

TEST(IdentityCorrection, CannotTakeAwayBothNamesAtOnce) {
    IdentityCorrected wanted = corrected("family_name", "");
    wanted.texts.emplace("given_names", text(""));
    given({identified()}).when(CorrectIdentity{wanted}).refuses("person.name_missing");
}

TEST(IdentityCorrection, MayTakeABirthAway) {
    IdentityCorrected wanted{.birth = BirthChange{}, .reason = "heard_better"};
    given({identified()}).when(CorrectIdentity{wanted}).records({wanted});
    EXPECT_FALSE(folded({identified(), wanted}).identity->birth);
}

TEST(IdentityCorrection, OfTwoFieldsHoldsInEitherOrder) {
    const IdentityCorrected name = corrected("family_name", "Otherfamily");
    IdentityCorrected tongues{.reason = "heard_better"};
    tongues.languages = Personal<std::vector<std::string>>{{"bam"}};
    const PersonFile one = folded({identified(), name, tongues});
    const PersonFile other = folded({identified(), tongues, name});
    EXPECT_TRUE(one.identity == other.identity);
    EXPECT_EQ(one.identity->family_name.reveal(), "Otherfamily");
    EXPECT_EQ(one.identity->languages.reveal(), std::vector<std::string>{"bam"});
}

TEST(IdentityCorrection, LeavesTheOtherFieldsAlone) {
    const PersonFile file = folded({identified(), corrected("origin", "Made-up Region")});
    EXPECT_EQ(file.identity->family_name.reveal(), "Testfamily");
    EXPECT_TRUE(file.identity->birth == identified().birth);
    EXPECT_EQ(file.identity->origin.reveal(), "Made-up Region");
}

TEST(IdentityCorrection, OfASuspectedDuplicateIsNone) {
    PersonIdentified other = identified();
    other.family_name = text("Otherfamily");
    const PersonFile file = folded({identified(), DuplicateWritten{other}});
    EXPECT_EQ(file.identity->family_name.reveal(), "Testfamily");
    ASSERT_EQ(file.elsewhere.size(), 1U);
    EXPECT_EQ(file.elsewhere[0].family_name.reveal(), "Otherfamily");
}

// --- Flags ---

TEST(IdentityFlags, AreAClosedSet) {
    for (const std::string_view flag : service_flags)
        given({identified()})
            .when(ChangeFlags{{{std::string(flag)}, {}}})
            .records({FlagsChanged{{std::string(flag)}, {}}});
    for (const std::string flag : {"", "uac", "HUNGRY", "UAC "})
        given({identified()}).when(ChangeFlags{{{flag}, {}}}).refuses("person.flag_unknown");
}

TEST(IdentityFlags, RefuseEveryWordOfProtection) {
    for (const std::string word : {"SGBV", "VOT_POSSIBLE", "VOT_CONFIRMED", "VOT_NOT", "TORTURE",
                                   "ASYLUM_NEED", "MENTAL_HEALTH", "DETENTION", "DEBT_BONDAGE"})
        given({identified()}).when(ChangeFlags{{{word}, {}}}).refuses("person.flag_unknown");
}

TEST(IdentityFlags, ThatAreThereAlreadyAreNoFact) {
    PersonIdentified pregnant = identified();
    pregnant.flags = {"PREGNANT"};
    given({pregnant}).when(ChangeFlags{{{"PREGNANT"}, {"UAC"}}}).records({});
}

TEST(IdentityFlags, AddedAndTakenAwayAtOnceAreOneFact) {
    given({identified(), FlagsChanged{{"PREGNANT"}, {}}})
        .when(ChangeFlags{{{"LACTATING"}, {"PREGNANT"}}})
        .records({FlagsChanged{{"LACTATING"}, {"PREGNANT"}}});
}

TEST(IdentityFlags, OfRegistrationAreTakenAwayToo) {
    PersonIdentified pregnant = identified();
    pregnant.flags = {"PREGNANT"};
    EXPECT_TRUE(folded({pregnant, FlagsChanged{{}, {"PREGNANT"}}}).flags.empty());
}

// --- Households ---

TEST(IdentityHousehold, JoiningIsOneFact) {
    given({identified()})
        .when(JoinHousehold{{one_house, "SPOUSE"}})
        .records({HouseholdJoined{one_house, "SPOUSE"}});
}

TEST(IdentityHousehold, JoiningAnotherLeavesTheOneBefore) {
    given({identified(), HouseholdJoined{one_house, "SON"}})
        .when(JoinHousehold{{other_house, "HEAD"}})
        .records({HouseholdLeft{one_house}, HouseholdJoined{other_house, "HEAD"}});
}

TEST(IdentityHousehold, AnotherPlaceInTheSameOneLeavesNothing) {
    given({identified(), HouseholdJoined{one_house, "SON"}})
        .when(JoinHousehold{{one_house, "HEAD"}})
        .records({HouseholdJoined{one_house, "HEAD"}});
}

TEST(IdentityHousehold, JoiningAgainIsNoFact) {
    given({identified(), HouseholdJoined{one_house, "SON"}})
        .when(JoinHousehold{{one_house, "SON"}})
        .records({});
}

TEST(IdentityHousehold, LeavingEndsTheOneThereIs) {
    given({identified(), HouseholdJoined{one_house, "SON"}})
        .when(LeaveHousehold{})
        .records({HouseholdLeft{one_house}});
    given({identified()}).when(LeaveHousehold{}).records({});
}

TEST(IdentityHousehold, LeavingAnOldOneDoesNotEndTheNewOne) {
    const PersonFile file =
        folded({identified(), HouseholdJoined{one_house, "SON"},
                HouseholdJoined{other_house, "HEAD"}, HouseholdLeft{one_house}});
    EXPECT_EQ(file.household, (HouseholdJoined{other_house, "HEAD"}));
}

TEST(IdentityHousehold, OfAListIsJoinedByBeingRegistered) {
    PersonIdentified daughter = identified();
    daughter.household_id = one_house;
    daughter.relation = text("DAUGHTER");
    EXPECT_EQ(folded({daughter}).household, (HouseholdJoined{one_house, "DAUGHTER"}));
}

// --- Restriction ---

TEST(Restriction, NeedsAReason) {
    given({identified()})
        .when(RestrictFile{{one_restriction, text("")}})
        .refuses("person.reason_missing");
}

TEST(Restriction, HoldsUntilAFactNamesIt) {
    EXPECT_TRUE(folded({identified(), restricted(one_restriction)}).restricted());
    EXPECT_TRUE(
        folded({identified(), restricted(one_restriction), RestrictionLifted{other_restriction}})
            .restricted());
    EXPECT_FALSE(
        folded({identified(), restricted(one_restriction), RestrictionLifted{one_restriction}})
            .restricted());
}

TEST(Restriction, HoldsWhenTheLiftingThatCameBeforeNamesAnother) {
    EXPECT_TRUE(
        folded({RestrictionLifted{other_restriction}, identified(), restricted(one_restriction)})
            .restricted());
}

TEST(Restriction, IsTheSameInAnyOrderOfFacts) {
    // The indexes of the facts, in every order.
    const Events facts{restricted(one_restriction), restricted(other_restriction),
                       RestrictionLifted{one_restriction}};
    std::array<std::size_t, 3> order{0, 1, 2};
    do {
        PersonFile file = folded({identified()});
        for (const std::size_t at : order) file = evolve(std::move(file), facts[at]);
        EXPECT_TRUE(file.restricted());
        EXPECT_FALSE(evolve(std::move(file), RestrictionLifted{other_restriction}).restricted());
    } while (std::ranges::next_permutation(order).found);
}

TEST(Restriction, IsLiftedWhereverTheLiftingStands) {
    std::array<std::size_t, 2> order{0, 1};
    const Events facts{restricted(one_restriction), RestrictionLifted{one_restriction}};
    do {
        PersonFile file = folded({identified()});
        for (const std::size_t at : order) file = evolve(std::move(file), facts[at]);
        EXPECT_FALSE(file.restricted());
    } while (std::ranges::next_permutation(order).found);
}

TEST(Restriction, LiftingNamesEachThatIsInForce) {
    given({identified(), restricted(one_restriction), restricted(other_restriction),
           RestrictionLifted{one_restriction}})
        .when(LiftRestrictions{})
        .records({RestrictionLifted{other_restriction}});
    given({identified()}).when(LiftRestrictions{}).records({});
}

// --- Photo ---

TEST(IdentityPhoto, AnotherReplacesTheOneBefore) {
    const PhotoKept next{other_photo, PhotoPurpose::travel_document, "image/jpeg"};
    given({identified(), PhotoKept{one_photo, PhotoPurpose::registration, "image/jpeg"}})
        .when(KeepPhoto{next})
        .records({PhotoErased{one_photo}, next});
}

TEST(IdentityPhoto, ErasingTakesTheOneThereIs) {
    given({identified(), PhotoKept{one_photo, PhotoPurpose::registration, "image/jpeg"}})
        .when(ErasePhoto{})
        .records({PhotoErased{one_photo}});
    given({identified()}).when(ErasePhoto{}).records({});
}

TEST(IdentityPhoto, ErasingAnOldOneLeavesTheNewOne) {
    const PhotoKept next{other_photo, PhotoPurpose::registration, "image/jpeg"};
    EXPECT_EQ(folded({identified(), next, PhotoErased{one_photo}}).photo, next);
}

TEST(PersonFile, OfSomebodyUnreadableTakesNoCommand) {
    given({}).when(ChangeFlags{{{"UAC"}, {}}}).refuses("person.not_identified");
    given({}).when(JoinHousehold{{one_house, "SON"}}).refuses("person.not_identified");
    given({}).when(LeaveHousehold{}).refuses("person.not_identified");
    given({}).when(RestrictFile{restricted(one_restriction)}).refuses("person.not_identified");
    given({}).when(LiftRestrictions{}).refuses("person.not_identified");
    given({}).when(ErasePhoto{}).refuses("person.not_identified");
}

}  // namespace
}  // namespace jatigi::registry

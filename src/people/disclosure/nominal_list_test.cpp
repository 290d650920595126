#include "people/disclosure/nominal_list.h"

#include <fstream>
#include <sstream>

#include "people/disclosure/disclosure_text.h"
#include "testing/given.h"

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;

const Instant now = Day{2023y / 1 / 16} + 6h;
const Signer manager{3, Hand::centre_manager}, other_manager{4, Hand::centre_manager},
    officer{5, Hand::protection_officer}, other_officer{6, Hand::protection_officer};
constexpr Days valid{7};

NominalListProposed proposal(const Signer& by = manager) {
    return {.number = {2023, 1},
            .site = ByteArray<16>{2},
            .columns = {ListColumn::names, ListColumn::birth},
            .purpose = "seats of the convoy",
            .recipient = "Préfecture d'Arlit",
            .by = by};
}
NominalListApproved approval(const Signer& by = officer) {
    return {by, now + valid};
}
NominalListCopied copied(std::int64_t copy) {
    return {copy, Persons{40}, manager};
}

testing::Given<NominalList, NominalListEvent> given(const std::vector<NominalListEvent>& history) {
    return testing::Given<NominalList, NominalListEvent>(history);
}
ApproveList approve(const Signer& by) {
    return {by, now, valid};
}
CopyList copy_at(Instant at) {
    return {manager, at, Persons{40}};
}

TEST(NominalList, IsProposedWithColumnsInOneOrder) {
    NominalListProposed mixed = proposal();
    mixed.columns = {ListColumn::birth, ListColumn::names};
    given({}).when(ProposeList{mixed}).records({proposal()});
}

TEST(NominalList, IsProposedOnce) {
    given({proposal()}).when(ProposeList{proposal()}).refuses("disclosure.already_proposed");
}

TEST(NominalList, NeedsColumnsEachOnce) {
    NominalListProposed none = proposal(), twice = proposal();
    none.columns.clear();
    twice.columns = {ListColumn::names, ListColumn::names};
    given({}).when(ProposeList{none}).refuses("disclosure.columns_invalid");
    given({}).when(ProposeList{twice}).refuses("disclosure.columns_invalid");
}

TEST(NominalList, NeedsAPurposeAndARecipient) {
    NominalListProposed aimless = proposal(), for_nobody = proposal();
    aimless.purpose = " ";
    for_nobody.recipient = "";
    given({}).when(ProposeList{aimless}).refuses("disclosure.purpose_missing");
    given({}).when(ProposeList{for_nobody}).refuses("disclosure.recipient_missing");
}

TEST(NominalList, TextsEndAtFiveHundredLetters) {
    NominalListProposed longest = proposal();
    longest.purpose.assign(text_letters_max, 'a');
    given({}).when(ProposeList{longest}).records({longest});
    longest.purpose += 'a';
    given({}).when(ProposeList{longest}).refuses("disclosure.text_too_long");
    given({proposal()})
        .when(RefuseList{officer, std::string(text_letters_max + 1, 'a')})
        .refuses("disclosure.text_too_long");
}

TEST(NominalList, TheOtherOfTheTwoApproves) {
    given({proposal(manager)}).when(approve(officer)).records({approval(officer)});
    given({proposal(officer)}).when(approve(manager)).records({approval(manager)});
}

TEST(NominalList, OnePersonCannotDoBoth) {
    given({proposal(manager)}).when(approve(manager)).refuses("disclosure.same_person");
    // Nor with another role than on the day of the proposal.
    given({proposal(manager)})
        .when(approve({manager.actor, Hand::protection_officer}))
        .refuses("disclosure.same_person");
}

TEST(NominalList, TwoOfTheSameRoleCannotDoIt) {
    given({proposal(manager)}).when(approve(other_manager)).refuses("disclosure.same_role");
    given({proposal(officer)}).when(approve(other_officer)).refuses("disclosure.same_role");
}

TEST(NominalList, IsDecidedOnce) {
    const NominalListRefused refusal{officer, ""};
    given({proposal(), approval()}).when(approve(officer)).refuses("disclosure.already_decided");
    given({proposal(), refusal}).when(approve(officer)).refuses("disclosure.already_decided");
    given({proposal(), approval()})
        .when(RefuseList{officer, ""})
        .refuses("disclosure.already_decided");
}

TEST(NominalList, EitherOfTheTwoMayRefuse) {
    for (const Signer& by : {manager, other_manager, officer})
        given({proposal(manager)})
            .when(RefuseList{by, "not needed"})
            .records({NominalListRefused{by, "not needed"}});
}

TEST(NominalList, WhatNobodyProposedIsNotFound) {
    given({}).when(approve(officer)).refuses("disclosure.list_not_found");
    given({}).when(RefuseList{officer, ""}).refuses("disclosure.list_not_found");
    given({}).when(copy_at(now)).refuses("disclosure.list_not_found");
}

TEST(NominalList, IsNotCopiedBeforeItIsApproved) {
    given({proposal()}).when(copy_at(now)).refuses("disclosure.not_approved");
    given({proposal(), NominalListRefused{officer, ""}})
        .when(copy_at(now))
        .refuses("disclosure.not_approved");
}

TEST(NominalList, CopiesAreNumberedFromOne) {
    given({proposal(), approval()}).when(copy_at(now)).records({copied(1)});
    given({proposal(), approval(), copied(1)}).when(copy_at(now)).records({copied(2)});
    given({proposal(), approval(), copied(2), copied(1)}).when(copy_at(now)).records({copied(3)});
    CopyList restored = copy_at(now);
    restored.number_min = first_number(2);
    given({proposal(), approval(), copied(1)}).when(restored).records({copied(1'001)});
    given({proposal(), approval(), copied(1'001)}).when(restored).records({copied(1'002)});
}

TEST(NominalList, IsCopiedUntilTheApprovalEnds) {
    const auto approved = given({proposal(), approval()});
    approved.when(copy_at(now + valid)).records({copied(1)});
    approved.when(copy_at(now + valid + 1us)).refuses("disclosure.approval_expired");
}

TEST(NominalList, OfNobodyIsNotCopied) {
    given({proposal(), approval()})
        .when(CopyList{manager, now, Persons{0}})
        .refuses("disclosure.no_rows");
}

TEST(NominalList, ARefusalHoldsWhateverTheOrder) {
    const NominalListRefused refusal{manager, ""};
    given({proposal(), approval(), refusal}).when(copy_at(now)).refuses("disclosure.not_approved");
    given({proposal(), refusal, approval()}).when(copy_at(now)).refuses("disclosure.not_approved");
    given({refusal, approval(), proposal()}).when(copy_at(now)).refuses("disclosure.not_approved");
}

TEST(NominalList, FactsThatComeBeforeTheProposalCount) {
    given({approval(), copied(1), proposal()}).when(copy_at(now)).records({copied(2)});
}

TEST(NominalList, TheApprovalEndsOnAWholeMillisecond) {
    given({proposal()})
        .when(ApproveList{officer, now + 1'700us, valid})
        .records({NominalListApproved{officer, now + 1ms + valid}});
}

TEST(DisclosureRules, AreReadFromTheReferenceTable) {
    std::ifstream file(JATIGI_SOURCE_DIR "/reference/disclosure.csv");
    std::ostringstream csv;
    csv << file.rdbuf();
    const auto rules = read_disclosure_rules(csv.str());
    ASSERT_TRUE(rules);
    EXPECT_EQ(rules->approval_valid, Days{7});
    EXPECT_EQ(rules->copy_kept, Days{30});
}

TEST(DisclosureRules, AMissingOrSenselessNumberIsNoRule) {
    EXPECT_FALSE(read_disclosure_rules("approval_valid,7\n"));
    EXPECT_FALSE(read_disclosure_rules("approval_valid,0\ncopy_kept,30\n"));
    EXPECT_FALSE(read_disclosure_rules("approval_valid,7 days\ncopy_kept,30\n"));
    EXPECT_TRUE(read_disclosure_rules("approval_valid,1\r\ncopy_kept,30\r\n"));
}

}  // namespace
}  // namespace jatigi::disclosure

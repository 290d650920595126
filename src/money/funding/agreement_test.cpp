#include "money/funding/agreement.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;
using GivenAgreement = testing::Given<Agreement, AgreementEvent>;

GivenAgreement given(const std::vector<AgreementEvent>& history) { return GivenAgreement(history); }

AgreementSigned terms() {
    return {.code = "TEST-2023-01",
            .donor = "Invented Donor",
            .title = "Breakfasts",
            .amount = Money::of_minor_units(60'000'000, Currency::XOF),
            .first_day = 2023y / 1 / 9,
            .last_day = 2023y / 12 / 31,
            .earmark = {.nationality = "MLI", .persons_max = Persons{622}}};
}
AgreementSigned with_code(std::string code) {
    AgreementSigned other = terms();
    other.code = std::move(code);
    return other;
}
AgreementSigned with_amount(std::int64_t minor_units) {
    AgreementSigned other = terms();
    other.amount = Money::of_minor_units(minor_units, Currency::XOF);
    return other;
}
AgreementSigned with_cap(std::int64_t persons) {
    AgreementSigned other = terms();
    other.earmark.persons_max = Persons{persons};
    return other;
}
AgreementSigned ending_on(Day last) {
    AgreementSigned other = terms();
    other.last_day = last;
    return other;
}

void expect_taken(const AgreementSigned& agreement) {
    given({}).when(SignAgreement{agreement}).records({agreement});
}
void expect_refused(const AgreementSigned& agreement, std::string_view code) {
    given({}).when(SignAgreement{agreement}).refuses(code);
}

TEST(Agreement, SigningGivesOneFact) { expect_taken(terms()); }

TEST(Agreement, SigningTwiceIsRefused) {
    given({terms()}).when(SignAgreement{terms()}).refuses("agreement.already_signed");
}

TEST(Agreement, ATakenCodeIsRefused) {
    given({}).when(SignAgreement{terms(), true}).refuses("agreement.code_taken");
}

TEST(Agreement, ACodeHasTwoToFortyPlainCharacters) {
    expect_refused(with_code("A"), "agreement.code_invalid");
    expect_taken(with_code("A1"));
    expect_taken(with_code(std::string(40, 'A')));
    expect_refused(with_code(std::string(41, 'A')), "agreement.code_invalid");
    expect_taken(with_code("mli_IOM-2023.01"));
    for (const std::string code : {"", "A B", "A/B", "A\"B", "É1", "A\nB"})
        expect_refused(with_code(code), "agreement.code_invalid");
}

TEST(Agreement, ADonorIsNamed) {
    AgreementSigned nobody = terms();
    for (const std::string blank : {"", "   "}) {
        nobody.donor = blank;
        expect_refused(nobody, "agreement.donor_missing");
    }
}

TEST(Agreement, OneDayIsAPeriodAndBackwardsIsNone) {
    expect_taken(ending_on(2023y / 1 / 9));
    expect_refused(ending_on(2023y / 1 / 8), "agreement.period_invalid");
}

TEST(Agreement, TheAmountIsAtLeastOneUnit) {
    expect_taken(with_amount(1));
    expect_refused(with_amount(0), "agreement.amount_invalid");
    expect_refused(with_amount(-1), "agreement.amount_invalid");
}

TEST(Agreement, ACapIsAtLeastOnePerson) {
    expect_taken(with_cap(1));
    expect_refused(with_cap(0), "agreement.amount_invalid");
    expect_refused(with_cap(-1), "agreement.amount_invalid");
}

TEST(Agreement, ANationalityIsWrittenAsPeopleHaveIt) {
    const auto for_people_of = [](std::string country) {
        AgreementSigned agreement = terms();
        agreement.earmark.nationality = std::move(country);
        return agreement;
    };
    expect_taken(for_people_of("MLI"));
    for (const std::string wrong : {"mli", "ML", "MLIX", "M1I", "   ", "", "É1"})
        expect_refused(for_people_of(wrong), "agreement.earmark_invalid");
}

TEST(Agreement, AnEarmarkMayBeEmpty) {
    AgreementSigned general = terms();
    general.earmark = {};
    expect_taken(general);
}

}  // namespace
}  // namespace jatigi::funding

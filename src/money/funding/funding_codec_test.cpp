#include <gtest/gtest.h>

#include "money/funding/agreement_codec.h"
#include "money/funding/unit_cost_codec.h"
#include "testing/golden.h"

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;
using testing::expect_encodes_to;
using testing::golden_object;
using testing::with;
using testing::without;

constexpr std::string_view agreement_type = "agreement.signed";
constexpr std::string_view cost_type = "unit_cost.set";

constexpr std::string_view full_text =
    R"({"code":"TEST-2023-01","donor":"Invented Donor","title":"Breakfasts","currency":"XOF",)"
    R"("amount":60000000,"first_day":"2023-01-09","last_day":"2023-12-31","nationality":"MLI",)"
    R"("site":"00000000000000030000000000000004","services":["BREAKFAST","DINNER"],)"
    R"("persons_max":622})";
constexpr std::string_view bare_text =
    R"({"code":"TEST-2023-02","donor":"Invented Donor","title":"","currency":"EUR",)"
    R"("amount":1,"first_day":"2023-01-09","last_day":"2023-01-09"})";
constexpr std::string_view cost_text =
    R"({"site":"00000000000000030000000000000004","service":"BREAKFAST","currency":"XOF",)"
    R"("price":450,"first_day":"2023-01-09","last_day":"2023-12-31"})";

const AgreementSigned full{"TEST-2023-01",
                           "Invented Donor",
                           "Breakfasts",
                           Money::of_minor_units(60'000'000, Currency::XOF),
                           2023y / 1 / 9,
                           2023y / 12 / 31,
                           {"MLI", sites::SiteId{3, 4}, {"BREAKFAST", "DINNER"}, Persons{622}}};
const AgreementSigned bare{"TEST-2023-02", "Invented Donor", "",
                           Money::of_minor_units(1, Currency::EUR), 2023y / 1 / 9, 2023y / 1 / 9,
                           {}};
const UnitCostSet cost{{3, 4}, "BREAKFAST", Money::of_minor_units(450, Currency::XOF),
                       2023y / 1 / 9, 2023y / 12 / 31};

TEST(AgreementCodec, AFullAgreementIsFrozen) {
    expect_encodes_to(AgreementStream::encode(full), agreement_type, 1, full_text);
    EXPECT_EQ(AgreementStream::decode(agreement_type, 1, golden_object(full_text)),
              AgreementEvent{full});
}

TEST(AgreementCodec, AnEmptyEarmarkHasNoMembers) {
    expect_encodes_to(AgreementStream::encode(bare), agreement_type, 1, bare_text);
    EXPECT_EQ(AgreementStream::decode(agreement_type, 1, golden_object(bare_text)),
              AgreementEvent{bare});
}

TEST(AgreementCodec, AnUnknownVersionOrTypeIsNothing) {
    EXPECT_FALSE(AgreementStream::decode(agreement_type, 0, golden_object(full_text)));
    EXPECT_FALSE(AgreementStream::decode(agreement_type, 2, golden_object(full_text)));
    EXPECT_FALSE(AgreementStream::decode("agreement.ended", 1, golden_object(full_text)));
}

TEST(AgreementCodec, EveryMemberOfTheTermsIsRequired) {
    for (const std::string_view member :
         {"code", "donor", "title", "currency", "amount", "first_day", "last_day"})
        EXPECT_FALSE(AgreementStream::decode(agreement_type, 1, without(full_text, member)))
            << member;
    for (const std::string_view member : {"currency", "amount", "first_day", "last_day"})
        EXPECT_FALSE(AgreementStream::decode(agreement_type, 1, with(full_text, member, "x")))
            << member;
}

TEST(AgreementCodec, AnEarmarkThatCannotBeReadDoesNotMeanAny) {
    // Money for one site must never become money for all of them.
    EXPECT_FALSE(AgreementStream::decode(agreement_type, 1, with(full_text, "site", "x")));
    EXPECT_FALSE(AgreementStream::decode(agreement_type, 1, with(full_text, "persons_max", "622")));
    EXPECT_FALSE(AgreementStream::decode(agreement_type, 1, with(full_text, "nationality", 466)));
    EXPECT_FALSE(
        AgreementStream::decode(agreement_type, 1, with(full_text, "services", "BREAKFAST")));
}

TEST(UnitCostCodec, AUnitCostIsFrozen) {
    expect_encodes_to(UnitCostStream::encode(cost), cost_type, 1, cost_text);
    EXPECT_EQ(UnitCostStream::decode(cost_type, 1, golden_object(cost_text)), UnitCostEvent{cost});
}

TEST(UnitCostCodec, AnUnknownVersionOrTypeIsNothing) {
    EXPECT_FALSE(UnitCostStream::decode(cost_type, 0, golden_object(cost_text)));
    EXPECT_FALSE(UnitCostStream::decode(cost_type, 2, golden_object(cost_text)));
    EXPECT_FALSE(UnitCostStream::decode("unit_cost.ended", 1, golden_object(cost_text)));
}

TEST(UnitCostCodec, EveryMemberIsRequiredAndOfItsForm) {
    for (const std::string_view member :
         {"site", "service", "currency", "price", "first_day", "last_day"})
        EXPECT_FALSE(UnitCostStream::decode(cost_type, 1, without(cost_text, member))) << member;
    for (const std::string_view member : {"site", "currency", "price", "first_day", "last_day"})
        EXPECT_FALSE(UnitCostStream::decode(cost_type, 1, with(cost_text, member, "x"))) << member;
}

}  // namespace
}  // namespace jatigi::funding

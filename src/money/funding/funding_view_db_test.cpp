// Agreements and unit costs in their tables.
#include <gtest/gtest.h>

#include <array>

#include "money/funding/agreement_codec.h"
#include "money/funding/agreement_view.h"
#include "money/funding/unit_cost_codec.h"
#include "money/funding/unit_cost_view.h"
#include "testing/put_fact.h"

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;
using testing::put_fact;

const sites::SiteId assamaka{2, 1};
constexpr Day first_day = 2023y / 1 / 16, last_day = 2023y / 12 / 31;

log::Views funding_views() {
    static const std::array<const log::View*, 2> views{&agreement_view, &unit_cost_view};
    return views;
}

AgreementSigned terms(std::string code, Earmark earmark) {
    return {std::move(code),   "Invented ministry",
            "Invented title",  Money::of_minor_units(5'000'000, Currency::XOF),
            first_day,         last_day,
            std::move(earmark)};
}

class FundingView : public ::testing::TestWithParam<store::Dialect> {
protected:
    testing::TestNode node_{GetParam(), funding_views()};
};

TEST_P(FundingView, AnAgreementComesBackAsItWasSigned) {
    const AgreementSigned whole = terms("INV-1", {.nationality = "MLI",
                                                  .site = assamaka,
                                                  .services = {"BREAKFAST", "LUNCH"},
                                                  .persons_max = Persons{622}});
    const AgreementSigned bare = terms("INV-2", {});
    put_fact<AgreementStream>(node_, AgreementId{5, 1}, whole);
    put_fact<AgreementStream>(node_, AgreementId{5, 2}, bare);
    const auto all = list_agreements(node_.db()).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].terms, whole);
    EXPECT_EQ(all[1].terms, bare);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(FundingView, AnAgreementIsFoundByItsCodeAlone) {
    put_fact<AgreementStream>(node_, AgreementId{5, 1}, terms("INV-1", {}));
    put_fact<AgreementStream>(node_, AgreementId{5, 2}, terms("INV-2", {}));
    const auto found = find_agreement(node_.db(), "INV-2").value();
    EXPECT_EQ(found.terms.code, "INV-2");
    EXPECT_EQ(found.agreement, testing::local_of(node_, AgreementId{5, 2}));
    for (const char* other : {"INV-3", "inv-2", "", "INV-2 "})
        EXPECT_EQ(find_agreement(node_.db(), other).error().code, "agreement.not_found") << other;
}

TEST_P(FundingView, UnitCostsStandByTheirFirstDay) {
    const UnitCostSet later{assamaka, "LUNCH", Money::of_minor_units(500, Currency::XOF),
                            first_day + Days{30}, last_day};
    const UnitCostSet cents{assamaka, "KIT", Money::of_minor_units(1'299, Currency::EUR), first_day,
                            first_day};
    put_fact<UnitCostStream>(node_, UnitCostId{6, 1}, later);
    put_fact<UnitCostStream>(node_, UnitCostId{6, 2}, cents);
    EXPECT_EQ(list_unit_costs(node_.db()).value(), (std::vector{cents, later}));
    testing::expect_rebuilt_alike(node_);
}

INSTANTIATE_TEST_SUITE_P(Each, FundingView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::funding

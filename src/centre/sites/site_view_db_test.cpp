#include <gtest/gtest.h>

#include <array>

#include "centre/sites/site_codec.h"
#include "centre/sites/site_view.h"
#include "testing/put_fact.h"

namespace jatigi::sites {
namespace {

const SiteId assamaka{2, 1}, arlit{2, 2};

log::Views site_views() {
    static const std::array<const log::View*, 1> views{&site_view};
    return views;
}

class SiteView : public ::testing::TestWithParam<store::Dialect> {
protected:
    SiteView() {
        testing::put_fact<SiteStream>(node_, assamaka, SiteOpened{"ASM", "Assamaka", 60});
        testing::put_fact<SiteStream>(node_, arlit, SiteOpened{"ARL", "Arlit", 60});
    }
    testing::TestNode node_{GetParam(), site_views()};
};

TEST_P(SiteView, SitesStandInTheOrderOfTheirCodes) {
    const auto sites = list_sites(node_.db()).value();
    ASSERT_EQ(sites.size(), 2U);
    EXPECT_EQ(sites[0].code, "ARL");
    EXPECT_EQ(sites[1].code, "ASM");
    EXPECT_EQ(sites[1].id, assamaka);
    EXPECT_EQ(sites[1].name, "Assamaka");
    EXPECT_EQ(sites[1].utc_offset, std::chrono::minutes{60});
    testing::expect_rebuilt_alike(node_);
}

TEST_P(SiteView, ASiteIsFoundByCodeOrNameHoweverItIsWritten) {
    for (const char* written : {"ASM", "asm", "Assamaka", "ASSAMAKA", " assamaka "})
        EXPECT_EQ(find_site(node_.db(), written).value().id, assamaka) << written;
    const auto unknown = find_site(node_.db(), "Tamanrasset");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "site.unknown");
    EXPECT_NE(unknown.error().detail.find("ARL (Arlit)"), std::string::npos);
}

TEST_P(SiteView, ASiteIsFoundByItsLocalNumber) {
    const log::LocalId local = testing::local_of(node_, arlit);
    EXPECT_EQ(site_by_local(node_.db(), local).value().code, "ARL");
    EXPECT_EQ(site_by_local(node_.db(), 4'711).error().code, "site.unknown");
}

INSTANTIATE_TEST_SUITE_P(Each, SiteView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites

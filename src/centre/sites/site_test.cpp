#include "centre/sites/site.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::sites {
namespace {

using GivenSite = testing::Given<Site, SiteEvent>;
const SiteOpened assamaka{"ASM", "Assamaka", 60};

GivenSite given(const std::vector<SiteEvent>& history) { return GivenSite(history); }
OpenSite open_with_code(std::string code) { return {.site = {std::move(code), "Assamaka", 60}}; }

TEST(Site, OpeningGivesOneFact) {
    given({}).when(OpenSite{.site = assamaka}).records({assamaka});
}

TEST(Site, OpeningTwiceIsRefused) {
    given({assamaka}).when(OpenSite{.site = assamaka}).refuses("site.already_open");
}

TEST(Site, ACodeHasTwoToFourCapitals) {
    given({}).when(open_with_code("A")).refuses("site.code_invalid");
    given({}).when(open_with_code("AS")).records({SiteOpened{"AS", "Assamaka", 60}});
    given({}).when(open_with_code("ASMA")).records({SiteOpened{"ASMA", "Assamaka", 60}});
    given({}).when(open_with_code("ASMAK")).refuses("site.code_invalid");
    for (const std::string code : {"", "asm", "AS1", "A M", "@SM", "[SM"})
        given({}).when(open_with_code(code)).refuses("site.code_invalid");
}

TEST(Site, ASiteWithoutANameIsRefused) {
    given({}).when(OpenSite{.site = {"ASM", "", 60}}).refuses("site.name_missing");
}

TEST(Site, ATakenCodeIsRefused) {
    given({}).when(OpenSite{.site = assamaka, .code_taken = true}).refuses("site.code_taken");
}

}  // namespace
}  // namespace jatigi::sites

#include "people/linkage/name_spelling.h"

#include <gtest/gtest.h>

namespace jatigi::linkage {
namespace {

TEST(NameSpelling, SpellingsOfOneNameAreOne) {
    EXPECT_EQ(spelling_key("Coulibaly"), spelling_key("Kulibali"));
    EXPECT_EQ(spelling_key("Ousmane"), spelling_key("Usman"));
    EXPECT_EQ(spelling_key("N'Diaye"), spelling_key("Ndiaye"));
    EXPECT_NE(spelling_key("Moussa"), spelling_key("Issa"));
    EXPECT_GE(name_likeness(spelling_keys("Diallo"), spelling_keys("Jallow")), 0.7);
}

}  // namespace
}  // namespace jatigi::linkage

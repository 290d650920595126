#include "platform/vault/hidden.h"

#include <gtest/gtest.h>

#include <set>

#include "platform/base/random.h"

namespace jatigi::vault {
namespace {

NodeSecrets made() {
    return NodeSecrets::from({.site = random_bytes<8>(),
                              .sign_seed = Secret(random_bytes<32>()),
                              .box = Secret(random_bytes<32>()),
                              .mac = Secret(random_bytes<32>())});
}

TEST(Hidden, ATagIsOfItsMessageAndItsNode) {
    const NodeSecrets node = made(), other = made();
    EXPECT_EQ(tag_of(node, "author 1"), tag_of(node, "author 1"));
    EXPECT_NE(tag_of(node, "author 1"), tag_of(node, "author 2"));
    EXPECT_NE(tag_of(node, "author 1"), tag_of(other, "author 1"));
}

TEST(Hidden, NoTagAndNoHiddenNumberIsTakenForOneInClear) {
    const NodeSecrets node = made();
    EXPECT_TRUE(is_hidden(tag_of(node, "author 1")));
    EXPECT_TRUE(is_hidden(hide_number(node, "rows", 0)));
    EXPECT_FALSE(is_hidden(std::int64_t{1} << 60));
    EXPECT_FALSE(is_hidden(std::int64_t{0}));
}

TEST(Hidden, ANumberComesBackInItsPlaceAndIsNeverTheSameTwice) {
    const NodeSecrets node = made();
    std::set<std::int64_t> seen;
    for (const std::int64_t number : {0, 1, 622, 5'000, (1 << 20) - 1})
        for (int i = 0; i < 20; ++i) {
            const std::int64_t hidden = hide_number(node, "rows of a", number);
            EXPECT_EQ(shown_number(node, "rows of a", hidden), number);
            EXPECT_TRUE(seen.insert(hidden).second);
        }
    EXPECT_EQ(shown_number(node, "rows of a", 622), 622);  // Of before, in clear.
}

TEST(Hidden, TextsOfOneStepHaveOneLength) {
    const NodeSecrets node = made();
    const std::size_t shortest = hide_text(node, "receipt", "", 64).size();
    EXPECT_EQ(hide_text(node, "receipt", std::string(63, 'a'), 64).size(), shortest);
    EXPECT_GT(hide_text(node, "receipt", std::string(64, 'a'), 64).size(), shortest);
}

TEST(Hidden, ATextComesBackInItsPlaceAlone) {
    const NodeSecrets node = made(), other = made();
    for (const std::string& text :
         {std::string(), std::string("site=ASM"), std::string(200, 'x')}) {
        std::string hidden = hide_text(node, "receipt 1", text, 64);
        EXPECT_EQ(shown_text(node, "receipt 1", hidden).value(), text);
        EXPECT_FALSE(shown_text(node, "receipt 2", hidden));
        EXPECT_FALSE(shown_text(other, "receipt 1", hidden));
        hidden.back() = hidden.back() == '0' ? '1' : '0';
        EXPECT_FALSE(shown_text(node, "receipt 1", hidden));
    }
    EXPECT_EQ(shown_text(node, "receipt 1", "in clear").value(), "in clear");
    EXPECT_FALSE(shown_text(node, "receipt 1", "~"));
}

}  // namespace
}  // namespace jatigi::vault

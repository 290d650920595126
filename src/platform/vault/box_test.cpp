#include "platform/vault/box.h"

#include <gtest/gtest.h>

#include "platform/base/random.h"

namespace jatigi::vault {
namespace {

NodeSecrets fresh_secrets() {
    return NodeSecrets::from({random_bytes<8>(), Secret(random_bytes<32>()),
                              Secret(random_bytes<32>()), Secret(random_bytes<32>())});
}
const Bytes body{1, 2, 3};

TEST(BoxTest, ItsNodeOpensIt) {
    const NodeSecrets secrets = fresh_secrets();
    EXPECT_EQ(unseal_for_node(secrets, seal_to_node(secrets.box_public(), body)), body);
    EXPECT_EQ(unseal_for_node(secrets, seal_to_node(secrets.box_public(), {})), Bytes{});
}

TEST(BoxTest, AnotherNodeDoesNot) {
    EXPECT_EQ(unseal_for_node(fresh_secrets(), seal_to_node(fresh_secrets().box_public(), body))
                  .error()
                  .code,
              "vault.seal_broken");
}

TEST(BoxTest, AlteredOrCutItDoesNotOpen) {
    const NodeSecrets secrets = fresh_secrets();
    const Bytes sealed = seal_to_node(secrets.box_public(), body);
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_FALSE(unseal_for_node(secrets, ByteView(sealed).first(length))) << length;
    Bytes altered = sealed;
    altered.back() ^= 1U;
    EXPECT_FALSE(unseal_for_node(secrets, altered));
}

TEST(BoxTest, TheLengthTellsStepsOf32) {
    const NodeSecrets secrets = fresh_secrets();
    EXPECT_EQ(seal_to_node(secrets.box_public(), Bytes(1)).size(),
              seal_to_node(secrets.box_public(), Bytes(31)).size());
    EXPECT_LT(seal_to_node(secrets.box_public(), Bytes(31)).size(),
              seal_to_node(secrets.box_public(), Bytes(32)).size());
}

}  // namespace
}  // namespace jatigi::vault

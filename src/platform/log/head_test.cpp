#include "platform/log/head.h"

#include <gtest/gtest.h>

namespace jatigi::log {
namespace {

const std::string sign_hex(64, 'a');
const std::string box_hex(64, 'b');

FactBody node_opened() {
    FactBody body;
    body.type = "node.opened";
    body.data = {{"code", "assamaka"}, {"sign_public", sign_hex}, {"box_public", box_hex}};
    return body;
}

TEST(Head, TheSignedMessageIsFrozen) {
    Hash hash;
    for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(hex(head_message({1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, hash)),
              "6a61746967692d686561642d31" "0102030405060708" "00000001" "0000000000000002"
              "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
}

TEST(NodeOpened, TheKeysAreRead) {
    const auto opened = decode_node_opened(node_opened());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->code, "assamaka");
    EXPECT_EQ(hex(opened->sign_public), sign_hex);
    EXPECT_EQ(hex(opened->box_public), box_hex);
}

TEST(NodeOpened, AnotherTypeOrVersionIsNothing) {
    FactBody body = node_opened();
    body.version = 2;
    EXPECT_FALSE(decode_node_opened(body));
    body = node_opened();
    body.type = "node.closed";
    EXPECT_FALSE(decode_node_opened(body));
}

TEST(NodeOpened, EveryMemberIsRequiredAndKeysHave32Bytes) {
    for (const char* member : {"code", "sign_public", "box_public"}) {
        FactBody body = node_opened();
        body.data.erase(member);
        EXPECT_FALSE(decode_node_opened(body)) << member;
    }
    for (const char* member : {"sign_public", "box_public"}) {
        FactBody body = node_opened();
        body.data[member] = sign_hex.substr(2);
        EXPECT_FALSE(decode_node_opened(body)) << member;
    }
}

// An earlier version took a name as the terminal gave it. Without the keys of the first fact nothing
// else can be checked, so they are read all the same.
TEST(NodeOpened, TheKeysAreReadBesideANameInOtherBytes) {
    FactBody written = node_opened();
    written.data["code"] = "assamak\xE9";
    written.stream.kind = "node";
    written.command = {1, 2};
    const Bytes bytes = encode_body(written);
    ASSERT_FALSE(decode_body(bytes));
    const auto opened = read_node_opened(bytes);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->code, "assamak\uFFFD");
    EXPECT_EQ(hex(opened->sign_public), sign_hex);
    EXPECT_FALSE(read_node_opened(as_bytes("no body")));
}

}  // namespace
}  // namespace jatigi::log

#include "platform/access/web_authn.h"

#include <gtest/gtest.h>

#include "platform/access/authenticator_for_tests.h"

namespace jatigi::access {
namespace {

const std::string host = "centre.example";
const Bytes challenge(32, 7);

bool made(const Authenticator& device, std::string_view at = host) {
    const std::string client = device.client_data("create", challenge);
    return is_new_key({challenge, at}, {as_bytes(client), device.data(true)}, device.id());
}
bool showed(const Authenticator& device, std::string_view at = host) {
    const std::string client = device.client_data("get", challenge);
    return is_signed({challenge, at}, {as_bytes(client), device.data(false)}, device.public_key(),
                     device.signature(client));
}

TEST(Base64Url, IsAsBrowsersWriteIt) {
    EXPECT_EQ(base64url(Bytes{0xFB, 0xFF}), "-_8");
    EXPECT_EQ(from_base64url("-_8"), (Bytes{0xFB, 0xFF}));
    EXPECT_EQ(base64url({}), "");
    EXPECT_EQ(from_base64url(""), Bytes{});
    for (const std::string_view bad : {"-_8=", "+/8", "a", "a b", "aa\n"})
        EXPECT_FALSE(from_base64url(bad)) << bad;
}

TEST(WebAuthn, AKeyOfEitherKindIsMadeAndSigns) {
    for (const auto kind : {Authenticator::Kind::p256, Authenticator::Kind::rsa_2048}) {
        const Authenticator device(host, kind);
        EXPECT_TRUE(is_public_key(device.public_key()));
        EXPECT_TRUE(made(device));
        EXPECT_TRUE(showed(device));
    }
}

TEST(WebAuthn, WeakAndOtherKeysAreNone) {
    EXPECT_FALSE(is_public_key(Authenticator(host, Authenticator::Kind::rsa_1024).public_key()));
    EXPECT_FALSE(is_public_key(Authenticator(host, Authenticator::Kind::p384).public_key()));
    EXPECT_FALSE(is_public_key({}));
    Bytes longer = Authenticator(host).public_key();
    longer.push_back(0);
    EXPECT_FALSE(is_public_key(longer));
}

TEST(WebAuthn, AnotherHostIsRefused) {
    const Authenticator device(host);
    EXPECT_FALSE(made(device, "other.example"));
    EXPECT_FALSE(showed(device, "other.example"));
}

TEST(WebAuthn, TheOriginIsThatOfTheHost) {
    Authenticator device(host);
    device.set_origin("https://centre.example:8443");
    EXPECT_TRUE(made(device));
    for (const std::string_view origin :
         {"http://centre.example", "https://centre.example.evil.example", "https://evil.example",
          "https://centre.example:", "https://centre.example:8x",
          "https://centre.example@evil.example", ""}) {
        device.set_origin(std::string(origin));
        EXPECT_FALSE(made(device)) << origin;
        EXPECT_FALSE(showed(device)) << origin;
    }
    Authenticator here("localhost");
    here.set_origin("http://localhost:8080");
    EXPECT_TRUE(made(here, "localhost"));
}

TEST(WebAuthn, WhatIsOfAnotherChallengeOrPurposeIsRefused) {
    const Authenticator device(host);
    const std::string get = device.client_data("get", challenge);
    EXPECT_FALSE(is_new_key({challenge, host}, {as_bytes(get), device.data(true)}, device.id()));
    const std::string create = device.client_data("create", challenge);
    EXPECT_FALSE(is_signed({challenge, host}, {as_bytes(create), device.data(false)},
                           device.public_key(), device.signature(create)));
    const std::string older = device.client_data("get", Bytes(32, 8));
    EXPECT_FALSE(is_signed({challenge, host}, {as_bytes(older), device.data(false)},
                           device.public_key(), device.signature(older)));
}

TEST(WebAuthn, SomebodyTouchedItOnThePageItself) {
    Authenticator device(host);
    device.touched = false;
    EXPECT_FALSE(made(device));
    EXPECT_FALSE(showed(device));
    device.touched = true;
    device.framed = true;
    EXPECT_FALSE(made(device));
    EXPECT_FALSE(showed(device));
}

TEST(WebAuthn, TheIdIsTheOneThatWasMade) {
    const Authenticator device(host);
    const std::string client = device.client_data("create", challenge);
    Bytes other = device.id();
    other[0] ^= 1U;
    EXPECT_FALSE(is_new_key({challenge, host}, {as_bytes(client), device.data(true)}, other));
    other = device.id();
    other.pop_back();
    EXPECT_FALSE(is_new_key({challenge, host}, {as_bytes(client), device.data(true)}, other));
}

TEST(WebAuthn, WhatIsCutOrChangedIsRefusedAndNothingElseHappens) {
    const Authenticator device(host);
    const std::string client = device.client_data("create", challenge);
    const Bytes whole = device.data(true);
    for (std::size_t length = 0; length < 55 + device.id().size(); ++length)
        EXPECT_FALSE(is_new_key({challenge, host},
                                {as_bytes(client), ByteView(whole).first(length)}, device.id()))
            << length;
    const std::string get = device.client_data("get", challenge);
    const Bytes signature = device.signature(get);
    for (std::size_t at = 0; at < signature.size(); ++at) {
        Bytes wrong = signature;
        wrong[at] ^= 1U;
        EXPECT_FALSE(is_signed({challenge, host}, {as_bytes(get), device.data(false)},
                               device.public_key(), wrong))
            << at;
    }
    EXPECT_FALSE(is_signed({challenge, host}, {as_bytes(get), device.data(false)},
                           Authenticator(host).public_key(), signature));
    EXPECT_FALSE(is_signed({challenge, host}, {as_bytes("not json"), device.data(false)},
                           device.public_key(), device.signature("not json")));
}

TEST(KeyHost, IsANameAndNoAddress) {
    for (const std::string_view good : {"localhost", "centre.example", "poste-1.local"})
        EXPECT_TRUE(is_key_host(good)) << good;
    for (const std::string_view bad : {"", "192.168.1.7", "[::1]", "Centre.example", "a b", "a/b"})
        EXPECT_FALSE(is_key_host(bad)) << bad;
    EXPECT_FALSE(is_key_host(std::string(254, 'a')));
}

}  // namespace
}  // namespace jatigi::access

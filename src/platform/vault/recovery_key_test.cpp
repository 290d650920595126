#include "platform/vault/recovery_key.h"

#include <gtest/gtest.h>

namespace jatigi::vault {
namespace {

constexpr Day made{std::chrono::year{2023} / 1 / 16};

class Recovery : public ::testing::Test {
protected:
    Recovery() : key_(*make_recovery_key("assamaka", made)) {}

    ShareFile share(std::size_t number) const { return changed(number, "", ""); }
    ShareFile changed(std::size_t number, const std::string& from, const std::string& to) const {
        std::string text(key_.shares[number - 1].text());
        if (!from.empty()) text.replace(text.find(from), from.size(), to);
        return {"share-" + std::to_string(number), SecretBytes::of(std::move(text))};
    }
    Result<RecoveryKey> combine(std::initializer_list<std::size_t> numbers) const {
        std::vector<ShareFile> files;
        for (const std::size_t number : numbers) files.push_back(share(number));
        return combine_shares(files, key_.pub.id);
    }
    // Two good shares and one that is not.
    Error refusal_with(ShareFile third) const {
        std::vector<ShareFile> files;
        files.push_back(share(1));
        files.push_back(share(2));
        files.push_back(std::move(third));
        const auto combined = combine_shares(files, key_.pub.id);
        EXPECT_FALSE(combined);
        return combined ? Error{} : combined.error();
    }
    std::string value(std::size_t number, const std::string& name) const {
        const std::string text(key_.shares[number - 1].text());
        const std::size_t at = text.find("\n" + name + " ") + name.size() + 2;
        return text.substr(at, text.find('\n', at) - at);
    }

    NewRecoveryKey key_;
};

TEST_F(Recovery, AnyThreeOfFiveSharesMakeTheKey) {
    int combinations = 0;
    for (std::size_t a = 1; a <= 5; ++a)
        for (std::size_t b = a + 1; b <= 5; ++b)
            for (std::size_t c = b + 1; c <= 5; ++c) {
                const auto key = combine({c, a, b});
                ASSERT_TRUE(key) << a << b << c << key.error().code;
                ByteArray<32> pub{};
                crypto_scalarmult_base(pub.data(), key->secret.data());
                EXPECT_EQ(pub, key_.pub.key);
                ++combinations;
            }
    EXPECT_EQ(combinations, 10);
}

TEST_F(Recovery, FourOrFiveSharesAreAsGoodAsThree) {
    EXPECT_TRUE(combine({1, 2, 3, 4}));
    EXPECT_TRUE(combine({5, 4, 3, 2, 1}));
}

TEST_F(Recovery, TwoSharesAreTooFewAndThreeTimesTheSameIsOne) {
    ASSERT_FALSE(combine({1, 2}));
    EXPECT_EQ(combine({1, 2}).error().code, "vault.shares_too_few");
    EXPECT_EQ(combine({}).error().code, "vault.shares_too_few");
    EXPECT_EQ(combine({4, 4, 4}).error().code, "vault.shares_too_few");
}

TEST_F(Recovery, ADamagedShareIsNamedByItsNumber) {
    const std::string digits = value(4, "share");
    std::string wrong = digits;
    wrong[10] = wrong[10] == '0' ? '1' : '0';
    const Error error = refusal_with(changed(4, digits, wrong));
    EXPECT_EQ(error.code, "vault.share_damaged");
    EXPECT_EQ(error.params, R"({"number":4,"file":"share-4"})");
}

TEST_F(Recovery, EveryLineOfAShareIsCovered) {
    for (const std::string name :
         {"set", "node", "made", "public", "commitments", "share", "check"}) {
        const std::string before = value(3, name);
        std::string after = before;
        after.back() = after.back() == '0' ? '1' : '0';
        EXPECT_EQ(refusal_with(changed(3, name + " " + before, name + " " + after)).code,
                  "vault.share_damaged")
            << name;
    }
}

TEST_F(Recovery, AShareOfAnotherKeyIsForeignAndNamedByItsNumber) {
    const auto other = make_recovery_key("assamaka", made);
    ASSERT_TRUE(other);
    const Error error =
        refusal_with({"else", SecretBytes::of(std::string(other->shares[4].text()))});
    EXPECT_EQ(error.code, "vault.share_foreign");
    EXPECT_EQ(error.params, R"({"number":5,"file":"else"})");
}

TEST_F(Recovery, AFileThatIsNoShareIsDamaged) {
    EXPECT_EQ(refusal_with({"list.csv", SecretBytes::of("Nom;Prénom\n")}).code,
              "vault.share_damaged");
    EXPECT_EQ(refusal_with({"empty", SecretBytes{}}).code, "vault.share_damaged");
}

TEST_F(Recovery, LineEndsOfAnotherSystemDoNoHarm) {
    std::string text(key_.shares[2].text());
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
        text.insert(at, "\r");
    std::vector<ShareFile> files;
    files.push_back(share(1));
    files.push_back(share(2));
    files.push_back({"typed", SecretBytes::of(std::move(text))});
    EXPECT_TRUE(combine_shares(files, key_.pub.id));
}

TEST_F(Recovery, NoShareHoldsTheKeyAndAllDiffer) {
    const auto key = combine({1, 3, 5});
    ASSERT_TRUE(key);
    for (std::size_t number = 1; number <= 5; ++number) {
        EXPECT_EQ(key_.shares[number - 1].text().find(hex(key->secret.view())),
                  std::string_view::npos);
        for (std::size_t other = number + 1; other <= 5; ++other)
            EXPECT_NE(value(number, "share"), value(other, "share"));
    }
}

TEST_F(Recovery, AShareSaysWhatItIsInTwoLanguages) {
    const std::string_view text = key_.shares[1].text();
    EXPECT_NE(text.find("PART DE LA CLÉ DE SECOURS, 2 sur 5 (assamaka, 2023-01-16)"),
              std::string_view::npos);
    EXPECT_NE(text.find("SHARE OF THE RECOVERY KEY, 2 of 5 (assamaka, 2023-01-16)"),
              std::string_view::npos);
}

}  // namespace
}  // namespace jatigi::vault

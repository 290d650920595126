#include "platform/vault/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/base/hash.h"
#include "testing/temporary_folder.h"

namespace jatigi::vault {
namespace {

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

template <class T>
std::string_view refusal(const Result<T>& result) {
    return result ? std::string_view{} : result.error().code;
}

// Spelled again here, so that a change of the program's own is noticed.
std::string check_of(std::string_view lines) {
    return hex(keyed_digest<16>(as_bytes("jatigi key file check, version 1"), as_bytes(lines)))
        .substr(0, 16);
}

PassphraseSource typed(std::string text) {
    return
        [text](PassphraseUse) -> Result<SecretBytes> { return SecretBytes::of(std::string(text)); };
}

SecretBytes passphrase(std::string text) {
    return SecretBytes::of(std::move(text));
}

class KeyFileTest : public ::testing::Test {
protected:
    KeyFileTest() { std::filesystem::create_directories(data_); }
    Result<Kek> create() const { return create_key_file(path_, data_); }
    Result<Kek> read() const { return read_at(path_, data_); }
    static Result<Kek> read_at(const std::string& path, const std::string& data) {
        TRY_ASSIGN(const KeyFile file, KeyFile::open(path, data, {}));
        return file.keks().current.copy();
    }
    void write(const std::string& text) const {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
        ::chmod(path_.c_str(), 0600);
    }
    std::string_view refusal_of_both(const std::string& path) const {
        const auto created = create_key_file(path, data_);
        EXPECT_EQ(refusal(created), refusal(read_at(path, data_))) << path;
        return refusal(created);
    }

    testing::TemporaryFolder folder_;
    std::string data_ = folder_ / "data";
    std::string path_ = folder_ / "node.keys";
};

TEST_F(KeyFileTest, WhatWasCreatedIsRead) {
    const auto created = create();
    ASSERT_TRUE(created);
    const auto kek = read();
    ASSERT_TRUE(kek);
    EXPECT_EQ(kek->generation, 1);
    EXPECT_EQ(hex(kek->key.view()), hex(created->key.view()));
}

TEST_F(KeyFileTest, TwoFilesHoldTwoKeys) {
    const auto one = create();
    const auto other = create_key_file(folder_ / "other.keys", data_);
    ASSERT_TRUE(one && other);
    EXPECT_NE(hex(one->key.view()), hex(other->key.view()));
}

TEST_F(KeyFileTest, OnlyItsOwnerMayReadIt) {
    ASSERT_TRUE(create());
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(KeyFileTest, TheFormIsAsDescribed) {
    const auto kek = create();
    ASSERT_TRUE(kek);
    const std::string text = content(path_);
    const std::string lines =
        "jatigi-keys 2\ngenerations 1\npassphrase none\nkeys " + hex(kek->key.view()) + "\n";
    EXPECT_TRUE(text.starts_with(lines + "check "));
    EXPECT_EQ(text.size(), lines.size() + std::string_view("check \n").size() + 16);
}

// Frozen: what the first version of the program wrote.
TEST_F(KeyFileTest, VersionOneIsStillRead) {
    const std::string key(64, 'a');
    const std::string lines = "jatigi-keys 1\ngeneration 7\nkek " + key + "\n";
    write(lines + "check " + check_of(lines) + "\n");
    const auto kek = read();
    ASSERT_TRUE(kek) << kek.error().code;
    EXPECT_EQ(kek->generation, 7);
    EXPECT_EQ(hex(kek->key.view()), key);
}

TEST_F(KeyFileTest, AnExistingFileIsNeverOverwritten) {
    ASSERT_TRUE(create());
    const std::string before = content(path_);
    EXPECT_EQ(refusal(create()), "vault.key_file_exists");
    EXPECT_EQ(content(path_), before);
}

TEST_F(KeyFileTest, AMissingFolderIsMade) {
    EXPECT_TRUE(create_key_file(folder_ / "state/jatigi/node.keys", data_));
}

TEST_F(KeyFileTest, AMissingFileIsSaidToBeMissing) {
    EXPECT_EQ(refusal(read()), "vault.key_file_missing");
}

TEST_F(KeyFileTest, APathThatCannotBeWrittenIsRefused) {
    write("not a folder");
    EXPECT_EQ(refusal(create_key_file(path_ + "/node.keys", data_)), "vault.key_file_unwritable");
}

TEST_F(KeyFileTest, InsideTheDataDirectoryIsRefused) {
    EXPECT_EQ(refusal_of_both(data_ + "/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_ + "/deep/er/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_ + "/../data/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_), "vault.keys_inside_data");
}

TEST_F(KeyFileTest, BesideTheDataDirectoryIsAllowedEvenWithALikeName) {
    EXPECT_TRUE(create_key_file(data_ + ".keys", data_));
    EXPECT_TRUE(create_key_file(folder_ / "data-of-keys/node.keys", data_));
    EXPECT_TRUE(create_key_file(folder_ / "..keys", data_));
}

TEST_F(KeyFileTest, NoLinkLeadsBackIntoTheData) {
    std::filesystem::create_directory_symlink(data_, folder_ / "link");
    EXPECT_EQ(refusal_of_both(folder_ / "link/node.keys"), "vault.keys_inside_data");
}

TEST_F(KeyFileTest, ALinkToAFileInTheDataIsRefused) {
    std::ofstream(data_ + "/node.keys") << "x";
    std::filesystem::create_symlink(data_ + "/node.keys", path_);
    EXPECT_EQ(refusal(create()), "vault.keys_inside_data");
    EXPECT_EQ(refusal(read()), "vault.keys_inside_data");
}

TEST_F(KeyFileTest, ALinkToAFileThatIsNotThereYetPutsNoKeyIntoTheData) {
    std::filesystem::create_symlink(data_ + "/node.keys", path_);
    EXPECT_FALSE(create());
    EXPECT_FALSE(std::filesystem::exists(data_ + "/node.keys"));
}

TEST_F(KeyFileTest, DataThatAreReachedThroughALinkAreProtectedToo) {
    std::filesystem::create_directory_symlink(data_, folder_ / "link");
    EXPECT_EQ(refusal(create_key_file(data_ + "/node.keys", folder_ / "link")),
              "vault.keys_inside_data");
}

TEST_F(KeyFileTest, WithoutADataDirectoryAnyPlaceIsAllowed) {
    EXPECT_TRUE(create_key_file(path_, ""));
    EXPECT_TRUE(read_at(path_, ""));
}

TEST_F(KeyFileTest, AFolderInWhichOthersMayPutAnotherFileIsRefused) {
    const std::filesystem::path folder = folder_ / "state";
    const std::string path = folder / "node.keys";
    ASSERT_TRUE(create_key_file(path, data_));
    for (const mode_t mode : {0770, 0720, 0702, 0777}) {
        ASSERT_EQ(::chmod(folder.c_str(), mode), 0);
        EXPECT_EQ(refusal(read_at(path, data_)), "vault.key_file_exposed") << std::oct << mode;
    }
    for (const mode_t mode : {0700, 0755, 01777}) {
        ASSERT_EQ(::chmod(folder.c_str(), mode), 0);
        EXPECT_EQ(refusal(read_at(path, data_)), "") << std::oct << mode;
    }
}

TEST_F(KeyFileTest, AFileMadeWithAPassphraseNeverHoldsItsKeyInClear) {
    const auto passphrase = SecretBytes::of("cinq mots au hasard");
    const auto made = KeyFile::create(path_, data_, 1, &passphrase);
    ASSERT_TRUE(made);
    EXPECT_EQ(content(path_).find(hex(made->keks().current.key.view())), std::string::npos);
    EXPECT_EQ(refusal(read()), "vault.passphrase_needed");
    const auto opened = KeyFile::open(path_, data_, [](PassphraseUse) -> Result<SecretBytes> {
        return SecretBytes::of("cinq mots au hasard");
    });
    ASSERT_TRUE(opened);
    EXPECT_EQ(hex(opened->keks().current.key.view()), hex(made->keks().current.key.view()));
}

TEST_F(KeyFileTest, AWeakPassphraseLeavesNoFile) {
    const auto passphrase = SecretBytes::of("court");
    EXPECT_EQ(refusal(KeyFile::create(path_, data_, 1, &passphrase)), "vault.passphrase_weak");
    EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(KeyFileTest, AFileThatOthersMayReadIsRefused) {
    ASSERT_TRUE(create());
    for (const mode_t mode : {0640, 0620, 0610, 0604, 0602, 0601, 0644, 0666}) {
        ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
        EXPECT_EQ(refusal(read()), "vault.key_file_exposed") << std::oct << mode;
    }
    for (const mode_t mode : {0600, 0400, 0700}) {
        ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
        EXPECT_TRUE(read()) << std::oct << mode;
    }
}

TEST_F(KeyFileTest, ATornFileIsNoticedAtEveryLength) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        write(whole.substr(0, length));
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << length;
    }
    write(whole.substr(0, whole.size() - 1));  // Only the last line's end is gone.
    EXPECT_TRUE(read());
}

TEST_F(KeyFileTest, EveryChangedCharacterOfTheKeyIsNoticed) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    const std::size_t start = whole.find("\nkeys ") + 6;
    for (std::size_t at = start; at < start + 64; ++at) {
        std::string wrong = whole;
        wrong[at] = wrong[at] == '0' ? '1' : '0';
        write(wrong);
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << at;
    }
}

TEST_F(KeyFileTest, AnotherGenerationOrVersionIsNoticed) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"generations 1", "generations 2"},
          {"jatigi-keys 2", "jatigi-keys 3"},
          {"jatigi-keys", "jatigi-locks"}}) {
        std::string wrong = whole;
        wrong.replace(wrong.find(from), from.size(), to);
        write(wrong);
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << to;
    }
}

TEST_F(KeyFileTest, ARotationAddsAKekAndThenDropsTheOlder) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file);
    const std::string first = hex(file->keks().current.key.view());
    ASSERT_TRUE(file->begin_rotation());
    const auto both = KeyFile::open(path_, data_, {});
    ASSERT_TRUE(both) << both.error().code;
    EXPECT_EQ(both->keks().current.generation, 2);
    ASSERT_TRUE(both->keks().older);
    EXPECT_EQ(hex(both->keks().older->key.view()), first);
    const std::string second = hex(both->keks().current.key.view());
    EXPECT_NE(second, first);
    ASSERT_TRUE(file->end_rotation());
    const auto one = KeyFile::open(path_, data_, {});
    ASSERT_TRUE(one);
    EXPECT_FALSE(one->keks().older);
    EXPECT_EQ(hex(one->keks().current.key.view()), second);
    EXPECT_EQ(content(path_).find(first), std::string::npos);
}

TEST_F(KeyFileTest, ASecondBeginOfARotationMakesNoThirdKek) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file && file->begin_rotation());
    const std::string before = content(path_);
    auto again = KeyFile::open(path_, data_, {});
    ASSERT_TRUE(again && again->begin_rotation());
    EXPECT_EQ(content(path_), before);
}

// The bytes of the file that lost its name, seen through a second name of it.
TEST_F(KeyFileTest, TheOldBytesAreOverwritten) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file);
    const std::string key = hex(file->keks().current.key.view());
    const std::string second_name = folder_ / "second-name";
    std::filesystem::create_hard_link(path_, second_name);
    ASSERT_NE(content(second_name).find(key), std::string::npos);
    ASSERT_TRUE(file->begin_rotation());
    EXPECT_EQ(content(second_name).find(key), std::string::npos);
}

TEST_F(KeyFileTest, WhatAPowerCutLeftBesideItIsNeverKept) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file);
    std::ofstream(path_ + ".new") << "half a file";
    ASSERT_TRUE(file->begin_rotation());
    EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
    EXPECT_TRUE(KeyFile::open(path_, data_, {}));
}

TEST_F(KeyFileTest, APassphraseHidesTheKekAndOpensIt) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file);
    const std::string key = hex(file->keks().current.key.view());
    ASSERT_TRUE(file->set_passphrase(passphrase("cinq mots au hasard")));
    EXPECT_EQ(content(path_).find(key), std::string::npos);
    const auto opened = KeyFile::open(path_, data_, typed("cinq mots au hasard"));
    ASSERT_TRUE(opened) << opened.error().code;
    EXPECT_EQ(hex(opened->keks().current.key.view()), key);
    EXPECT_EQ(refusal(KeyFile::open(path_, data_, typed("cinq mots au hasart"))),
              "vault.passphrase_wrong");
    EXPECT_EQ(refusal(KeyFile::open(path_, data_, {})), "vault.passphrase_needed");
}

TEST_F(KeyFileTest, ARotationKeepsThePassphrase) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file && file->set_passphrase(passphrase("cinq mots au hasard")));
    auto opened = KeyFile::open(path_, data_, typed("cinq mots au hasard"));
    ASSERT_TRUE(opened && opened->begin_rotation());
    const auto both = KeyFile::open(path_, data_, typed("cinq mots au hasard"));
    ASSERT_TRUE(both) << both.error().code;
    EXPECT_TRUE(both->keks().older);
    EXPECT_EQ(refusal(KeyFile::open(path_, data_, typed("autre chose"))), "vault.passphrase_wrong");
}

TEST_F(KeyFileTest, APassphraseCanBeTakenAway) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file && file->set_passphrase(passphrase("cinq mots au hasard")));
    ASSERT_TRUE(file->remove_passphrase());
    EXPECT_TRUE(KeyFile::open(path_, data_, {}));
}

TEST_F(KeyFileTest, APassphraseOfElevenCharactersIsTooShortAndTwelveAreNot) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file);
    EXPECT_EQ(refusal(file->set_passphrase(passphrase("éééééééééé1"))), "vault.passphrase_weak");
    EXPECT_TRUE(file->set_passphrase(passphrase("éééééééééé12")));
}

// Somebody who can write the file makes the check anew; the seal notices it all the same.
TEST_F(KeyFileTest, TheHeaderOfAProtectedFileCannotBeChanged) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file && file->set_passphrase(passphrase("cinq mots au hasard")));
    const std::string whole = content(path_);
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"generations 1", "generations 3"},
          {"argon2id 3 ", "argon2id 2 "}}) {
        std::string wrong = whole.substr(0, whole.rfind("check "));
        wrong.replace(wrong.find(from), from.size(), to);
        write(wrong + "check " + check_of(wrong) + "\n");
        EXPECT_EQ(refusal(KeyFile::open(path_, data_, typed("cinq mots au hasard"))),
                  "vault.passphrase_wrong")
            << to;
    }
}

TEST_F(KeyFileTest, ParametersThatWouldTakeAllMemoryAreRefusedWithoutTrying) {
    auto file = KeyFile::create(path_, data_);
    ASSERT_TRUE(file && file->set_passphrase(passphrase("cinq mots au hasard")));
    std::string wrong = content(path_).substr(0, content(path_).rfind("check "));
    wrong.replace(wrong.find("67108864"), 8, "99999999999");
    write(wrong + "check " + check_of(wrong) + "\n");
    EXPECT_EQ(refusal(KeyFile::open(path_, data_, typed("cinq mots au hasard"))),
              "vault.key_file_damaged");
}

}  // namespace
}  // namespace jatigi::vault

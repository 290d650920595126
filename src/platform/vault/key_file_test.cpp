#include "platform/vault/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "testing/temporary_folder.h"

namespace jatigi::vault {
namespace {

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string_view refusal(const Result<Kek>& kek) {
    return kek ? std::string_view{} : kek.error().code;
}

class KeyFile : public ::testing::Test {
protected:
    KeyFile() { std::filesystem::create_directories(data_); }
    Result<Kek> create() const { return create_key_file(path_, data_); }
    Result<Kek> read() const { return read_key_file(path_, data_); }
    void write(const std::string& text) const {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
        ::chmod(path_.c_str(), 0600);
    }
    std::string_view refusal_of_both(const std::string& path) const {
        const auto created = create_key_file(path, data_);
        EXPECT_EQ(refusal(created), refusal(read_key_file(path, data_))) << path;
        return refusal(created);
    }

    testing::TemporaryFolder folder_;
    std::string data_ = folder_ / "data";
    std::string path_ = folder_ / "node.keys";
};

TEST_F(KeyFile, WhatWasCreatedIsRead) {
    const auto created = create();
    ASSERT_TRUE(created);
    const auto kek = read();
    ASSERT_TRUE(kek);
    EXPECT_EQ(kek->generation, 1);
    EXPECT_EQ(hex(kek->key.view()), hex(created->key.view()));
}

TEST_F(KeyFile, TwoFilesHoldTwoKeys) {
    const auto one = create();
    const auto other = create_key_file(folder_ / "other.keys", data_);
    ASSERT_TRUE(one && other);
    EXPECT_NE(hex(one->key.view()), hex(other->key.view()));
}

TEST_F(KeyFile, OnlyItsOwnerMayReadIt) {
    ASSERT_TRUE(create());
    struct stat status {};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(KeyFile, TheFormIsAsDescribed) {
    const auto kek = create();
    ASSERT_TRUE(kek);
    const std::string text = content(path_);
    const std::string lines = "jatigi-keys 1\ngeneration 1\nkek " + hex(kek->key.view()) + "\n";
    EXPECT_TRUE(text.starts_with(lines + "check "));
    EXPECT_EQ(text.size(), lines.size() + std::string_view("check \n").size() + 16);
}

TEST_F(KeyFile, AnExistingFileIsNeverOverwritten) {
    ASSERT_TRUE(create());
    const std::string before = content(path_);
    EXPECT_EQ(refusal(create()), "vault.key_file_exists");
    EXPECT_EQ(content(path_), before);
}

TEST_F(KeyFile, AMissingFolderIsMade) {
    EXPECT_TRUE(create_key_file(folder_ / "state/jatigi/node.keys", data_));
}

TEST_F(KeyFile, AMissingFileIsSaidToBeMissing) {
    EXPECT_EQ(refusal(read()), "vault.key_file_missing");
}

TEST_F(KeyFile, APathThatCannotBeWrittenIsRefused) {
    write("not a folder");
    EXPECT_EQ(refusal(create_key_file(path_ + "/node.keys", data_)), "vault.key_file_unwritable");
}

TEST_F(KeyFile, InsideTheDataDirectoryIsRefused) {
    EXPECT_EQ(refusal_of_both(data_ + "/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_ + "/deep/er/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_ + "/../data/node.keys"), "vault.keys_inside_data");
    EXPECT_EQ(refusal_of_both(data_), "vault.keys_inside_data");
}

TEST_F(KeyFile, BesideTheDataDirectoryIsAllowedEvenWithALikeName) {
    EXPECT_TRUE(create_key_file(data_ + ".keys", data_));
    EXPECT_TRUE(create_key_file(folder_ / "data-of-keys/node.keys", data_));
    EXPECT_TRUE(create_key_file(folder_ / "..keys", data_));
}

TEST_F(KeyFile, NoLinkLeadsBackIntoTheData) {
    std::filesystem::create_directory_symlink(data_, folder_ / "link");
    EXPECT_EQ(refusal_of_both(folder_ / "link/node.keys"), "vault.keys_inside_data");
}

TEST_F(KeyFile, ALinkToAFileInTheDataIsRefused) {
    std::ofstream(data_ + "/node.keys") << "x";
    std::filesystem::create_symlink(data_ + "/node.keys", path_);
    EXPECT_EQ(refusal(create()), "vault.keys_inside_data");
    EXPECT_EQ(refusal(read()), "vault.keys_inside_data");
}

TEST_F(KeyFile, ALinkToAFileThatIsNotThereYetPutsNoKeyIntoTheData) {
    std::filesystem::create_symlink(data_ + "/node.keys", path_);
    EXPECT_FALSE(create());
    EXPECT_FALSE(std::filesystem::exists(data_ + "/node.keys"));
}

TEST_F(KeyFile, DataThatAreReachedThroughALinkAreProtectedToo) {
    std::filesystem::create_directory_symlink(data_, folder_ / "link");
    EXPECT_EQ(refusal(create_key_file(data_ + "/node.keys", folder_ / "link")),
              "vault.keys_inside_data");
}

TEST_F(KeyFile, WithoutADataDirectoryAnyPlaceIsAllowed) {
    EXPECT_TRUE(create_key_file(path_, ""));
    EXPECT_TRUE(read_key_file(path_, ""));
}

TEST_F(KeyFile, AFileThatOthersMayReadIsRefused) {
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

TEST_F(KeyFile, ATornFileIsNoticedAtEveryLength) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        write(whole.substr(0, length));
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << length;
    }
    write(whole.substr(0, whole.size() - 1));  // Only the last line's end is gone.
    EXPECT_TRUE(read());
}

TEST_F(KeyFile, EveryChangedCharacterOfTheKeyIsNoticed) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    const std::size_t start = whole.find("kek ") + 4;
    for (std::size_t at = start; at < start + 64; ++at) {
        std::string wrong = whole;
        wrong[at] = wrong[at] == '0' ? '1' : '0';
        write(wrong);
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << at;
    }
}

TEST_F(KeyFile, AnotherGenerationOrVersionIsNoticed) {
    ASSERT_TRUE(create());
    const std::string whole = content(path_);
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"generation 1",
                                                                       "generation 2"},
                                   {"jatigi-keys 1", "jatigi-keys 2"},
                                   {"jatigi-keys", "jatigi-locks"}}) {
        std::string wrong = whole;
        wrong.replace(wrong.find(from), from.size(), to);
        write(wrong);
        EXPECT_EQ(refusal(read()), "vault.key_file_damaged") << to;
    }
}

}  // namespace
}  // namespace jatigi::vault

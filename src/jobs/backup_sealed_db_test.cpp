// FILE is sealed: what opens it, what does not, and what is left of it in clear.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "jobs/backup_for_tests.h"

namespace jatigi::jobs {
namespace {

class SealedBackups : public Backups {
protected:
    void write(const std::string& name, std::string_view bytes) {
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << bytes;
    }
    // Opened with three shares, then with the key file. A node that was made goes again.
    std::pair<std::string, std::string> refusals(const std::string& file) {
        const auto told = [&](const Result<RestoreReport>& restored) {
            if (restored) {
                std::filesystem::remove_all(new_place("a").data);
                std::filesystem::remove(new_place("a").keys);
            }
            return refusal(restored);
        };
        const std::string by_shares = told(restore_with("a", file, "one.keys", three()));
        return {by_shares,
                told(restore({path(file), new_place("a"), {}, centre_.place}, test_now, {}))};
    }
    void rotate() {
        auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        auto file = node::open_key_file(centre_.place);
        ASSERT_TRUE(vault::rotate(*database->connection, *file, {}));
    }
    std::string unsealed() const { return node::unsealed_path_of(centre_.place); }
};
INSTANTIATE_TEST_SUITE_P(Each, SealedBackups, testing::both_stores(), testing::store_name);

// The file in its parts: the lines in clear with the start of the stream, then each chunk with its
// length.
std::vector<std::string> parts_of(const std::string& whole) {
    std::size_t at = 0;
    for (int line = 0; line < 8; ++line) at = whole.find('\n', at) + 1;
    at += crypto_secretstream_xchacha20poly1305_HEADERBYTES;
    std::vector<std::string> parts{whole.substr(0, at)};
    while (at < whole.size()) {
        const std::size_t length = 4 + big_endian(as_bytes(whole).subspan(at, 4));
        parts.push_back(whole.substr(at, length));
        at += length;
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string whole;
    for (const std::string& part : parts) whole += part;
    return whole;
}

TEST_P(SealedBackups, TheFileShowsNothingOfTheData) {
    const auto cases = centre_.enrol(3);
    back_up("one");
    const auto db = store::open_reader(node::location_of(centre_.place));
    const auto stream = (*db)->first("select id from stream where kind = 'person'");
    Needles needles{{"SQLite", "SQLite format 3"},        {"a type", "person.profiled"},
                    {"a table", "restricted_hit"},        {"an account", "zz.officer"},
                    {"a password hash", password_hash()}, {"a case number", cases[0]}};
    add_secret(needles, "a person's id", (*stream)->bytes(0));
    EXPECT_EQ(found_in({path("one"), path("one.keys")}, needles), std::vector<std::string>{});
    // And the needles are right: all of them are in what was sealed.
    write_in_clear("one", "clear");
    EXPECT_EQ(found_in({path("clear")}, needles).size(), needles.size() - 1);  // No id in large hex digits.
}

TEST_P(SealedBackups, NoCopyInClearIsLeft) {
    centre_.enrol(1);
    back_up("one");
    EXPECT_FALSE(std::filesystem::exists(unsealed()));
    ASSERT_TRUE(restore_with("a", "one", "one.keys", three()));
    EXPECT_FALSE(std::filesystem::exists(node::unsealed_path_of(new_place("a"))));
    EXPECT_EQ(refusal(restore_with("b", "one", "one.keys", {})), "vault.shares_too_few");
    EXPECT_FALSE(std::filesystem::exists(new_place("b").data));

    const auto leave_one = [&](const std::string& name) {
        std::filesystem::create_directories(unsealed() + "/" + name);
        std::ofstream(unsealed() + "/" + name + "/copy.db") << "in clear";
        std::ofstream(unsealed() + "/" + name + "/copy.db-wal") << "in clear";
    };
    leave_one("of-a-power-cut");
    back_up("two");
    EXPECT_FALSE(std::filesystem::exists(unsealed()));
    leave_one("of-a-power-cut");
    {
        const auto node = centre_.open();
    }
    EXPECT_FALSE(std::filesystem::exists(unsealed()));

    // That of a backup under way stays.
    leave_one("held");
    leave_one("of-a-power-cut");
    const int held = ::open((unsealed() + "/held").c_str(), O_RDONLY | O_DIRECTORY);
    ASSERT_EQ(::flock(held, LOCK_EX), 0);
    back_up("three");
    EXPECT_TRUE(std::filesystem::exists(unsealed() + "/held/copy.db"));
    EXPECT_FALSE(std::filesystem::exists(unsealed() + "/of-a-power-cut"));
    ::close(held);
}

TEST_P(SealedBackups, TheKeyFileOpensItUntilItIsAnotherAndThenThreeSharesDo) {
    centre_.enrol(2);
    back_up("one");
    const auto with_key_file = [&](const std::string& name) {
        return restore({path("one"), new_place(name), {}, centre_.place}, test_now, {});
    };
    const auto a = with_key_file("a");
    ASSERT_TRUE(a) << a.error().code << a.error().detail;
    EXPECT_FALSE(a->file_in_clear);
    rotate();
    EXPECT_EQ(refusal(with_key_file("b")), "restore.file_key_gone");
    const auto b = restore_from_node("b", "one");
    ASSERT_TRUE(b) << b.error().code << b.error().detail;
    EXPECT_EQ(names_readable(new_place("b")).size(), 2U);
    // A restored node has a key file of its own. Its generation may be that of another one.
    const node::Place rotated = centre_.place;
    centre_.place = new_place("a");
    back_up("of a");
    const auto other = restore({path("of a"), new_place("c"), {}, rotated}, test_now + Days{3}, {});
    EXPECT_EQ(refusal(other), "restore.file_key_gone");
}

TEST_P(SealedBackups, WithoutARecoveryKeyARotationEndsIt) {
    Centre plain(GetParam());
    plain.enrol(1);
    const auto made =
        make_backup(plain.place, plain.path("backups/x"), BackupKeys::without, test_now, {});
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_FALSE(made->file.recovery);
    const RestoreRequest from_node{plain.path("backups/x"), new_place("a"), {}, plain.place};
    ASSERT_TRUE(restore(from_node, test_now, {}));
    {
        auto database =
            store::open_writer(node::location_of(plain.place), store::IfMissing::refuse);
        auto file = node::open_key_file(plain.place);
        ASSERT_TRUE(vault::rotate(*database->connection, *file, {}));
    }
    RestoreRequest after = from_node;
    after.to = new_place("b");
    after.shares = three();
    EXPECT_EQ(refusal(restore(after, test_now, {})), "restore.file_key_gone");
}

TEST_P(SealedBackups, SharesThatAreTooFewOrOfAnotherKeyOpenNothing) {
    centre_.enrol(1);
    back_up("one");
    Centre other(store::Dialect::sqlite);
    const auto foreign = other.make_recovery();
    EXPECT_EQ(refusal(restore_with("a", "one", "one.keys", {shares_[0], shares_[1]})),
              "vault.shares_too_few");
    EXPECT_EQ(refusal(restore_with("a", "one", "one.keys", {shares_[0], shares_[1], foreign[2]})),
              "vault.share_foreign");
    EXPECT_EQ(refusal(restore_with("a", "one", "one.keys", foreign)), "vault.share_foreign");
    rotate();
    const RestoreRequest request{path("one"), new_place("a"), {}, centre_.place, foreign};
    EXPECT_EQ(refusal(restore(request, test_now, {})), "vault.share_foreign");
    EXPECT_FALSE(std::filesystem::exists(new_place("a").data));
}

TEST_P(SealedBackups, AFileOfTheRecoveryKeyOfBeforeNeedsItsSharesAsWell) {
    centre_.enrol(2);
    back_up("old");
    std::filesystem::rename(centre_.path("shares"), centre_.path("older-shares"));
    std::vector<std::string> older;
    for (const char* number : {"1", "3", "4"})
        older.push_back(centre_.path("older-shares/") + number + ".txt");
    shares_ = centre_.make_recovery();
    back_up("new");
    EXPECT_EQ(refusal(restore_with("a", "old", "new.keys", three())), "vault.shares_too_few");
    EXPECT_EQ(refusal(restore_with("a", "old", "new.keys", older)), "vault.shares_too_few");
    auto both = older;
    for (const std::string& share : three()) both.push_back(share);
    const auto restored = restore_with("b", "old", "new.keys", both);
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(names_readable(new_place("b")).size(), 2U);
}

TEST_P(SealedBackups, EveryChangedByteIsNoticed) {
    centre_.enrol(1);
    back_up("one");
    const std::string whole = file_content(path("one"));
    const std::size_t lines = parts_of(whole)[0].size();
    const std::set<std::string> known{"backup.file_damaged", "restore.other_node",
                                      "restore.not_a_backup", "vault.share_foreign",
                                      "restore.file_key_gone", "vault.shares_too_few"};
    for (std::size_t at = 0; at < whole.size(); at += at < lines ? 5 : 40'009) {
        std::string wrong = whole;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        write("wrong", wrong);
        const auto [by_shares, by_key_file] = refusals("wrong");
        // What only the one way needs does not matter to the other.
        ASSERT_TRUE(known.contains(by_shares) || known.contains(by_key_file)) << at;
        ASSERT_TRUE(by_shares.empty() || known.contains(by_shares)) << at << " " << by_shares;
        ASSERT_TRUE(by_key_file.empty() || known.contains(by_key_file)) << at << " " << by_key_file;
        ASSERT_TRUE(at < lines || (!by_shares.empty() && !by_key_file.empty())) << at;
    }
}

TEST_P(SealedBackups, WhatIsCutMovedDoubledLeftOutOrOfAnotherFileIsNoticed) {
    centre_.enrol(1);
    back_up("one");
    back_up("two");
    const std::string whole = file_content(path("one"));
    const auto parts = parts_of(whole), others = parts_of(file_content(path("two")));
    ASSERT_GT(parts.size(), 4U);
    ASSERT_EQ(joined(parts), whole);
    std::map<std::string, std::string> wrong;
    auto changed = parts;
    std::swap(changed[1], changed[2]);
    wrong["moved"] = joined(changed);
    changed = parts;
    changed.insert(changed.begin() + 2, parts[1]);
    wrong["doubled"] = joined(changed);
    changed = parts;
    changed.erase(changed.begin() + 2);
    wrong["left out"] = joined(changed);
    changed = parts;
    changed.pop_back();
    wrong["without its end"] = joined(changed);
    changed = parts;
    changed[2] = others[2];
    wrong["of another file"] = joined(changed);
    changed = others;
    changed[0] = parts[0];
    wrong["another body"] = joined(changed);
    wrong["longer"] = whole + "x";
    wrong["two in one"] = whole + joined(others);
    wrong["cut in a chunk"] = whole.substr(0, whole.size() - 1);
    wrong["cut in half"] = whole.substr(0, whole.size() / 2);
    wrong["cut in the header"] = whole.substr(0, 100);
    for (const auto& [what, bytes] : wrong) {
        write("wrong", bytes);
        EXPECT_EQ(refusals("wrong"),
                  std::pair(std::string("backup.file_damaged"), std::string("backup.file_damaged")))
            << what;
        EXPECT_FALSE(std::filesystem::exists(new_place("a").data)) << what;
        EXPECT_FALSE(std::filesystem::exists(new_place("a").keys)) << what;
    }
    ASSERT_TRUE(restore_with("a", "one", "one.keys", three()));
}

// Anybody can seal to the recovery key, whose public half stands on every share.
TEST_P(SealedBackups, AFileThatSomebodyElseSealedIsRefused) {
    centre_.enrol(1);
    back_up("one");
    write_in_clear("one", "clear");
    const auto db = store::open_reader(node::location_of(centre_.place));
    const auto node = node::load_node(**db, centre_.place);
    ASSERT_TRUE(node);
    auto plain = node->secrets.plain();
    plain.sign_seed = vault::Secret(random_bytes<32>());
    const auto forger = vault::NodeSecrets::from(std::move(plain));
    const auto recovery = find_recovery_key(**db, *node);
    const vault::Kek kek{1, vault::Secret(random_bytes<32>())};
    ASSERT_TRUE(vault::write_data_backup(
        kek, forger, {path("forged"), path("clear"), "assamaka", test_now, *recovery}));
    EXPECT_EQ(refusals("forged"),
              std::pair(std::string("backup.file_damaged"), std::string("restore.file_key_gone")));
}

TEST_P(SealedBackups, AFileOfAnEarlierVersionInClearIsStillRestored) {
    centre_.enrol(2);
    back_up("one");
    write_in_clear("one", "earlier");
    ASSERT_TRUE(file_content(path("earlier")).starts_with("SQLite format 3"));
    const auto a = restore_with("a", "earlier", "one.keys", three());
    ASSERT_TRUE(a) << a.error().code << a.error().detail;
    EXPECT_TRUE(a->file_in_clear);
    const auto b = restore({path("earlier"), new_place("b"), {}, centre_.place}, test_now, {});
    ASSERT_TRUE(b) << b.error().code << b.error().detail;
    for (const char* name : {"a", "b"}) {
        EXPECT_EQ(names_readable(new_place(name)).size(), 2U);
        verified(new_place(name));
    }
}

TEST_P(SealedBackups, AFileOfALaterVersionIsRefused) {
    centre_.enrol(1);
    back_up("one");
    std::string text = file_content(path("one"));
    ASSERT_TRUE(text.starts_with("jatigi-backup 1\n"));
    text[text.find('1')] = '2';
    write("later", text);
    const auto refused = restore_with("a", "later", "one.keys", three());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "backup.file_damaged");
    EXPECT_TRUE(refused.error().detail.ends_with("made by a later version of jatigi"));
}

TEST_P(SealedBackups, AMediumThatTakesNothingLeavesNothing) {
    centre_.enrol(1);
    const std::string medium = centre_.path("backups/medium");
    std::ofstream(medium) << "a file where a folder should be";
    EXPECT_FALSE(make_backup(centre_.place, medium + "/one", BackupKeys::with, test_now, {}));
    EXPECT_FALSE(std::filesystem::exists(unsealed()));
    EXPECT_TRUE(list_backups(centre_.place)->empty());
}

}  // namespace
}  // namespace jatigi::jobs

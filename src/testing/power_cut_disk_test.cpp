// The disk's self test: with SQLite's strict settings nothing is lost, and with each of the loose
// ones something is. A disk that loses nothing under the loose ones would prove nothing.
#include "testing/power_cut_disk.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace jatigi::testing {
namespace {

constexpr const char* database_name = "notebook.db";
constexpr std::uint64_t cut_points = 300;

class Connection {
public:
    explicit Connection(const PowerCutDisk& disk) {
        code_ = sqlite3_open_v2(database_name, &database_,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.vfs_name());
    }
    ~Connection() { sqlite3_close(database_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // An SQLite code, with the code of opening first.
    int run(const std::string& sql) {
        if (code_ != SQLITE_OK) return code_;
        return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    }
    // The first column of the first row; nothing when the statement fails or has no row.
    std::optional<std::string> text(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        std::optional<std::string> found;
        if (code_ == SQLITE_OK &&
            sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW) {
            const void* column = sqlite3_column_text(statement, 0);
            found = column == nullptr ? "" : static_cast<const char*>(column);
        }
        sqlite3_finalize(statement);
        return found;
    }
    int extended_code() const { return sqlite3_extended_errcode(database_); }

private:
    sqlite3* database_ = nullptr;
    int code_ = SQLITE_OK;
};

// A small checkpoint threshold, so that a short run has checkpoints and WAL restarts in it.
std::string settings(std::string_view journal, std::string_view synchronous) {
    return "pragma journal_mode=" + std::string(journal) +
           "; pragma synchronous=" + std::string(synchronous) + "; pragma wal_autocheckpoint=12";
}

constexpr const char* create_table =
    "create table if not exists line(id integer primary key, words text not null)";

int insert(Connection& connection, int id) {
    return connection.run("insert into line values(" + std::to_string(id) + ", printf('%0700d', " +
                          std::to_string(id) + "))");
}

// Inserts one row a transaction until one is refused; the number of acknowledged ones.
int insert_until_refused(const PowerCutDisk& disk, const std::string& pragmas, int most) {
    Connection connection(disk);
    if (connection.run(pragmas) != SQLITE_OK || connection.run(create_table) != SQLITE_OK) return 0;
    int acknowledged = 0;
    while (acknowledged < most && insert(connection, acknowledged + 1) == SQLITE_OK) ++acknowledged;
    return acknowledged;
}

// Rows 1 to `most` that are there with the words they were given.
int intact_rows(Connection& connection, int most) {
    const auto count = connection.text(
        "select count(*) from line where words = printf('%0700d', id) and id between 1 and " +
        std::to_string(most));
    return count ? std::stoi(*count) : 0;
}

bool is_sound(Connection& connection) {
    return connection.text("pragma integrity_check") == std::optional<std::string>("ok");
}

struct Losses {
    int acknowledged = 0;
    int lost = 0;
    int corrupt = 0;  // Cut points after which the database is unsound or cannot be used.
};

// One fresh disk for every cut point, from the first operation of an empty disk on.
Losses cut_everywhere(const std::string& pragmas, Overwrite overwrite) {
    Losses losses;
    for (std::uint64_t point = 0; point < cut_points; ++point) {
        PowerCutDisk disk("power_cut", overwrite);
        disk.cut_after(point);
        const int acknowledged = insert_until_refused(disk, pragmas, 1'000);
        EXPECT_TRUE(disk.dead());
        disk.reboot(point);
        Connection connection(disk);
        connection.run(pragmas);
        losses.acknowledged += acknowledged;
        losses.lost += acknowledged - intact_rows(connection, acknowledged);
        if (!is_sound(connection) || connection.run(create_table) != SQLITE_OK ||
            insert(connection, 1'000'000) != SQLITE_OK)
            ++losses.corrupt;
    }
    return losses;
}

void report(const char* what, const Losses& losses) {
    std::printf("%s: %d acknowledged, %d lost, %d corrupt\n", what, losses.acknowledged,
                losses.lost, losses.corrupt);
}

class EveryDisk : public ::testing::TestWithParam<Overwrite> {};

INSTANTIATE_TEST_SUITE_P(Overwrite, EveryDisk,
                         ::testing::Values(Overwrite::may_spoil_sector, Overwrite::powersafe),
                         [](const auto& instance) {
                             return instance.param == Overwrite::powersafe ? "powersafe"
                                                                           : "may_spoil_sector";
                         });

TEST_P(EveryDisk, WalFullLosesNothing) {
    const Losses losses = cut_everywhere(settings("wal", "full"), GetParam());
    report("wal full", losses);
    EXPECT_GT(losses.acknowledged, 1'000);
    EXPECT_EQ(losses.lost, 0);
    EXPECT_EQ(losses.corrupt, 0);
}

TEST_P(EveryDisk, WalNormalLosesAcknowledgedRowsAndNothingElse) {
    const Losses losses = cut_everywhere(settings("wal", "normal"), GetParam());
    report("wal normal", losses);
    EXPECT_GT(losses.lost, 100);
    EXPECT_EQ(losses.corrupt, 0);
}

TEST(PowerCutDisk, WalOffCorrupts) {
    const Losses losses = cut_everywhere(settings("wal", "off"), Overwrite::may_spoil_sector);
    report("wal off", losses);
    EXPECT_GT(losses.lost, 100);
    EXPECT_GT(losses.corrupt, 0);
}

TEST(PowerCutDisk, RollbackJournalLosesRowsUnlessTheUnlinkIsSynced) {
    const Losses full = cut_everywhere(settings("delete", "full"), Overwrite::may_spoil_sector);
    const Losses extra = cut_everywhere(settings("delete", "extra"), Overwrite::may_spoil_sector);
    report("delete full", full);
    report("delete extra", extra);
    EXPECT_GT(full.lost, 0);
    EXPECT_EQ(full.corrupt, 0);
    EXPECT_GT(extra.acknowledged, 100);
    EXPECT_EQ(extra.lost, 0);
    EXPECT_EQ(extra.corrupt, 0);
}

TEST(PowerCutDisk, TruncatedJournalLosesNothing) {
    const Losses losses = cut_everywhere(settings("truncate", "full"), Overwrite::may_spoil_sector);
    report("truncate full", losses);
    EXPECT_GT(losses.acknowledged, 100);
    EXPECT_EQ(losses.lost, 0);
    EXPECT_EQ(losses.corrupt, 0);
}

TEST_P(EveryDisk, TwentyCommitsTakeTheSameOperationsEachTime) {
    std::array<std::uint64_t, 2> operations{};
    for (std::uint64_t& count : operations) {
        PowerCutDisk disk("power_cut", GetParam());
        EXPECT_EQ(insert_until_refused(disk, settings("wal", "full"), 20), 20);
        count = disk.operations();
    }
    std::printf("20 commits: %llu operations\n", static_cast<unsigned long long>(operations[0]));
    EXPECT_EQ(operations[0], operations[1]);
    EXPECT_GT(operations[0], 60U);
}

TEST(PowerCutDisk, EverythingFailsOnADeadDiskAndOnConnectionsFromBefore) {
    PowerCutDisk disk("power_cut");
    Connection old(disk);
    ASSERT_EQ(old.run(settings("wal", "full")), SQLITE_OK);
    ASSERT_EQ(old.run(create_table), SQLITE_OK);
    disk.cut_after(0);
    EXPECT_NE(insert(old, 1), SQLITE_OK);
    EXPECT_TRUE(disk.dead());
    const std::uint64_t operations = disk.operations();
    EXPECT_EQ(old.text("select count(*) from line"), std::nullopt);
    EXPECT_NE(Connection(disk).run(create_table), SQLITE_OK);
    EXPECT_EQ(disk.operations(), operations);
    disk.reboot(1);
    EXPECT_FALSE(disk.dead());
    EXPECT_EQ(insert(old, 1), SQLITE_IOERR);
    Connection fresh(disk);
    EXPECT_EQ(insert(fresh, 1), SQLITE_OK);
}

TEST(PowerCutDisk, FullDiskAcknowledgesNothingAndHeals) {
    PowerCutDisk disk("power_cut");
    {
        Connection connection(disk);
        ASSERT_EQ(connection.run(settings("wal", "full")), SQLITE_OK);
        ASSERT_EQ(connection.run(create_table), SQLITE_OK);
        for (int id = 1; id <= 10; ++id) ASSERT_EQ(insert(connection, id), SQLITE_OK);
        disk.fail_writes_with(SQLITE_FULL);
        for (int id = 11; id <= 20; ++id) EXPECT_EQ(insert(connection, id), SQLITE_FULL);
        EXPECT_EQ(connection.text("select count(*) from line"), "10");
        disk.heal();
        for (int id = 11; id <= 20; ++id) EXPECT_EQ(insert(connection, id), SQLITE_OK);
        EXPECT_TRUE(is_sound(connection));
        disk.reboot(5);
    }
    Connection connection(disk);
    EXPECT_EQ(intact_rows(connection, 20), 20);
    EXPECT_TRUE(is_sound(connection));
}

// Every operation of a run fails once; then the run goes on, and the power is cut at its end.
void expect_no_loss_after_one_failure(int sqlite_code, const std::string& pragmas) {
    int refused = 0;
    for (std::uint64_t point = 0;; ++point) {
        PowerCutDisk disk("power_cut");
        std::vector<int> acknowledged;
        {
            Connection connection(disk);
            ASSERT_EQ(connection.run(pragmas), SQLITE_OK);
            ASSERT_EQ(connection.run(create_table), SQLITE_OK);
            const std::uint64_t before = disk.operations();
            disk.fail_once_at(point, sqlite_code);
            for (int id = 1; id <= 20; ++id) {
                if (insert(connection, id) == SQLITE_OK) {
                    acknowledged.push_back(id);
                } else {
                    ++refused;
                }
            }
            EXPECT_EQ(connection.text("select count(*) from line"),
                      std::to_string(acknowledged.size()));
            EXPECT_GE(acknowledged.size(), 19U) << point;
            if (disk.operations() - before <= point) break;  // The run has no such operation.
            disk.reboot(point);
        }
        Connection connection(disk);
        for (const int id : acknowledged) {
            EXPECT_EQ(connection.text("select 1 from line where id = " + std::to_string(id)), "1")
                << "row " << id << " after a failure of operation " << point;
        }
        EXPECT_TRUE(is_sound(connection)) << point;
    }
    EXPECT_GE(refused, 20);
}

TEST(PowerCutDisk, OneFullOperationCostsAtMostItsOwnTransaction) {
    expect_no_loss_after_one_failure(SQLITE_FULL, settings("wal", "full"));
}

TEST(PowerCutDisk, OneInputOutputErrorCostsAtMostItsOwnTransaction) {
    expect_no_loss_after_one_failure(SQLITE_IOERR, settings("wal", "full"));
}

TEST(PowerCutDisk, GenericErrorBecomesTheOneOfTheOperation) {
    PowerCutDisk disk("power_cut");
    Connection connection(disk);
    ASSERT_EQ(connection.run(settings("wal", "full")), SQLITE_OK);
    ASSERT_EQ(connection.run(create_table), SQLITE_OK);
    std::map<int, int> seen;
    for (int id = 1; id <= 8; ++id) {
        disk.fail_once_at(static_cast<std::uint64_t>(id - 1), SQLITE_IOERR);
        if (insert(connection, id) != SQLITE_OK) ++seen[connection.extended_code()];
        disk.heal();
    }
    EXPECT_GT(seen[SQLITE_IOERR_WRITE], 0);
    EXPECT_GT(seen[SQLITE_IOERR_FSYNC], 0);
}

TEST(PowerCutDisk, ReaderSeesCommittedRowsWhileTheWriterWrites) {
    PowerCutDisk disk("power_cut");
    Connection writer(disk);
    Connection reader(disk);
    ASSERT_EQ(writer.run(settings("wal", "full")), SQLITE_OK);
    ASSERT_EQ(writer.run(create_table), SQLITE_OK);
    ASSERT_EQ(insert(writer, 1), SQLITE_OK);
    ASSERT_EQ(writer.run("begin immediate"), SQLITE_OK);
    ASSERT_EQ(insert(writer, 2), SQLITE_OK);
    EXPECT_EQ(reader.text("select count(*) from line"), "1");
    EXPECT_EQ(reader.run("begin immediate"), SQLITE_BUSY);
    ASSERT_EQ(writer.run("commit"), SQLITE_OK);
    EXPECT_EQ(reader.text("select count(*) from line"), "2");
    // A reader's snapshot stays, and a checkpoint stops at it.
    ASSERT_EQ(reader.run("begin; select count(*) from line"), SQLITE_OK);
    ASSERT_EQ(insert(writer, 3), SQLITE_OK);
    EXPECT_EQ(reader.text("select count(*) from line"), "2");
    EXPECT_EQ(writer.text("pragma wal_checkpoint(truncate)"), "1");
    ASSERT_EQ(reader.run("commit"), SQLITE_OK);
    EXPECT_EQ(reader.text("select count(*) from line"), "3");
    EXPECT_EQ(writer.text("pragma wal_checkpoint(truncate)"), "0");
}

TEST(PowerCutDisk, RollbackJournalReaderHoldsTheWriterBack) {
    PowerCutDisk disk("power_cut");
    Connection writer(disk);
    Connection reader(disk);
    ASSERT_EQ(writer.run(create_table), SQLITE_OK);
    ASSERT_EQ(reader.run("begin; select count(*) from line"), SQLITE_OK);
    ASSERT_EQ(writer.run("begin immediate"), SQLITE_OK);
    ASSERT_EQ(insert(writer, 1), SQLITE_OK);
    EXPECT_EQ(writer.run("commit"), SQLITE_BUSY);
    EXPECT_EQ(Connection(disk).run("begin immediate"), SQLITE_BUSY);
    // The writer is waiting for readers to leave, so no new one may enter.
    EXPECT_EQ(Connection(disk).run("select count(*) from line"), SQLITE_BUSY);
    ASSERT_EQ(reader.run("commit"), SQLITE_OK);
    EXPECT_EQ(writer.run("commit"), SQLITE_OK);
    EXPECT_EQ(reader.text("select count(*) from line"), "1");
}

TEST(PowerCutDisk, ThreadsWithTheirOwnConnectionsAgree) {
    PowerCutDisk disk("power_cut");
    Connection setup(disk);
    ASSERT_EQ(setup.run(settings("wal", "full")), SQLITE_OK);
    ASSERT_EQ(setup.run(create_table), SQLITE_OK);
    constexpr int rows_each = 200;
    std::atomic<int> refused = 0;
    std::atomic<bool> done = false;
    std::atomic<bool> went_back = false;
    const auto write = [&](int first) {
        Connection connection(disk);
        connection.run("pragma busy_timeout=10000; pragma wal_autocheckpoint=12");
        for (int id = first; id < first + rows_each; ++id)
            if (insert(connection, id) != SQLITE_OK) ++refused;
    };
    const auto watch = [&] {
        Connection connection(disk);
        connection.run("pragma busy_timeout=10000");
        int before = 0;
        while (!done) {
            const int now = std::stoi(connection.text("select count(*) from line").value_or("-1"));
            if (now < before) went_back = true;
            before = now;
        }
    };
    std::thread watcher(watch);
    std::thread one(write, 1);
    std::thread two(write, 1 + rows_each);
    one.join();
    two.join();
    done = true;
    watcher.join();
    EXPECT_EQ(refused, 0);
    EXPECT_FALSE(went_back);
    EXPECT_EQ(intact_rows(setup, 2 * rows_each), 2 * rows_each);
    EXPECT_TRUE(is_sound(setup));
}

// --- The disk below SQLite ---------------------------------------------------------------------

// A file opened past SQLite, to write exact sectors.
class RawFile {
public:
    RawFile(const PowerCutDisk& disk, const char* name, int type = SQLITE_OPEN_MAIN_JOURNAL)
        : vfs_(sqlite3_vfs_find(disk.vfs_name())),
          memory_(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | type;
        opened_ = vfs_->xOpen(vfs_, name, file(), flags, nullptr);
    }
    ~RawFile() {
        if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
    }
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    int write(std::int64_t offset, const std::string& bytes) {
        return file()->pMethods->xWrite(file(), bytes.data(), static_cast<int>(bytes.size()),
                                        offset);
    }
    int sync() { return file()->pMethods->xSync(file(), SQLITE_SYNC_FULL); }
    int truncate(std::int64_t size) { return file()->pMethods->xTruncate(file(), size); }
    std::string content() {
        sqlite3_int64 size = 0;
        file()->pMethods->xFileSize(file(), &size);
        std::string bytes(static_cast<std::size_t>(size), '\0');
        file()->pMethods->xRead(file(), bytes.data(), static_cast<int>(size), 0);
        return bytes;
    }
    int opened() const { return opened_; }

private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }

    sqlite3_vfs* vfs_;
    std::vector<std::max_align_t> memory_;
    int opened_ = SQLITE_OK;
};

std::string sectors(std::size_t count, char letter) {
    return std::string(count * 512, letter);
}

bool exists(const PowerCutDisk& disk, const char* name) {
    sqlite3_vfs* vfs = sqlite3_vfs_find(disk.vfs_name());
    int yes = 0;
    vfs->xAccess(vfs, name, SQLITE_ACCESS_EXISTS, &yes);
    return yes != 0;
}

// What 100 sectors of synced 'a' look like after an unsynced overwrite with 'b' and a cut.
std::string torn(std::uint64_t seed, Overwrite overwrite) {
    PowerCutDisk disk("power_cut", overwrite);
    {
        RawFile file(disk, "file");
        file.write(0, sectors(100, 'a'));
        file.sync();
        file.write(0, sectors(100, 'b'));
        disk.reboot(seed);
    }
    return RawFile(disk, "file").content();
}

TEST(PowerCutDisk, AboutHalfOfTheUnsyncedSectorsSurviveWhole) {
    std::int64_t survived = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const std::string content = torn(seed, Overwrite::powersafe);
        ASSERT_EQ(content.size(), sectors(100, 'a').size());
        for (std::size_t sector = 0; sector < 100; ++sector) {
            const std::string one = content.substr(sector * 512, 512);
            ASSERT_TRUE(one == sectors(1, 'a') || one == sectors(1, 'b'));
            if (one[0] == 'b') ++survived;
        }
    }
    EXPECT_GT(survived, 40 * 100 / 3);
    EXPECT_LT(survived, 40 * 100 * 2 / 3);
}

TEST(PowerCutDisk, TheSameSeedTearsTheSameWay) {
    EXPECT_EQ(torn(3, Overwrite::may_spoil_sector), torn(3, Overwrite::may_spoil_sector));
    EXPECT_NE(torn(3, Overwrite::may_spoil_sector), torn(4, Overwrite::may_spoil_sector));
}

TEST(PowerCutDisk, AtMostOneSectorIsSpoiled) {
    int spoiled = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const std::string content = torn(seed, Overwrite::may_spoil_sector);
        int strange = 0;
        for (std::size_t sector = 0; sector < 100; ++sector) {
            const std::string one = content.substr(sector * 512, 512);
            if (one != sectors(1, 'a') && one != sectors(1, 'b')) ++strange;
        }
        EXPECT_LE(strange, 1);
        spoiled += strange;
    }
    EXPECT_GT(spoiled, 10);
    EXPECT_LT(spoiled, 30);
}

TEST(PowerCutDisk, CutWriteLeavesItsFirstHalf) {
    PowerCutDisk disk("power_cut");
    RawFile file(disk, "file");
    ASSERT_EQ(file.write(0, sectors(4, 'a')), SQLITE_OK);
    disk.fail_once_at(0, SQLITE_FULL);
    EXPECT_EQ(file.write(0, sectors(4, 'b')), SQLITE_FULL);
    EXPECT_EQ(file.content(), sectors(2, 'b') + sectors(2, 'a'));
    EXPECT_EQ(file.write(0, sectors(4, 'b')), SQLITE_OK);
    EXPECT_EQ(file.content(), sectors(4, 'b'));
}

TEST(PowerCutDisk, ARetriedSyncDoesNotSaveWhatAFailedOneDropped) {
    PowerCutDisk disk("power_cut", Overwrite::powersafe);
    {
        RawFile file(disk, "file");
        ASSERT_EQ(file.write(0, sectors(4, 'a')), SQLITE_OK);
        ASSERT_EQ(file.sync(), SQLITE_OK);
        ASSERT_EQ(file.write(0, sectors(4, 'b')), SQLITE_OK);
        disk.fail_once_at(0, SQLITE_IOERR);
        EXPECT_EQ(file.sync(), SQLITE_IOERR_FSYNC);
        EXPECT_EQ(file.sync(), SQLITE_OK);
        EXPECT_EQ(file.content(), sectors(4, 'b'));
        disk.reboot(1);
    }
    EXPECT_EQ(RawFile(disk, "file").content(), sectors(2, 'b') + sectors(2, 'a'));
}

TEST(PowerCutDisk, DirectoryChangesAreDoubtfulUntilSynced) {
    std::map<std::string, int> left;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        PowerCutDisk disk("power_cut");
        sqlite3_vfs* vfs = sqlite3_vfs_find(disk.vfs_name());
        for (const char* name : {"kept", "doubtful_unlink", "synced_unlink"}) {
            RawFile file(disk, name);
            file.write(0, sectors(1, 'a'));
            file.sync();
        }
        ASSERT_EQ(vfs->xDelete(vfs, "synced_unlink", 1), SQLITE_OK);
        ASSERT_EQ(vfs->xDelete(vfs, "synced_unlink", 1), SQLITE_IOERR_DELETE_NOENT);
        ASSERT_EQ(vfs->xDelete(vfs, "doubtful_unlink", 0), SQLITE_OK);
        RawFile creation(disk, "doubtful_creation", SQLITE_OPEN_MAIN_DB);
        creation.write(0, sectors(8, 'a'));
        creation.sync();  // Keeps the content, if there will be a name that leads to it.
        EXPECT_FALSE(exists(disk, "doubtful_unlink"));
        disk.reboot(seed);
        for (const char* name : {"kept", "doubtful_unlink", "synced_unlink", "doubtful_creation"})
            if (exists(disk, name)) ++left[name];
    }
    EXPECT_EQ(left["kept"], 40);
    EXPECT_EQ(left["synced_unlink"], 0);
    for (const char* name : {"doubtful_unlink", "doubtful_creation"}) {
        EXPECT_GT(left[name], 5) << name;
        EXPECT_LT(left[name], 35) << name;
    }
}

TEST(PowerCutDisk, UnsyncedSizesAreDoubtful) {
    std::map<std::size_t, int> sizes;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        PowerCutDisk disk("power_cut");
        {
            RawFile file(disk, "file");
            file.write(0, sectors(8, 'a'));
            file.sync();
            file.truncate(0);
            disk.reboot(seed);
        }
        const std::string content = RawFile(disk, "file").content();
        EXPECT_TRUE(content.empty() || content == sectors(8, 'a'));
        ++sizes[content.size()];
    }
    EXPECT_EQ(sizes.size(), 2U);
}

TEST(PowerCutDisk, GrowingTruncateNeedsSpaceAndShrinkingDoesNot) {
    PowerCutDisk disk("power_cut");
    RawFile file(disk, "file");
    ASSERT_EQ(file.write(0, sectors(2, 'a')), SQLITE_OK);
    disk.fail_writes_with(SQLITE_FULL);
    EXPECT_EQ(file.truncate(2'000), SQLITE_FULL);
    EXPECT_EQ(file.truncate(512), SQLITE_OK);
    EXPECT_EQ(file.content(), sectors(1, 'a'));
    EXPECT_EQ(RawFile(disk, "another").opened(), SQLITE_OK);
}

}  // namespace
}  // namespace jatigi::testing

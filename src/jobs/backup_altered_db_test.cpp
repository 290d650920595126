// What a backup is not sealed to, and what it does not vouch for, when somebody changed the
// database.
#include "jobs/backup_for_tests.h"
#include "jobs/self_check.h"
#include "platform/store/sqlite.h"

namespace jatigi::jobs {
namespace {

class AlteredBackups : public Backups {};
INSTANTIATE_TEST_SUITE_P(Each, AlteredBackups, testing::both_stores(), testing::store_name);

TEST_P(AlteredBackups, ARecoveryKeyThatSomebodyPutIntoTheDatabaseGetsNoKeys) {
    const auto mine = vault::make_recovery_key("assamaka", Day{});
    ASSERT_TRUE(mine);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        store::Connection& db = *database->connection;
        ASSERT_TRUE(db.begin());
        ASSERT_TRUE(store::put_setting(db, "recovery_key_id", hex(mine->pub.id)));
        ASSERT_TRUE(store::put_setting(db, "recovery_public", hex(mine->pub.key)));
        ASSERT_TRUE(db.commit());
    }
    EXPECT_EQ(refusal(make_backup(centre_.place, path("forged"), BackupKeys::with, test_now, {})),
              "vault.recovery_key_forged");
    EXPECT_FALSE(std::filesystem::exists(path("forged.keys")));
}

TEST_P(AlteredBackups, AnEarlierRecoveryKeyIsNotPutBack) {
    const auto settings = [this] {
        const auto db = store::open_reader(node::location_of(centre_.place));
        std::vector<std::pair<std::string, std::string>> rows;
        for (const std::string_view name : {"recovery_key_id", "recovery_public", "recovery_mark"})
            rows.emplace_back(name, store::find_setting(**db, name)->value_or(""));
        return rows;
    };
    const auto before = settings();
    centre_.keep_recovery(vault::make_recovery_key("assamaka", Day{})->pub);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        store::Connection& db = *database->connection;
        ASSERT_TRUE(db.begin());
        for (const auto& [name, value] : before) ASSERT_TRUE(store::put_setting(db, name, value));
        ASSERT_TRUE(db.commit());
        const auto node = node::load_node(db, centre_.place);
        const auto told = check_tables(db, &*node);
        EXPECT_EQ(told->count(Checked::recovery_key), 1U);
    }
    EXPECT_EQ(refusal(make_backup(centre_.place, path("forged"), BackupKeys::with, test_now, {})),
              "vault.recovery_key_forged");
}

TEST_P(AlteredBackups, AFactThatIsFiledElsewhereGetsNoBackup) {
    centre_.keep_recovery(vault::make_recovery_key("assamaka", Day{})->pub);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        store::Connection& db = *database->connection;
        ASSERT_TRUE(db.begin());
        ASSERT_TRUE(
            db.run("update fact set stream = (select min(local) from stream where kind <> "
                   "'recovery_key') where pos = (select max(pos) from fact)"));
        ASSERT_TRUE(db.commit());
    }
    EXPECT_EQ(refusal(make_backup(centre_.place, path("forged"), BackupKeys::with, test_now, {})),
              "log.altered");
    EXPECT_FALSE(std::filesystem::exists(path("forged")));
}

// What stands beside a fact says where it is the last, and which one it is.
TEST_P(AlteredBackups, AFactThatHasOtherNumbersBesideItGetsNoBackup) {
    centre_.keep_recovery(vault::make_recovery_key("assamaka", Day{})->pub);
    centre_.keep_recovery(vault::make_recovery_key("assamaka", Day{})->pub);
    int number = 0;
    for (const std::string_view change :
         {"site = (select site from head limit 1)",
          "hash = (select f.hash from fact f join stream s on s.local = f.stream "
          "where s.kind = 'recovery_key' order by f.pos limit 1)"}) {
        const auto by_hand = [&](std::string_view set) {
            const auto database =
                store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
            store::Connection& db = *database->connection;
            ASSERT_TRUE(db.begin());
            ASSERT_TRUE(db.run(fmt::format(
                "update fact set {} where pos = (select max(f.pos) from fact f join stream s on "
                "s.local = f.stream where s.kind = 'recovery_key')",
                set)));
            ASSERT_TRUE(db.commit());
        };
        by_hand(change);
        const auto made = make_backup(centre_.place, path(std::to_string(++number)),
                                      BackupKeys::with, test_now, {});
        EXPECT_EQ(refusal(made), "log.altered") << change;
        if (number == 1) by_hand("site = null");
    }
}

TEST_P(AlteredBackups, ARecoveryKeyWhoseRowsAreGoneIsNotTakenForNone) {
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        store::Connection& db = *database->connection;
        ASSERT_TRUE(db.begin());
        ASSERT_TRUE(db.run("delete from setting where name like 'recovery%'"));
        ASSERT_TRUE(db.commit());
    }
    EXPECT_EQ(refusal(make_backup(centre_.place, path("forged"), BackupKeys::with, test_now, {})),
              "vault.recovery_key_forged");
}

}  // namespace
}  // namespace jatigi::jobs

// Backups and restores of a whole node.
#include <csignal>
#include <thread>

#include "jobs/backup_for_tests.h"
#include "jobs/self_check.h"
#include "node/serving_mark.h"
#include "platform/store/sqlite.h"

namespace jatigi::jobs {
namespace {

INSTANTIATE_TEST_SUITE_P(Each, Backups, testing::both_stores(), testing::store_name);

TEST_P(Backups, ANewDiskReadsEverybodyWithThreeShares) {
    centre_.enrol(7);
    back_up("one");
    const auto restored = restore_with("a", "one", "one.keys", three());
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(restored->epoch, 2U);
    EXPECT_EQ(restored->keys, 14);
    const node::Place a = new_place("a");
    EXPECT_EQ(names_readable(a).size(), 7U);
    const auto report = verified(a);
    EXPECT_EQ(report.unreadable, 0);
    EXPECT_EQ(report.unsigned_tail, 0);
    EXPECT_EQ(report.facts, restored->facts + 1);
    EXPECT_EQ(keys_of(a), keys_of(centre_.place));
    // And it goes on: the next person is registered in the new epoch.
    auto node = Centre::open_at(a);
    const auto next = node.writer->run<std::int64_t>([](log::WriteTx& tx) -> Result<std::int64_t> {
        const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
        TRY(registry::register_person(tx, cause, "ASM", {}));
        TRY_ASSIGN(const log::Head head, log::load_head(tx.db()));
        return head.epoch;
    });
    ASSERT_TRUE(next) << next.error().code;
    EXPECT_EQ(*next, 2);
}

TEST_P(Backups, TheNewEpochSaysWhyAndStockIsFrozenAndNobodyIsSignedIn) {
    centre_.enrol(1);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run(
            "insert into session(token, account, began_at) values (?, 1, 0)", Bytes(32, 1)));
    }
    back_up("one");
    ASSERT_TRUE(restore_with("a", "one", "one.keys", three()));
    const auto db = store::open_reader(node::location_of(new_place("a")));
    ASSERT_TRUE(db);
    EXPECT_EQ(store::read_settings(**db).value()["stock_frozen"], "restored");
    EXPECT_EQ((*db)
                  ->first("select (select count(*) from session) + "
                          "(select count(*) from sign_in_link)")
                  .value()
                  ->integer(0),
              0);
    std::vector<std::string> reasons;
    ASSERT_TRUE(log::for_each_fact(**db, [&](const log::StoredFact& stored) -> Result<void> {
        TRY_ASSIGN(const auto record, log::open_record(stored));
        if (record && record->body.type == "node.opened")
            reasons.emplace_back(json::text_at(record->body.data, "reason").value_or(""));
        return {};
    }));
    EXPECT_EQ(reasons, (std::vector<std::string>{"", "restored"}));
}

TEST_P(Backups, NeitherFileHoldsANameOrAKeyAndTheSharesDoNotEither) {
    centre_.enrol(5);
    const auto node = centre_.open();  // Beside a running server.
    back_up("one");
    Needles needles{{"a name", surname}};
    for (const auto& [id, key] : keys_of(centre_.place))
        add_secret(needles, "key " + id, as_bytes(key));
    add_secret(needles, "the KEK", node::open_key_file(centre_.place)->keks().current.key.view());
    add_secret(needles, "mac key", node.node->secrets.mac_key());
    EXPECT_EQ(found_in(centre_.all_but_the_key_file(), needles), std::vector<std::string>{});
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(centre_.path("backups"))) {
        files.insert(entry.path().filename().string());
        EXPECT_EQ(entry.status().permissions() & std::filesystem::perms(0777),
                  std::filesystem::perms(0600))
            << entry.path();
    }
    EXPECT_EQ(files, (std::set<std::string>{"one", "one.keys"}));
    write_in_clear("one", "clear");
    const auto copy = store::open_sqlite({.path = path("clear")});
    ASSERT_TRUE(copy);
    EXPECT_EQ((*copy)
                  ->first("select (select count(*) from keyring) + "
                          "(select count(*) from node_secret)")
                  .value()
                  ->integer(0),
              0);
}

TEST_P(Backups, OneMomentIsCopiedWhileTheServerWrites) {
    centre_.enrol(3);
    const auto report = [&] {
        auto node = centre_.open();
        std::atomic<bool> stop = false;
        std::thread busy([&] {
            while (!stop) {
                const auto added = node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
                    const log::Cause cause{.command =
                                               id_v4<log::CommandEntity>(random_bytes<16>())};
                    TRY(registry::register_person(tx, cause, "ASM", {}));
                    return true;
                });
                EXPECT_TRUE(added);
            }
        });
        back_up("one");
        stop = true;
        busy.join();
        return restore_with("a", "one", "one.keys", three());
    }();
    ASSERT_TRUE(report) << report.error().code;
    EXPECT_EQ(verified(new_place("a")).unreadable, 0);
}

TEST_P(Backups, TwoSharesAreRefusedAndADamagedOneIsNamed) {
    centre_.enrol(1);
    back_up("one");
    EXPECT_EQ(refusal(restore_with("a", "one", "one.keys", {shares_[0], shares_[1]})),
              "vault.shares_too_few");
    std::string text = file_content(shares_[1]);
    text[text.find("\nshare ") + 9] ^= 1;
    std::ofstream(centre_.path("bad-share"), std::ios::binary) << text;
    const auto damaged =
        restore_with("a", "one", "one.keys", {shares_[0], centre_.path("bad-share"), shares_[2]});
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, "vault.share_damaged");
    EXPECT_EQ(damaged.error().params, R"({"number":2,"file":"bad-share"})");
    EXPECT_FALSE(std::filesystem::exists(new_place("a").data));
    EXPECT_FALSE(std::filesystem::exists(new_place("a").keys));
    EXPECT_TRUE(restore_with("a", "one", "one.keys", {shares_[3], shares_[1], shares_[2]}));
}

TEST_P(Backups, AnOldFileWithTodaysKeysReadsEverybodyButTheErased) {
    const auto cases = centre_.enrol(6);
    back_up("old");
    centre_.enrol(1);  // Known to today's keyring alone.
    auto request = erase_request({cases[2]});
    request.keys_backup = path("new.keys");
    const auto erased = erase(centre_.place, request, test_now + Days{1}, {});
    ASSERT_TRUE(erased) << erased.error().code << erased.error().detail;
    ASSERT_EQ(erased->to_destroy.size(), 1U);
    EXPECT_EQ(erased->to_destroy[0].path, path("old.keys"));
    ASSERT_TRUE(erased->keys_backup);
    EXPECT_EQ(erased->keys_backup->keys, 12);

    const auto a = restore_from_node("a", "old");
    ASSERT_TRUE(a) << a.error().code << a.error().detail;
    const auto b = restore_with("b", "old", "new.keys", three());
    ASSERT_TRUE(b) << b.error().code;
    for (const node::Place& place : {new_place("a"), new_place("b")}) {
        const auto names = names_readable(place);
        EXPECT_EQ(names.size(), 5U);
        EXPECT_EQ(std::ranges::count(names, surname + "2"), 0);
        EXPECT_EQ(verified(place).unreadable, 2);
    }
}

TEST_P(Backups, TheErasedKeyIsInNoNewFile) {
    const auto cases = centre_.enrol(2);
    const auto before = keys_of(centre_.place);
    auto request = erase_request({cases[0]});
    request.keys_backup = path("new.keys");
    const auto erased = erase(centre_.place, request, test_now, {});
    ASSERT_TRUE(erased) << erased.error().code;
    ASSERT_TRUE(restore({path("one"), {}, {}, {}}, test_now, {}).error().code == "file.not_found");
    back_up("one");
    ASSERT_TRUE(restore_with("a", "one", "new.keys", three()));
    const auto after = keys_of(new_place("a"));
    EXPECT_EQ(after.size(), 2U);
    EXPECT_FALSE(after.contains(hex(erased->keys.at(0))));
    EXPECT_TRUE(before.contains(hex(erased->keys.at(0))));
}

TEST_P(Backups, NothingIsEverWrittenOver) {
    centre_.enrol(1);
    back_up("one");
    const std::string before = file_content(path("one"));
    EXPECT_EQ(refusal(make_backup(centre_.place, path("one"), BackupKeys::with, test_now, {})),
              "backup.file_exists");
    EXPECT_EQ(file_content(path("one")), before);
    std::ofstream(path("two.keys")) << "mine";
    EXPECT_EQ(refusal(make_backup(centre_.place, path("two"), BackupKeys::with, test_now, {})),
              "backup.file_exists");
    EXPECT_FALSE(std::filesystem::exists(path("two")));
    ASSERT_TRUE(restore_with("a", "one", "one.keys", three()));
    EXPECT_EQ(refusal(restore_with("a", "one", "one.keys", three())), "restore.data_exist");
    // The old key file is worth more than the new one.
    node::Place to = new_place("b");
    to.keys = centre_.place.keys;
    EXPECT_EQ(refusal(restore({path("one"), to, KeysFromBackup{path("one.keys"), three()}, {}},
                              test_now, {})),
              "vault.key_file_exists");
    EXPECT_EQ(names_readable(centre_.place).size(), 1U);
}

TEST_P(Backups, EveryChangedByteOfTheKeysIsNoticed) {
    centre_.enrol(1);
    back_up("one");
    const std::string whole = file_content(path("one.keys"));
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        std::string wrong = whole;
        wrong[at] = static_cast<char>(wrong[at] ^ 1);
        std::ofstream(path("wrong.keys"), std::ios::binary | std::ios::trunc) << wrong;
        const auto code = refusal(restore_with("a", "one", "wrong.keys", three()));
        ASSERT_TRUE(code == "vault.key_backup_damaged" || code == "restore.other_node")
            << at << " " << code;
    }
    for (const std::size_t length : {whole.size() - 1, whole.size() - 40, whole.size() / 2}) {
        std::ofstream(path("wrong.keys"), std::ios::binary | std::ios::trunc)
            << whole.substr(0, length);
        EXPECT_EQ(refusal(restore_with("a", "one", "wrong.keys", three())),
                  "vault.key_backup_damaged");
    }
}

TEST_P(Backups, AnotherNodesKeysAreRefused) {
    centre_.enrol(1);
    back_up("one");
    Centre other(store::Dialect::sqlite);
    std::filesystem::create_directories(other.path("backups"));
    const auto shares = other.make_recovery();
    ASSERT_TRUE(make_backup(other.place, other.path("backups/x"), BackupKeys::with, test_now, {}));
    const RestoreRequest request{
        path("one"), new_place("a"), KeysFromBackup{other.path("backups/x.keys"), shares}, {}};
    EXPECT_EQ(refusal(restore(request, test_now, {})), "restore.other_node");
    const RestoreRequest from_disk{path("one"), new_place("a"), {}, other.place};
    EXPECT_EQ(refusal(restore(from_disk, test_now, {})), "restore.other_node");
    EXPECT_EQ(refusal(restore({path("one.keys"), new_place("a"), {}, centre_.place}, test_now, {})),
              "restore.not_a_backup");
}

TEST_P(Backups, WithoutKeysNoRecoveryKeyIsNeeded) {
    Centre plain(GetParam());
    std::filesystem::create_directories(plain.path("backups"));
    plain.enrol(1);
    EXPECT_EQ(
        refusal(make_backup(plain.place, plain.path("backups/x"), BackupKeys::with, test_now, {})),
        "vault.no_recovery_key");
    EXPECT_TRUE(std::filesystem::is_empty(plain.path("backups")));
    const auto made =
        make_backup(plain.place, plain.path("backups/x"), BackupKeys::without, test_now, {});
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_FALSE(made->keys);
    EXPECT_TRUE(list_backups(plain.place)->empty());
    const RestoreRequest request{plain.path("backups/x"), new_place("a"), {}, plain.place};
    ASSERT_TRUE(restore(request, test_now, {}));
    EXPECT_EQ(names_readable(new_place("a")).size(), 1U);
}

TEST_P(Backups, APostgresNodeComesBackIntoAnEmptyDatabase) {
    centre_.enrol(2);
    back_up("one");
    testing::TestDatabase fresh(store::Dialect::postgres);
    const node::Place to{fresh.location().text(), centre_.path("restored-keys/pg.keys")};
    const RestoreRequest request{path("one"), to, KeysFromBackup{path("one.keys"), three()}, {}};
    const auto restored = restore(request, test_now, {});
    ASSERT_TRUE(restored) << restored.error().code << restored.error().detail;
    EXPECT_EQ(names_readable(to).size(), 2U);
    verified(to);
    EXPECT_EQ(refusal(restore({path("one"),
                               node::Place{to.data, centre_.path("restored-keys/2.keys")},
                               KeysFromBackup{path("one.keys"), three()},
                               {}},
                              test_now, {})),
              "restore.data_exist");
    EXPECT_FALSE(std::filesystem::exists(centre_.path("restored-keys/2.keys")));
}

// K2: the associated data hold a sealed fact in its place.
TEST_P(Backups, ASealedFactOpensUnderNoOtherPersonClassOrPosition) {
    centre_.enrol(2);
    const auto db = store::open_reader(node::location_of(centre_.place));
    const auto node = node::load_node(**db, centre_.place);
    ASSERT_TRUE(node);
    std::vector<log::StoredFact> sealed;
    ASSERT_TRUE(log::for_each_fact(**db, [&](const log::StoredFact& fact) -> Result<void> {
        TRY_ASSIGN(const auto header, log::decode_header(fact.header));
        if (header.cls != FactClass::open) sealed.push_back(fact);
        return {};
    }));
    ASSERT_EQ(sealed.size(), 4U);
    const auto opens = [&](const log::StoredFact& text, const log::FactHeader& place) {
        const auto key = node->keyring.find(**db, place.key_id);
        return key && *key &&
               vault::unseal(**key, place.nonce, log::encode_header(place), text.body).has_value();
    };
    const auto first = *log::decode_header(sealed[0].header);
    const auto second = *log::decode_header(sealed[2].header);
    EXPECT_TRUE(opens(sealed[0], first));
    log::FactHeader moved = second;
    moved.nonce = first.nonce;
    EXPECT_FALSE(opens(sealed[0], moved));  // Another person.
    moved = first;
    moved.cls = FactClass::protection;
    EXPECT_FALSE(opens(sealed[0], moved));
    moved = first;
    ++moved.seq;
    EXPECT_FALSE(opens(sealed[0], moved));
    moved = first;
    moved.site[0] ^= 1;
    EXPECT_FALSE(opens(sealed[0], moved));
}

// K2 for the keys themselves: a wrapped key opens in no other row.
TEST_P(Backups, AWrappedKeyOpensInNoOtherRow) {
    centre_.enrol(2);
    const auto database =
        store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
    store::Connection& db = *database->connection;
    const auto rows =
        db.rows("select key_id, nonce, wrap from keyring where class = 1 order by key_id");
    ASSERT_EQ(rows->size(), 2U);
    const auto file = node::open_key_file(centre_.place);
    const vault::Keyring keyring(file->keks().copy());
    const auto first_id = fixed_bytes<16>((*rows)[0].bytes(0));
    ASSERT_TRUE(keyring.find(db, first_id));
    ASSERT_TRUE(db.run("update keyring set nonce = ?, wrap = ? where key_id = ?",
                       (*rows)[1].bytes(1), (*rows)[1].bytes(2), first_id));
    EXPECT_EQ(refusal(keyring.find(db, first_id)), "vault.seal_broken");
    ASSERT_TRUE(db.run("update keyring set nonce = ?, wrap = ?, class = 4 where key_id = ?",
                       (*rows)[0].bytes(1), (*rows)[0].bytes(2), first_id));
    EXPECT_EQ(refusal(keyring.find(db, first_id)), "vault.seal_broken");
}

// One damaged row of the keyring keeps nobody else from a backup, a rotation or an erasure.
TEST_P(Backups, ADamagedKeyIsLeftOutAndSaidAndAllOthersComeBack) {
    centre_.enrol(3);
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run(
            "update keyring set generation = 99 where key_id = "
            "(select key_id from keyring where class = 1 order by key_id limit 1)"));
    }
    {
        auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        auto file = node::open_key_file(centre_.place);
        const auto rotated = vault::rotate(*database->connection, *file, {});
        ASSERT_TRUE(rotated) << rotated.error().code;
        EXPECT_EQ(rotated->generation, 2);
    }
    const auto made = make_backup(centre_.place, path("one"), BackupKeys::with, test_now, {});
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_EQ(made->keys->keys, 5);
    EXPECT_EQ(made->keys->left_out, 1);
    const auto restored = restore_with("a", "one", "one.keys", three());
    ASSERT_TRUE(restored) << restored.error().code;
    EXPECT_EQ(restored->without_key, 1);
    EXPECT_EQ(names_readable(new_place("a")).size(), 2U);
    // The damaged one and the missing one are said, in each place.
    EXPECT_FALSE(report_of(centre_.place).problems.empty());
    EXPECT_FALSE(report_of(new_place("a")).problems.empty());
}

TEST_P(Backups, ALockedNodeEndsSessionsAndOpensOnlyWithItsKeyFile) {
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run(
            "insert into session(token, account, began_at) values (?, 1, 0)", Bytes(32, 1)));
    }
    const auto locked = lock_node(centre_.place, test_now);
    ASSERT_TRUE(locked) << locked.error().code;
    EXPECT_EQ(*locked, Locked::here);
    {
        const auto db = store::open_reader(node::location_of(centre_.place));
        EXPECT_EQ(refusal(vault::refuse_if_locked(**db)), "vault.locked");
        EXPECT_EQ(
            (*db)->first("select count(*) from session where ended_at is null").value()->integer(0),
            0);
    }
    const std::string away = centre_.place.keys + ".away";
    std::filesystem::rename(centre_.place.keys, away);
    EXPECT_EQ(refusal(unlock_node(centre_.place, test_now)), "vault.key_file_missing");
    ASSERT_TRUE(vault::KeyFile::create(centre_.place.keys, ""));
    EXPECT_EQ(refusal(unlock_node(centre_.place, test_now)), "vault.wrong_key_file");
    std::filesystem::rename(away, centre_.place.keys);
    const auto state = unlock_node(centre_.place, test_now);
    ASSERT_TRUE(state) << state.error().code;
    EXPECT_EQ(*state, KeyFileState::in_clear);
    const auto db = store::open_reader(node::location_of(centre_.place));
    EXPECT_TRUE(vault::refuse_if_locked(**db));
}

TEST_P(Backups, ARunningServerIsLockedByASignalAndForgetsItsKeys) {
    centre_.enrol(1);
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    auto node = centre_.open();
    auto mark = node::ServingMark::make(centre_.place);
    ASSERT_TRUE(mark) << mark.error().code;
    EXPECT_EQ(refusal(node::ServingMark::make(centre_.place)), "store.in_use");
    vault::LockSwitch lock;
    prepare_lock(lock, *node.writer, *node.node);
    std::thread server([&] {
        int signal = 0;
        sigwait(&set, &signal);
        lock.lock({});
    });
    const auto locked = lock_node(centre_.place, test_now);
    server.join();
    ASSERT_TRUE(locked) << locked.error().code;
    EXPECT_EQ(*locked, Locked::by_the_server);
    EXPECT_TRUE(node.node->secrets.forgotten());
    EXPECT_EQ(hex(node.node->secrets.mac_key()), std::string(64, '0'));
    const auto db = store::open_reader(node::location_of(centre_.place));
    const auto id = (*db)->first("select key_id from keyring");
    ASSERT_TRUE(id && *id);
    EXPECT_EQ(refusal(node.node->keyring.find(**db, fixed_bytes<16>((*id)->bytes(0)))),
              "vault.locked");
}

TEST_P(Backups, WithoutAServerThereIsNoServingProcess) {
    EXPECT_FALSE(node::serving_process(centre_.place));
    {
        const auto mark = node::ServingMark::make(centre_.place);
    }
    EXPECT_FALSE(node::serving_process(centre_.place));  // A number is left, and no lock.
}

}  // namespace
}  // namespace jatigi::jobs

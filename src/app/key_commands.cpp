#include "app/key_commands.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/terminal.h"
#include "jobs/backup.h"
#include "jobs/backup_restore.h"
#include "jobs/erase.h"
#include "jobs/lock.h"
#include "jobs/recovery_key.h"
#include "node/views.h"
#include "platform/base/text.h"
#include "platform/log/write_alone.h"
#include "platform/store/transaction.h"
#include "platform/vault/private_file.h"

namespace jatigi::app {
namespace {

// Every ten thousandth, so that a slow disk is seen to work.
log::Progress progress_of(const char* what) {
    return [what](std::int64_t done) {
        if (done % 10'000 == 0) std::cerr << what << " " << done << "\n";
    };
}

// The writer's lock, current schema, and no rotation left from earlier.
struct OpenKeys {
    store::WritableDatabase database;
    vault::KeyFile file;
};
Result<OpenKeys> open_keys(const node::Place& place) {
    TRY_ASSIGN(auto database, node::open_to_write(place, store::IfMissing::refuse));
    TRY(store::migrate(*database.connection, node::migrations(), node::system_clock()()));
    TRY_ASSIGN(auto file, node::open_key_file(place));
    TRY(vault::finish_rotation(*database.connection, file));
    return OpenKeys{std::move(database), std::move(file)};
}

void print_older(const std::vector<jobs::ListedBackup>& older) {
    if (older.empty()) return;
    std::cout << "Destroy every copy of these older backups of keys; they still open what was "
                 "erased:\n";
    for (const jobs::ListedBackup& backup : older) {
        std::error_code problem;
        std::cout << fmt::format(
            "  {}  {} keys  {}{}\n", instant_text(backup.at), backup.keys, backup.path,
            std::filesystem::exists(backup.path, problem) ? "  (is here)" : "");
    }
}

Result<std::vector<std::string>> case_lines(const std::string& path) {
    constexpr std::size_t bytes_max = 1UL << 20U;
    TRY_ASSIGN(const auto text, vault::read_private(path, bytes_max));
    std::vector<std::string> cases;
    std::string_view lines = text.text();
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // Editors on Windows begin so.
    if (lines.starts_with(byte_order_mark)) lines.remove_prefix(byte_order_mark.size());
    for (const std::string& line : split(lines, '\n'))
        if (std::string one = trim(line); !one.empty() && one.front() != '#')
            cases.push_back(std::move(one));
    return cases;
}

Result<vault::RecoveryPublic> make_recovery(const node::Place& place, const std::string& folder,
                                            bool replace) {
    TRY_ASSIGN(const auto open, open_keys(place));
    store::Connection& db = *open.database.connection;
    TRY_ASSIGN(const log::Node node, node::load_node(db, open.file));
    const auto earlier = jobs::find_recovery_key(db, node);
    if (!replace && !earlier) return std::unexpected(earlier.error());
    if (!replace && *earlier)
        return refuse(ErrorKind::conflict, "vault.recovery_key_exists",
                      "a new one needs --replace; older FILE.keys need the older shares");
    if (!node::location_of(place).is_postgres()) {
        std::error_code problem;
        const auto inside =
            std::filesystem::weakly_canonical(folder, problem)
                .lexically_relative(std::filesystem::weakly_canonical(place.data, problem));
        if (!inside.empty() && *inside.begin() != "..")
            return refuse(ErrorKind::invalid, "vault.keys_inside_data",
                          "shares must lie outside the data directory");
    }
    TRY_ASSIGN(const node::Settings settings, node::read_settings(db));
    TRY_ASSIGN(const auto made,
               vault::make_recovery_key(settings.node_name,
                                        std::chrono::floor<Days>(node::system_clock()())));
    for (std::size_t i = 0; i < made.shares.size(); ++i)
        TRY(vault::create_private(fmt::format("{}/share-{}-of-5.txt", folder, i + 1),
                                  made.shares[i].view()));
    TRY(store::in_transaction(db, [&] {
        return log::write_alone(
            db, node, node::all_views(), node::system_clock()(),
            [&made](log::WriteTx& tx) { return jobs::keep_recovery_key(tx, made.pub); });
    }));
    return made.pub;
}

struct PassphraseCommand {
    const node::Place& place;
    bool remove_passphrase = false;

    Command described() {
        return {.name = "passphrase",
                .help = "Set or change the passphrase of the key file; --remove takes it away",
                .arguments = {{"--remove", "Take the passphrase away", &remove_passphrase}}};
    }
    int run() {
        // With the writer's lock: a rotation beside us would write the same file.
        auto open = open_keys(place);
        if (!open) return report(open.error());
        if (remove_passphrase) {
            if (const auto done = open->file.remove_passphrase(); !done)
                return report(done.error());
            std::cout << "the key file has no passphrase any more\n";
            return 0;
        }
        const auto chosen = place.passphrase(vault::PassphraseUse::choose);
        if (!chosen) return report(chosen.error());
        if (const auto done = open->file.set_passphrase(*chosen); !done)
            return report(done.error());
        std::cout
            << "The key file has a passphrase now. Copies of the file from before do not: destroy "
               "them.\nWithout the passphrase only the recovery key opens the files again.\n";
        return 0;
    }
};

struct RotateCommand {
    const node::Place& place;

    Command described() {
        return {.name = "rotate",
                .help = "Make a new key for the key file and destroy the old one"};
    }
    int run() {
        auto open = open_keys(place);
        if (!open) return report(open.error());
        vault::RotationHooks hooks;
        hooks.progress = progress_of("wrapping keys:");
        const auto done = vault::rotate(*open->database.connection, open->file, hooks);
        if (!done) return report(done.error());
        std::cout << fmt::format(
            "{} keys, generation {}; copies of the older key file open nothing new, and this one "
            "no older backup. Make a backup now.\n",
            done->keys, done->generation);
        return 0;
    }
};

struct RecoveryCommand {
    const node::Place& place;
    std::string folder{};
    bool replace = false;

    Command described() {
        return {.name = "recovery",
                .help = "Make the recovery key: five shares, of which three restore a lost node",
                .arguments = {{"DIR", "Folder for the five shares", &folder, true},
                              {"--replace", "Replace an earlier recovery key", &replace}}};
    }
    int run() {
        const auto made = make_recovery(place, folder, replace);
        if (!made) return report(made.error());
        std::cout << "recovery key " << hex(made->id) << ": five shares in " << folder
                  << "\nGive each to another person in another place, then delete this folder.\n";
        return 0;
    }
};

struct BackupCommand {
    const node::Place& place;
    std::string file{};
    bool without_keys = false;

    Command described() {
        return {.name = "backup",
                .help = "Write FILE (all but keys) and FILE.keys, both sealed to the recovery key",
                .arguments = {{"FILE", "A new file", &file, true},
                              {"--without-keys", "Write FILE alone: it cannot restore names",
                               &without_keys}}};
    }
    int run() {
        const auto done = jobs::make_backup(
            place, file, without_keys ? jobs::BackupKeys::without : jobs::BackupKeys::with,
            node::system_clock()(), progress_of("backup: row"));
        if (!done) return report(done.error());
        std::cout << fmt::format("{}: {} facts\n", file, done->facts);
        if (!done->file.recovery)
            std::cout << fmt::format(
                "{} opens with this node's key file alone, as long as no rotation, erasure or "
                "restore makes a new one: make a recovery key with `jatigi keys recovery DIR`\n",
                file);
        if (done->keys)
            std::cout << fmt::format(
                "{}.keys: {} keys, opened by three shares of recovery key {}\n", file,
                done->keys->keys, hex(done->keys->recovery));
        if (done->keys && done->keys->left_out > 0)
            std::cerr << fmt::format(
                "warning: {} keys are damaged and not in {}.keys: run `jatigi "
                "verify`; an older .keys file may have them\n",
                done->keys->left_out, file);
        return 0;
    }
};

struct RestoreCommand {
    const node::Place& place;
    std::string file{}, to{}, from_keys{}, keyring_of{}, old_keys{};
    std::vector<std::string> shares{};

    Command described() {
        return {.name = "restore",
                .help = "Make a node again from a backup; --keys names the new key file",
                .arguments = {{"FILE", "The backup", &file, true},
                              {"--to", "New data: a directory, or postgresql://…", &to, true},
                              {.name = "--from-keys",
                               .help = "FILE.keys, opened with three shares",
                               .into = &from_keys,
                               .excludes = "--keyring-of"},
                              {.name = "--share",
                               .help = "A share of the recovery key; three times. With "
                                       "--keyring-of: for a FILE from before a rotation",
                               .into = &shares},
                              {"--keyring-of",
                               "Take the keys from these data, which still have them", &keyring_of},
                              {.name = "--old-keys",
                               .help = "Key file of --keyring-of",
                               .into = &old_keys,
                               .needs = "--keyring-of"}}};
    }
    int run() {
        jobs::RestoreRequest request{.file = file, .to = {to, place.keys}};
        if (!keyring_of.empty()) {
            request.from_node = node::Place{keyring_of, old_keys, place.passphrase};
            request.shares = shares;
        } else {
            request.from_backup = jobs::KeysFromBackup{from_keys, shares};
        }
        const auto done = jobs::restore(request, node::system_clock()(), progress_of("restore:"));
        if (!done) return report(done.error());
        std::cout
            << fmt::format("data: {}\nkeys: {}\n{} facts, {} keys, epoch {}\n", to,
                           node::key_path_of(request.to), done->facts, done->keys, done->epoch)
            << fmt::format("{} people erased and {} legal holds placed since the backup\n",
                           done->erased, done->holds)
            << "Run `jatigi verify`. Stock is frozen until it is counted. Never start the older "
               "data again.\n";
        if (done->file_in_clear)
            std::cerr << fmt::format(
                "warning: {} is of an earlier version and lies in clear: make a new backup and "
                "destroy it\n",
                file);
        if (done->without_key > 0)
            std::cerr << fmt::format(
                "warning: {} people have no key and cannot be read. If they were erased, erase "
                "them "
                "again; if not, a younger .keys file has their keys.\n",
                done->without_key);
        print_quarantine(done->quarantine);
        return 0;
    }
};

std::string approval_prompt(const jobs::TwoPeople& people) {
    return "password of " + people.approved_by + ", who approves: ";
}

struct EraseCommand {
    const node::Place& place;
    std::vector<std::string> cases{};
    std::string list{}, reason{}, keys_backup{};
    jobs::TwoPeople people{};

    Command described() {
        return {
            .name = "erase",
            .help = "Erase people for good; two people decide",
            .arguments = {
                {.name = "CASE", .help = "Case numbers", .into = &cases, .plain = true},
                {"--file", "A file with one case number on each line", &list},
                {"--reason", "withdrawn_consent, request, retention or error", &reason, true},
                {"--requested-by", "Account of who asks for it", &people.requested_by, true, true},
                {"--approved-by", "Account of who approves it", &people.approved_by, true, true},
                {"--keys-backup", "Write a new FILE.keys", &keys_backup}}};
    }
    int run() {
        if (!list.empty()) {
            const auto more = case_lines(list);
            if (!more) return report(more.error());
            cases.insert(cases.end(), more->begin(), more->end());
        }
        vault::RotationHooks hooks;
        hooks.progress = progress_of("wrapping keys:");
        people.approver_password = ask_secret(approval_prompt(people));
        const auto done =
            jobs::erase(place, {cases, reason, people, keys_backup}, node::system_clock()(), hooks);
        if (!done) return report(done.error());
        std::cout << fmt::format("{} erased, {} had been erased before; key generation {}\n",
                                 done->erased, done->already, done->generation);
        for (const vault::KeyId& key : done->keys)
            std::cout << "ERASED " << hex(key) << " " << instant_text(done->at) << "\n";
        if (done->keys_backup)
            std::cout << fmt::format("{}: {} keys, read back\n", keys_backup,
                                     done->keys_backup->keys);
        else
            std::cout << "no new backup of keys was written (--keys-backup FILE)\n";
        print_older(done->to_destroy);
        return 0;
    }
};

struct HoldCommand {
    const node::Place& place;
    std::string case_number{}, reason{}, until{};
    bool release = false;
    jobs::TwoPeople people{};

    Command described() {
        return {
            .name = "hold",
            .help = "A legal hold: a person who must not be erased",
            .arguments = {{"CASE", "Case number", &case_number, true, true},
                          {"--reason", "court_order, investigation, complaint or audit", &reason},
                          {"--until", "Last day, YYYY-MM-DD", &until},
                          {"--release", "Take the hold away; two people decide", &release},
                          {.name = "--requested-by",
                           .help = "Account of who asks for the release",
                           .into = &people.requested_by,
                           .plain = true,
                           .needs = "--release"},
                          {.name = "--approved-by",
                           .help = "Account of who approves it",
                           .into = &people.approved_by,
                           .plain = true,
                           .needs = "--release"}}};
    }
    int run() {
        const Instant now = node::system_clock()();
        Result<void> done;
        if (release) {
            people.approver_password = ask_secret(approval_prompt(people));
            done = jobs::release(place, case_number, people, now);
        } else {
            const auto last_day = parse_day(until);
            if (!last_day) return report({ErrorKind::invalid, "day.unreadable", until, {}});
            done = jobs::hold(place, case_number, {reason, *last_day}, now);
        }
        if (!done) return report(done.error());
        std::cout << (release ? "released\n" : "held until " + until + "\n");
        return 0;
    }
};

struct LockCommand {
    const node::Place& place;

    Command described() {
        return {.name = "lock",
                .help = "Emergency: end all sessions, wipe keys from memory, stay locked"};
    }
    int run() {
        const auto done = jobs::lock_node(place, node::system_clock()());
        if (!done) return report(done.error());
        std::cout << (*done == jobs::Locked::by_the_server
                          ? "locked: the server holds no keys any more\n"
                          : "locked: no server runs, and none will start\n");
        return 0;
    }
};

struct UnlockCommand {
    const node::Place& place;

    Command described() {
        return {.name = "unlock", .help = "Allow `serve` again; needs the key file"};
    }
    int run() {
        const auto state = jobs::unlock_node(place, node::system_clock()());
        if (!state) return report(state.error());
        std::cout << "unlocked\n";
        if (*state == jobs::KeyFileState::in_clear)
            std::cerr
                << "warning: the key file has no passphrase: who takes the machine can unlock it, "
                   "too. Set one with `jatigi keys passphrase`.\n";
        return 0;
    }
};

}  // namespace

std::vector<Command> key_commands(const node::Place& place) {
    return {{.name = "keys",
             .help = "The key file and the recovery key",
             .commands = {command_of<PassphraseCommand>(place), command_of<RotateCommand>(place),
                          command_of<RecoveryCommand>(place)}},
            command_of<BackupCommand>(place),
            command_of<RestoreCommand>(place),
            command_of<EraseCommand>(place),
            command_of<HoldCommand>(place),
            command_of<LockCommand>(place),
            command_of<UnlockCommand>(place)};
}

}  // namespace jatigi::app

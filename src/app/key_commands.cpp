#include "app/key_commands.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "jobs/lock.h"
#include "app/terminal.h"
#include "platform/base/text.h"
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
Result<OpenKeys> open_keys(const Place& place) {
    TRY_ASSIGN(auto database, open_to_write(place, store::IfMissing::refuse));
    TRY(store::migrate(*database.connection, migrations(), system_clock()()));
    TRY_ASSIGN(auto file, open_key_file(place));
    TRY(vault::finish_rotation(*database.connection, file));
    return OpenKeys{std::move(database), std::move(file)};
}

void print_older(const std::vector<ListedBackup>& older) {
    if (older.empty()) return;
    std::cout << "Destroy every copy of these older backups of keys; they still open what was "
                 "erased:\n";
    for (const ListedBackup& backup : older) {
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

Result<vault::RecoveryPublic> make_recovery(const Place& place, const std::string& folder,
                                            bool replace) {
    TRY_ASSIGN(const auto open, open_keys(place));
    store::Connection& db = *open.database.connection;
    TRY_ASSIGN(const log::Node node, load_node(db, open.file));
    const auto earlier = vault::find_recovery_key(db, node.secrets);
    if (!replace && !earlier) return std::unexpected(earlier.error());
    if (!replace && *earlier)
        return refuse(ErrorKind::conflict, "vault.recovery_key_exists",
                      "a new one needs --replace; older FILE.keys need the older shares");
    if (!location_of(place).is_postgres()) {
        std::error_code problem;
        const auto inside =
            std::filesystem::weakly_canonical(folder, problem)
                .lexically_relative(std::filesystem::weakly_canonical(place.data, problem));
        if (!inside.empty() && *inside.begin() != "..")
            return refuse(ErrorKind::invalid, "vault.keys_inside_data",
                          "shares must lie outside the data directory");
    }
    TRY_ASSIGN(const Settings settings, app::read_settings(db));
    TRY_ASSIGN(
        const auto made,
        vault::make_recovery_key(settings.node_name, std::chrono::floor<Days>(system_clock()())));
    for (std::size_t i = 0; i < made.shares.size(); ++i)
        TRY(vault::create_private(fmt::format("{}/share-{}-of-5.txt", folder, i + 1),
                                  made.shares[i].view()));
    TRY(db.begin());
    if (auto kept = vault::keep_recovery_key(db, node.secrets, made.pub); !kept) {
        db.rollback();
        return std::unexpected(kept.error());
    }
    TRY(db.commit());
    return made.pub;
}

}  // namespace

void KeyCommands::on(CLI::App* command, int (KeyCommands::*run)()) {
    command->callback([this, run] { action_ = [this, run] { return (this->*run)(); }; });
}

void KeyCommands::add_to(CLI::App& app) {
    place_.passphrase = vault::passphrase_from_terminal();
    app.add_option_function<int>(
        "--passphrase-fd",
        [this](int descriptor) {
            place_.passphrase = vault::passphrase_from_descriptor(descriptor);
        },
        "Read the key file's passphrase from this file descriptor, not from the terminal");
    add_keys(app);
    add_backup(app);
    add_restore(app);
    add_erase(app);
    add_hold(app);
    add_lock(app);
}

void KeyCommands::add_keys(CLI::App& app) {
    CLI::App* keys = app.add_subcommand("keys", "The key file and the recovery key");
    keys->require_subcommand(1);
    CLI::App* passphrase = keys->add_subcommand(
        "passphrase", "Set or change the passphrase of the key file; --remove takes it away");
    passphrase->add_flag("--remove", remove_passphrase_, "Take the passphrase away");
    on(passphrase, &KeyCommands::run_passphrase);
    on(keys->add_subcommand("rotate", "Make a new key for the key file and destroy the old one"),
       &KeyCommands::run_rotate);
    CLI::App* recovery = keys->add_subcommand(
        "recovery", "Make the recovery key: five shares, of which three restore a lost node");
    recovery->add_option("DIR", folder_, "Folder for the five shares")->required();
    recovery->add_flag("--replace", replace_, "Replace an earlier recovery key");
    on(recovery, &KeyCommands::run_recovery);
}

void KeyCommands::add_backup(CLI::App& app) {
    CLI::App* backup = app.add_subcommand(
        "backup", "Write FILE (the log, no keys) and FILE.keys (sealed to the recovery key)");
    backup->add_option("FILE", file_, "A new file")->required();
    backup->add_flag("--without-keys", without_keys_, "Write FILE alone: it cannot restore names");
    on(backup, &KeyCommands::run_backup);
}

void KeyCommands::add_restore(CLI::App& app) {
    CLI::App* restore = app.add_subcommand(
        "restore", "Make a node again from a backup; --keys names the new key file");
    restore->add_option("FILE", file_, "The backup")->required();
    restore->add_option("--to", to_, "New data: a directory, or postgresql://…")->required();
    CLI::Option* from_keys =
        restore->add_option("--from-keys", from_keys_, "FILE.keys, opened with three shares");
    restore->add_option("--share", shares_, "A share of the recovery key; three times")
        ->needs(from_keys);
    CLI::Option* keyring_of = restore->add_option(
        "--keyring-of", keyring_of_, "Take the keys from these data, which still have them");
    restore->add_option("--old-keys", old_keys_, "Key file of --keyring-of")->needs(keyring_of);
    from_keys->excludes(keyring_of);
    on(restore, &KeyCommands::run_restore);
}

void KeyCommands::add_erase(CLI::App& app) {
    CLI::App* erase = app.add_subcommand("erase", "Erase people for good; two people decide");
    erase->add_option("CASE", cases_, "Case numbers")->check(not_plain);
    erase->add_option("--file", list_, "A file with one case number on each line");
    erase->add_option("--reason", reason_, "withdrawn_consent, request, retention or error")
        ->required();
    erase->add_option("--requested-by", people_.requested_by, "Account of who asks for it")
        ->required()
        ->check(not_plain);
    erase->add_option("--approved-by", people_.approved_by, "Account of who approves it")
        ->required()
        ->check(not_plain);
    erase->add_option("--keys-backup", keys_backup_, "Write a new FILE.keys");
    on(erase, &KeyCommands::run_erase);
}

void KeyCommands::add_hold(CLI::App& app) {
    CLI::App* hold = app.add_subcommand("hold", "A legal hold: a person who must not be erased");
    hold->add_option("CASE", case_, "Case number")->required()->check(not_plain);
    hold->add_option("--reason", reason_, "court_order, investigation, complaint or audit");
    hold->add_option("--until", until_, "Last day, YYYY-MM-DD");
    CLI::Option* release =
        hold->add_flag("--release", release_, "Take the hold away; two people decide");
    hold->add_option("--requested-by", people_.requested_by, "Account of who asks for the release")
        ->needs(release)
        ->check(not_plain);
    hold->add_option("--approved-by", people_.approved_by, "Account of who approves it")
        ->needs(release)
        ->check(not_plain);
    on(hold, &KeyCommands::run_hold);
}

void KeyCommands::add_lock(CLI::App& app) {
    on(app.add_subcommand("lock",
                          "Emergency: end all sessions, wipe keys from memory, stay locked"),
       &KeyCommands::run_lock);
    on(app.add_subcommand("unlock", "Allow `serve` again; needs the key file"),
       &KeyCommands::run_unlock);
}

int KeyCommands::run_passphrase() {
    // With the writer's lock: a rotation beside us would write the same file.
    auto open = open_keys(place_);
    if (!open) return report(open.error());
    if (remove_passphrase_) {
        if (const auto done = open->file.remove_passphrase(); !done) return report(done.error());
        std::cout << "the key file has no passphrase any more\n";
        return 0;
    }
    const auto chosen = place_.passphrase(vault::PassphraseUse::choose);
    if (!chosen) return report(chosen.error());
    if (const auto done = open->file.set_passphrase(*chosen); !done) return report(done.error());
    std::cout
        << "The key file has a passphrase now. Copies of the file from before do not: destroy "
           "them.\nWithout the passphrase only the recovery key opens the files again.\n";
    return 0;
}

int KeyCommands::run_rotate() {
    auto open = open_keys(place_);
    if (!open) return report(open.error());
    vault::RotationHooks hooks;
    hooks.progress = progress_of("wrapping keys:");
    const auto done = vault::rotate(*open->database.connection, open->file, hooks);
    if (!done) return report(done.error());
    std::cout << fmt::format(
        "{} keys, generation {}; copies of the older key file open nothing new. "
        "Make a backup now.\n",
        done->keys, done->generation);
    return 0;
}

int KeyCommands::run_recovery() {
    const auto made = make_recovery(place_, folder_, replace_);
    if (!made) return report(made.error());
    std::cout << "recovery key " << hex(made->id) << ": five shares in " << folder_
              << "\nGive each to another person in another place, then delete this folder.\n";
    return 0;
}

int KeyCommands::run_backup() {
    const auto done =
        make_backup(place_, file_, without_keys_ ? BackupKeys::without : BackupKeys::with,
                    system_clock()(), progress_of("backup: row"));
    if (!done) return report(done.error());
    std::cout << fmt::format("{}: {} facts\n", file_, done->facts);
    if (done->keys)
        std::cout << fmt::format("{}.keys: {} keys, opened by three shares of recovery key {}\n",
                                 file_, done->keys->keys, hex(done->keys->recovery));
    if (done->keys && done->keys->left_out > 0)
        std::cerr << fmt::format("warning: {} keys are damaged and not in {}.keys: run `jatigi "
                                 "verify`; an older .keys file may have them\n",
                                 done->keys->left_out, file_);
    return 0;
}

int KeyCommands::run_restore() {
    RestoreRequest request{.file = file_, .to = {to_, place_.keys}};
    if (!keyring_of_.empty())
        request.from_node = Place{keyring_of_, old_keys_, place_.passphrase};
    else
        request.from_backup = KeysFromBackup{from_keys_, shares_};
    const auto done = restore(request, system_clock()(), progress_of("restore:"));
    if (!done) return report(done.error());
    std::cout << fmt::format("data: {}\nkeys: {}\n{} facts, {} keys, epoch {}\n", to_,
                             key_path_of(request.to), done->facts, done->keys, done->epoch)
              << fmt::format("{} people erased and {} legal holds placed since the backup\n",
                             done->erased, done->holds)
              << "Run `jatigi verify`. Stock is frozen until it is counted. Never start the older "
                 "data again.\n";
    if (done->without_key > 0)
        std::cerr << fmt::format(
            "warning: {} people have no key and cannot be read. If they were erased, erase them "
            "again; if not, a younger .keys file has their keys.\n",
            done->without_key);
    print_quarantine(done->quarantine);
    return 0;
}

int KeyCommands::run_erase() {
    if (!list_.empty()) {
        const auto more = case_lines(list_);
        if (!more) return report(more.error());
        cases_.insert(cases_.end(), more->begin(), more->end());
    }
    vault::RotationHooks hooks;
    hooks.progress = progress_of("wrapping keys:");
    const auto done =
        erase(place_, {cases_, reason_, people_, keys_backup_}, system_clock()(), hooks);
    if (!done) return report(done.error());
    std::cout << fmt::format("{} erased, {} had been erased before; key generation {}\n",
                             done->erased, done->already, done->generation);
    for (const vault::KeyId& key : done->keys)
        std::cout << "ERASED " << hex(key) << " " << instant_text(done->at) << "\n";
    if (done->keys_backup)
        std::cout << fmt::format("{}: {} keys, read back\n", keys_backup_, done->keys_backup->keys);
    else
        std::cout << "no new backup of keys was written (--keys-backup FILE)\n";
    print_older(done->to_destroy);
    return 0;
}

int KeyCommands::run_hold() {
    const Instant now = system_clock()();
    Result<void> done;
    if (release_) {
        done = release(place_, case_, people_, now);
    } else {
        const auto until = parse_day(until_);
        if (!until) return report({ErrorKind::invalid, "day.unreadable", until_, {}});
        done = hold(place_, case_, {reason_, *until}, now);
    }
    if (!done) return report(done.error());
    std::cout << (release_ ? "released\n" : "held until " + until_ + "\n");
    return 0;
}

int KeyCommands::run_lock() {
    const auto done = lock_node(place_, system_clock()());
    if (!done) return report(done.error());
    std::cout << (*done == Locked::by_the_server ? "locked: the server holds no keys any more\n"
                                                 : "locked: no server runs, and none will start\n");
    return 0;
}

int KeyCommands::run_unlock() {
    const auto state = unlock_node(place_, system_clock()());
    if (!state) return report(state.error());
    std::cout << "unlocked\n";
    if (*state == KeyFileState::in_clear)
        std::cerr
            << "warning: the key file has no passphrase: who takes the machine can unlock it, "
               "too. Set one with `jatigi keys passphrase`.\n";
    return 0;
}

}  // namespace jatigi::app

#include "jobs/backup.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "jobs/recovery_key.h"
#include "platform/base/text.h"
#include "platform/log/chain_proof.h"
#include "platform/log/head.h"
#include "platform/log/log_end.h"
#include "platform/log/read.h"
#include "platform/store/sqlite.h"
#include "platform/store/transaction.h"
#include "platform/vault/data_copy.h"
#include "platform/vault/private_file.h"
#include "platform/vault/unsealed_folder.h"

namespace jatigi::jobs {
namespace {

constexpr std::size_t list_bytes_max = 16UL << 20U;

std::string keys_path(const std::string& file) {
    return file + ".keys";
}

Result<void> refuse_existing(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, problem)))
        return refuse(ErrorKind::conflict, "backup.file_exists", path);
    return {};
}

// The scripts that the source has seen: an older store is backed up as it is.
Result<std::span<const store::Migration>> migrations_of(store::Connection& db) {
    TRY_ASSIGN(const std::int64_t number, vault::schema_number(db));
    if (number > static_cast<std::int64_t>(node::migrations().size()))
        return refuse(ErrorKind::unavailable, "store.newer_schema",
                      "these data belong to a later version of jatigi");
    return node::migrations().first(static_cast<std::size_t>(number));
}

// Vouches for the copy to its last fact, which the running server may not have signed yet.
Result<void> sign_copy(store::Connection& copy, const log::Node& node, Instant now) {
    TRY_ASSIGN(const log::Head head, log::load_head(copy));
    return store::in_transaction(copy, [&] { return log::sign_head(copy, node, head, now); });
}

// The copy is vouched for: nothing of somebody else's may stand at its end.
Result<void> check_log_of(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const std::int64_t schema, vault::schema_number(db));
    if (schema < static_cast<std::int64_t>(node::migrations().size())) return {};
    TRY(log::require_own_end(db, node));
    // This process saw nothing before: a fact that is filed elsewhere for as long as a backup takes
    // makes an earlier recovery key the last again.
    TRY_ASSIGN(const auto proof, log::load_proof(db, node));
    if (!proof) return {};
    TRY_ASSIGN(const log::ChainState state,
               log::know_chain(db, node, *proof, {{std::string(recovery_key_kind)}}));
    const auto refuse_fact = [](std::int64_t pos, std::string_view why) {
        return refuse(ErrorKind::unavailable, "log.altered", fmt::format("fact {} {}", pos, why));
    };
    if (!state.misfiled.empty())
        return refuse_fact(state.misfiled.front().pos, "is filed under another stream");
    if (!state.misnumbered.empty())
        return refuse_fact(state.misnumbered.front().pos, "has other numbers beside it");
    // A broken byte stops no backup; a recovery key that nothing proves does.
    TRY_ASSIGN(const auto of_key, log::positions_of_kind(db, recovery_key_kind));
    for (const log::ChainBreak& one : state.breaks)
        for (const std::int64_t pos : of_key)
            if (std::ranges::binary_search(one.unproven, pos))
                return refuse_fact(pos, "says what the recovery key is, and nothing proves it");
    return {};
}

struct Copying {
    const log::Node& node;
    Instant now;
    const log::Progress& progress;
};
// The data without keys, in clear.
Result<std::int64_t> write_copy(store::Connection& db, const std::string& path,
                                const Copying& with) {
    TRY(vault::create_private(path, {}));  // SQLite fills it; its mode stays.
    TRY_ASSIGN(const auto copy,
               store::open_sqlite({.path = path, .access = store::SqliteAccess::write}));
    TRY_ASSIGN(const auto scripts, migrations_of(db));
    TRY(store::migrate(*copy, scripts, with.now));
    TRY_ASSIGN(const auto tables, vault::tables_to_copy(*copy));
    TRY_ASSIGN(const std::int64_t rows,
               vault::copy_tables(db, *copy, tables, vault::Commits::now_and_then, with.progress));
    TRY(sign_copy(*copy, with.node, with.now));
    TRY(vault::close_to_one_file(*copy));
    return rows;
}

Result<std::string> node_name(store::Connection& db) {
    TRY_ASSIGN(const node::Settings settings, node::read_settings(db));
    return settings.node_name;
}

struct Wanted {
    const std::string& file;
    BackupKeys keys;
};
Result<BackupReport> make_in_snapshot(store::Connection& db, const node::Place& place,
                                      const Wanted& wanted, Instant now,
                                      const log::Progress& progress) {
    BackupReport report;
    TRY_ASSIGN(const auto content, vault::content_of(db));
    report.facts = content.facts;
    TRY_ASSIGN(const auto key_file, node::open_key_file(place));
    TRY_ASSIGN(const log::Node node, node::load_node(db, key_file));
    TRY(check_log_of(db, node));
    TRY_ASSIGN(const auto recovery, find_recovery_key(db, node));
    if (!recovery && wanted.keys == BackupKeys::with)
        return refuse(ErrorKind::conflict, "vault.no_recovery_key",
                      "make one with `jatigi keys recovery DIR`, or say --without-keys");
    TRY_ASSIGN(const std::string name, node_name(db));
    TRY_ASSIGN(const auto folder, vault::UnsealedFolder::make(node::unsealed_path_of(place)));
    const std::string copy = folder.path("copy.db");
    TRY_ASSIGN(report.rows, write_copy(db, copy, {node, now, progress}));
    const vault::Kek& kek = key_file.keks().current;
    TRY_ASSIGN(report.file, vault::write_data_backup(kek, node.secrets,
                                                     {wanted.file, copy, name, now, recovery}));
    if (wanted.keys == BackupKeys::without) return report;
    auto made = make_key_backup(db, place, node, {keys_path(wanted.file), kek.generation, now});
    if (!made) {
        vault::destroy_file(wanted.file);
        return std::unexpected(made.error());
    }
    report.keys = *std::move(made);
    return report;
}

std::optional<ListedBackup> parse_line(std::string_view line) {
    const auto word = [&line]() {
        const std::size_t end = line.find(' ');
        const std::string_view found = line.substr(0, end);
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
        return found;
    };
    const auto integer = [](std::string_view text) {
        std::int64_t value = -1;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    const auto at = parse_instant(word());
    const std::int64_t generation = integer(word()), keys = integer(word());
    if (!at || generation < 1 || keys < 0 || line.empty()) return std::nullopt;
    return ListedBackup{*at, generation, keys, std::string(line)};
}

}  // namespace

std::string backup_list_path(const node::Place& place) {
    return node::location_of(place).is_postgres() ? node::key_path_of(place) + ".backups.log"
                                                  : place.data + "/backups.log";
}

Result<std::vector<ListedBackup>> list_backups(const node::Place& place) {
    std::vector<ListedBackup> listed;
    const auto text = vault::read_private(backup_list_path(place), list_bytes_max);
    if (!text && text.error().code == "file.not_found") return listed;
    if (!text) return std::unexpected(text.error());
    for (const std::string& line : split(text->text(), '\n'))
        if (auto backup = parse_line(line)) listed.push_back(*std::move(backup));
    return listed;
}

Result<void> list_backup(const node::Place& place, const ListedBackup& backup) {
    return vault::append_line(backup_list_path(place),
                              fmt::format("{} {} {} {}", instant_text(backup.at), backup.generation,
                                          backup.keys, backup.path));
}

Result<vault::KeyBackupHeader> make_key_backup(store::Connection& db, const node::Place& place,
                                               const log::Node& node,
                                               const KeyBackupRequest& request) {
    const auto& [path, generation, now] = request;
    TRY_ASSIGN(const auto recovery, find_recovery_key(db, node));
    if (!recovery)
        return refuse(ErrorKind::conflict, "vault.no_recovery_key",
                      "make one with `jatigi keys recovery DIR`");
    TRY_ASSIGN(const std::string name, node_name(db));
    TRY_ASSIGN(auto header, vault::write_key_backup(db, node.keyring, node.secrets,
                                                    {path, name, generation, now, *recovery}));
    TRY(list_backup(place, {now, generation, header.keys,
                            std::filesystem::absolute(path).lexically_normal().string()}));
    return header;
}

Result<BackupReport> make_backup(const node::Place& place, const std::string& file, BackupKeys keys,
                                 Instant now, const log::Progress& progress) {
    TRY(refuse_existing(file));
    TRY(refuse_existing(keys_path(file)));
    TRY_ASSIGN(const auto db, store::open_reader(node::location_of(place)));
    TRY(db->begin_read());
    vault::destroy_unsealed(node::unsealed_path_of(place));
    return make_in_snapshot(*db, place, {file, keys}, now, progress);
}

}  // namespace jatigi::jobs

#include "app/backup_restore.h"

#include <filesystem>

#include "app/backup.h"
#include "app/views.h"
#include "platform/log/open_epoch.h"
#include "platform/store/setting.h"
#include "platform/store/sqlite.h"
#include "platform/vault/data_copy.h"
#include "platform/vault/private_file.h"

namespace jatigi::app {
namespace {

constexpr std::size_t share_bytes_max = 64UL * 1024;

// Where keys and secrets come from, ready to be read.
struct KeySource {
    std::int64_t generation = 0;  // Of the KEK that wrapped them.
    std::function<Result<log::Node>(vault::Keyring into, store::Connection& tx)> bring;
    std::vector<ListedBackup> known_backups{};
};

Result<std::unique_ptr<store::Connection>> open_backup(const std::string& file) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(file, problem))
        return refuse(ErrorKind::not_found, "file.not_found", file);
    auto db = store::open_sqlite({.path = file});
    if (db && (*db)->begin_read())
        if (const auto content = vault::content_of(**db);
            content && content->facts > 0 && content->keys == 0)
            return db;
    return refuse(ErrorKind::invalid, "restore.not_a_backup",
                  file + " was not made by `jatigi backup`");
}

std::unexpected<Error> other_node(const std::string& what) {
    return refuse(ErrorKind::invalid, "restore.other_node",
                  what + " belongs to another node than the backup");
}

Result<vault::RecoveryKey> read_shares(const std::vector<std::string>& paths,
                                       const vault::RecoveryId& wanted) {
    std::vector<vault::ShareFile> files;
    for (const std::string& path : paths) {
        TRY_ASSIGN(auto text, vault::read_private(path, share_bytes_max));
        files.push_back({path, std::move(text)});
    }
    return vault::combine_shares(files, wanted);
}

Result<KeySource> keys_from_backup(const KeysFromBackup& from, const log::NodeOfLog& wanted) {
    TRY_ASSIGN(const auto header, vault::check_key_backup(from.file, wanted.opened.sign_public));
    if (header.site != wanted.site) return other_node(from.file);
    TRY_ASSIGN(auto recovery, read_shares(from.shares, header.recovery));
    // Shared by the copies that std::function makes of what follows; nobody else sees it.
    const auto key = std::make_shared<vault::RecoveryKey>(std::move(recovery));
    const auto bring = [key, from, wanted](vault::Keyring into,
                                           store::Connection& tx) -> Result<log::Node> {
        TRY_ASSIGN(auto opened, vault::open_key_backup(from.file, *key, wanted.opened.sign_public,
                                                       [&](const vault::KeyringEntry& entry) {
                                                           return into.put(tx, entry);
                                                       }));
        return log::Node{std::move(into), std::move(opened.secrets)};
    };
    const std::string path = std::filesystem::absolute(from.file).lexically_normal().string();
    return KeySource{header.generation, bring, {{header.at, header.generation, header.keys, path}}};
}

Result<KeySource> keys_from_node(const Place& place, const log::NodeOfLog& wanted) {
    TRY_ASSIGN(const auto file, open_key_file(place));
    // Shared by the copies that std::function makes of what follows; nobody else sees it.
    TRY_ASSIGN(auto opened, store::open_reader(location_of(place)));
    const std::shared_ptr<store::Connection> db = std::move(opened);
    TRY(db->begin_read());
    TRY_ASSIGN(auto loaded, load_node(*db, file));
    if (loaded.secrets.site() != wanted.site) return other_node(place.data);
    const auto node = std::make_shared<log::Node>(std::move(loaded));
    const auto bring = [db, node](vault::Keyring into, store::Connection& tx) -> Result<log::Node> {
        TRY(node->keyring.for_each(
            *db, [&](const vault::KeyringEntry& entry) { return into.put(tx, entry); }));
        return log::Node{std::move(into), vault::NodeSecrets::from(node->secrets.plain())};
    };
    TRY_ASSIGN(auto known, list_backups(place));
    return KeySource{file.keks().current.generation, bring, std::move(known)};
}

// Everything but keys, as it was.
Result<void> copy_data(store::Connection& backup, store::Connection& target, Instant now,
                       const log::Progress& progress) {
    TRY_ASSIGN(const std::int64_t schema, vault::schema_number(backup));
    if (schema > static_cast<std::int64_t>(migrations().size()))
        return refuse(ErrorKind::unavailable, "store.newer_schema",
                      "the backup was made by a later version of jatigi");
    // First the backup's own schema, then what has changed since, as an update does.
    TRY(store::migrate(target, migrations().first(static_cast<std::size_t>(schema)), now));
    TRY_ASSIGN(const auto present, vault::content_of(target));
    if (present.facts > 0 || present.keys > 0)
        return refuse(ErrorKind::conflict, "restore.data_exist", "the target holds a log already");
    TRY_ASSIGN(const auto tables, vault::tables_to_copy(backup));
    TRY(vault::copy_tables(backup, target, tables, vault::Commits::now_and_then, progress));
    return store::migrate(target, migrations(), now);
}

// In one transaction: a node with keys and a new epoch, or none.
Result<std::uint32_t> begin_epoch(store::Connection& tx, const vault::KeyFile& file,
                                  const KeySource& source, const std::string& node_name,
                                  Instant now) {
    TRY_ASSIGN(const log::Node node, source.bring(vault::Keyring(file.keks().copy()), tx));
    TRY(node.secrets.store(tx, file.keks().current));
    TRY(log::open_epoch(tx, node, all_views(), node_name, now, "restored"));
    TRY(store::put_setting(tx, "stock_frozen", "restored"));
    TRY_ASSIGN(const log::Head head, log::load_head(tx));
    return head.epoch;
}

Result<RestoreReport> fill_target(store::Connection& backup, store::Connection& target,
                                  const vault::KeyFile& file, const KeySource& source, Instant now,
                                  const log::Progress& progress) {
    RestoreReport report;
    TRY(copy_data(backup, target, now, progress));
    TRY_ASSIGN(const Settings settings, app::read_settings(target));
    TRY(target.begin());
    auto epoch = begin_epoch(target, file, source, settings.node_name, now);
    if (!epoch) {
        target.rollback();
        return std::unexpected(epoch.error());
    }
    TRY(target.commit());
    report.epoch = *epoch;
    TRY_ASSIGN(const auto content, vault::content_of(target));
    report.facts = content.facts - 1;  // Without the new epoch's own.
    report.keys = content.keys;
    TRY(log::ensure_views(target, all_views(), progress));
    return report;
}

Result<store::WritableDatabase> open_target(const Place& to) {
    const store::Location location = location_of(to);
    if (!location.is_postgres() && std::filesystem::exists(location.sqlite_path()))
        return refuse(ErrorKind::conflict, "restore.data_exist", location.text());
    return store::open_writer(location, store::IfMissing::create);
}

}  // namespace

Result<RestoreReport> restore(const RestoreRequest& request, Instant now,
                              const log::Progress& progress) {
    TRY_ASSIGN(const auto backup, open_backup(request.file));
    TRY_ASSIGN(const auto wanted, log::node_of_log(*backup));
    if (!wanted) return refuse(ErrorKind::invalid, "restore.not_a_backup", "its first fact");
    TRY_ASSIGN(const KeySource source,
               request.from_node
                   ? keys_from_node(*request.from_node, *wanted)
                   : keys_from_backup(request.from_backup.value_or(KeysFromBackup{}), *wanted));
    TRY_ASSIGN(auto target, open_target(request.to));
    const std::string directory =
        location_of(request.to).is_postgres() ? std::string{} : request.to.data;
    TRY_ASSIGN(const auto file,
               vault::KeyFile::create(key_path_of(request.to), directory, source.generation + 1));
    auto report = fill_target(*backup, *target.connection, file, source, now, progress);
    if (!report) {
        vault::destroy_file(file.path());
        return report;
    }
    for (const ListedBackup& known : source.known_backups) TRY(list_backup(request.to, known));
    return report;
}

}  // namespace jatigi::app

#include "jobs/backup_restore.h"

#include <filesystem>
#include <set>

#include "jobs/backup.h"
#include "node/run_mark.h"
#include "node/views.h"
#include "people/registry/case_counter_view.h"
#include "people/registry/person_codec.h"
#include "platform/base/random.h"
#include "platform/log/chain_proof.h"
#include "platform/log/open_epoch.h"
#include "platform/log/write_alone.h"
#include "platform/store/setting.h"
#include "platform/store/sqlite.h"
#include "platform/store/transaction.h"
#include "platform/vault/data_copy.h"
#include "platform/vault/private_file.h"
#include "platform/vault/unsealed_folder.h"

namespace jatigi::jobs {
namespace {

constexpr std::size_t share_bytes_max = 64UL * 1024;

struct Brought {
    vault::NodeSecrets secrets;
    vault::ErasureRecords records;
};
using KeepKey = std::function<Result<void>(const vault::KeyringEntry&)>;

// Where keys and secrets come from, ready to be read.
struct KeySource {
    std::int64_t generation = 0;  // Of the KEK that wrapped them.
    std::function<Result<Brought>(const KeepKey& keep)> bring;
    std::vector<ListedBackup> known_backups{};
};

std::unexpected<Error> other_node(const std::string& what) {
    return refuse(ErrorKind::invalid, "restore.other_node",
                  what + " belongs to another node than the backup");
}

Result<std::unique_ptr<store::Connection>> open_database(const std::string& path,
                                                         const std::string& file) {
    auto db = store::open_sqlite({.path = path});
    if (db && (*db)->begin_read())
        if (const auto content = vault::content_of(**db);
            content && content->facts > 0 && content->keys == 0)
            return db;
    return refuse(ErrorKind::invalid, "restore.not_a_backup",
                  file + " was not made by `jatigi backup`");
}

// Shares of two recovery keys may have been brought: those of `other` are for something else.
Result<vault::RecoveryKey> read_shares(const std::vector<std::string>& paths,
                                       const vault::RecoveryId& wanted,
                                       const std::optional<vault::RecoveryId>& other) {
    std::vector<vault::ShareFile> files;
    for (const std::string& path : paths) {
        TRY_ASSIGN(auto text, vault::read_private(path, share_bytes_max));
        if (other && *other != wanted && vault::set_of_share(text) == other) continue;
        files.push_back({path, std::move(text)});
    }
    return vault::combine_shares(files, wanted);
}

// Data that still have their keys.
struct OpenSource {
    vault::KeyFile file;
    std::shared_ptr<store::Connection> db;  // Shared with what KeySource makes of it.
    std::shared_ptr<log::Node> node;        // The same.
};

Result<OpenSource> open_source(const node::Place& place) {
    TRY_ASSIGN(auto file, node::open_key_file(place));
    TRY_ASSIGN(auto opened, store::open_reader(node::location_of(place)));
    std::shared_ptr<store::Connection> db = std::move(opened);
    TRY(db->begin_read());
    TRY_ASSIGN(auto loaded, node::load_node(*db, file));
    return OpenSource{std::move(file), std::move(db),
                      std::make_shared<log::Node>(std::move(loaded))};
}

Result<vault::Secret> content_key_from_backup(const vault::DataBackup& sealed,
                                              const std::string& file, const KeysFromBackup& from) {
    TRY_ASSIGN(const auto keys, vault::check_key_backup(from.file, std::nullopt));
    if (keys.site != sealed.header().site) return other_node(from.file);
    if (!sealed.header().recovery)
        return refuse(ErrorKind::invalid, "restore.file_key_gone",
                      file + " was made without a recovery key: the key file of that day opens it");
    TRY_ASSIGN(const auto recovery,
               read_shares(from.shares, *sealed.header().recovery, keys.recovery));
    if (auto key = sealed.content_key(recovery)) return *std::move(key);
    return refuse(ErrorKind::invalid, "backup.file_damaged",
                  file + ": the recovery key does not open it");
}

Result<vault::Secret> content_key_from_node(const vault::DataBackup& sealed,
                                            const RestoreRequest& request,
                                            const OpenSource& source) {
    if (source.node->secrets.site() != sealed.header().site)
        return other_node(request.from_node->data);
    if (auto key = sealed.content_key(source.file.keks())) return *std::move(key);
    if (request.shares.empty() || !sealed.header().recovery)
        return refuse(ErrorKind::invalid, "restore.file_key_gone",
                      request.file + " was made with a key file that is gone: bring three shares");
    TRY_ASSIGN(const auto recovery,
               read_shares(request.shares, *sealed.header().recovery, std::nullopt));
    if (auto key = sealed.content_key(recovery)) return *std::move(key);
    return refuse(ErrorKind::invalid, "backup.file_damaged",
                  request.file + ": the recovery key does not open it");
}

// FILE, to be read, and whose it is.
struct OpenBackup {
    std::optional<vault::UnsealedFolder> folder{};  // Goes after the connection.
    std::unique_ptr<store::Connection> db{};
    log::NodeOfLog node{};
    std::optional<vault::RecoveryId> recovery{};  // That opens FILE, too.
};

Result<OpenBackup> open_backup(const RestoreRequest& request,
                               const std::optional<OpenSource>& source) {
    OpenBackup open;
    TRY_ASSIGN(const auto sealed, vault::DataBackup::find(request.file));
    std::optional<vault::DataBackup::Signed> signature;
    if (sealed) {
        TRY_ASSIGN(const auto key, source ? content_key_from_node(*sealed, request, *source)
                                          : content_key_from_backup(
                                                *sealed, request.file,
                                                request.from_backup.value_or(KeysFromBackup{})));
        TRY_ASSIGN(auto folder, vault::UnsealedFolder::make(node::unsealed_path_of(request.to)));
        open.folder.emplace(std::move(folder));
        TRY_ASSIGN(signature, sealed->open(key, open.folder->path("file.db")));
    }
    TRY_ASSIGN(open.db,
               open_database(sealed ? open.folder->path("file.db") : request.file, request.file));
    TRY_ASSIGN(const auto wanted, log::node_of_log(*open.db));
    if (!wanted) return refuse(ErrorKind::invalid, "restore.not_a_backup", "its first fact");
    if (sealed && (sealed->header().site != wanted->site ||
                   !vault::verify_signature(wanted->opened.sign_public, signature->message,
                                            signature->signature)))
        return refuse(ErrorKind::invalid, "backup.file_damaged",
                      request.file + ": its signature is not this node's");
    open.node = *wanted;
    if (sealed) open.recovery = sealed->header().recovery;
    return open;
}

Result<KeySource> keys_from_backup(const KeysFromBackup& from, const log::NodeOfLog& wanted,
                                   const std::optional<vault::RecoveryId>& of_file) {
    TRY_ASSIGN(const auto header, vault::check_key_backup(from.file, wanted.opened.sign_public));
    if (header.site != wanted.site) return other_node(from.file);
    TRY_ASSIGN(auto recovery, read_shares(from.shares, header.recovery, of_file));
    // Shared by the copies that std::function makes of what follows; nobody else sees it.
    const auto key = std::make_shared<vault::RecoveryKey>(std::move(recovery));
    const auto bring = [key, from, wanted](const KeepKey& keep) -> Result<Brought> {
        TRY_ASSIGN(auto opened,
                   vault::open_key_backup(from.file, *key, wanted.opened.sign_public, keep));
        return Brought{std::move(opened.secrets), std::move(opened.records)};
    };
    const std::string path = std::filesystem::absolute(from.file).lexically_normal().string();
    return KeySource{header.generation, bring, {{header.at, header.generation, header.keys, path}}};
}

Result<KeySource> keys_from_node(const OpenSource& source, const node::Place& place,
                                 const log::NodeOfLog& wanted) {
    if (source.node->secrets.site() != wanted.site ||
        source.node->secrets.sign_public() != wanted.opened.sign_public)
        return other_node(place.data);
    const auto bring = [db = source.db,
                        node = source.node](const KeepKey& keep) -> Result<Brought> {
        // Whoever has no key afterwards is counted.
        TRY(node->keyring.for_each(*db, keep, [](const vault::BrokenKey&) {}));
        TRY_ASSIGN(auto records, vault::read_erasure_records(*db));
        return Brought{vault::NodeSecrets::from(node->secrets.plain()), std::move(records)};
    };
    TRY_ASSIGN(auto known, list_backups(place));
    return KeySource{source.file.keks().current.generation, bring, std::move(known)};
}

// Everything but keys, as it was.
Result<void> copy_data(store::Connection& backup, store::Connection& target, Instant now,
                       const log::Progress& progress) {
    TRY_ASSIGN(const std::int64_t schema, vault::schema_number(backup));
    if (schema > static_cast<std::int64_t>(node::migrations().size()))
        return refuse(ErrorKind::unavailable, "store.newer_schema",
                      "the backup was made by a later version of jatigi");
    // First the backup's own schema, then what has changed since, as an update does.
    TRY(store::migrate(target, node::migrations().first(static_cast<std::size_t>(schema)), now));
    TRY_ASSIGN(const auto present, vault::content_of(target));
    if (present.facts > 0 || present.keys > 0)
        return refuse(ErrorKind::conflict, "restore.data_exist", "the target holds a log already");
    TRY_ASSIGN(const auto tables, vault::tables_to_copy(backup));
    TRY(vault::copy_tables(backup, target, tables, vault::Commits::now_and_then, progress));
    return store::migrate(target, node::migrations(), now);
}

// Keys of the erased, as the backup knows them: a FILE.keys that is older still has them.
class ErasedKeys {
public:
    explicit ErasedKeys(const vault::ErasureRecords& records) {
        for (const vault::Erasure& erasure : records.erasures) people_.insert(erasure.person);
        for (const vault::ErasedKey& key : records.keys) keys_.insert(key.id);
    }
    bool contain(const vault::KeyringEntry& entry) const {
        return people_.contains(entry.person) || keys_.contains(entry.id);
    }

private:
    std::set<vault::PersonBytes> people_;
    std::set<vault::KeyId> keys_;
};

// True when the person is in this log and was not erased in it yet.
Result<bool> erase_again(log::WriteTx& write, const vault::Erasure& erasure) {
    TRY(vault::erase_keys(write.db(), erasure));
    const log::StreamName stream{std::string(registry::person_kind), erasure.person};
    TRY_ASSIGN(const auto local, write.find_stream(stream));
    if (!local) return false;
    TRY_ASSIGN(const auto person, write.state<registry::PersonStream>(stream));
    if (std::holds_alternative<registry::Erased>(person)) return false;
    auto fact = registry::encode_person(
        registry::PersonErased{parse_enum<registry::ErasureReason>(erasure.reason)
                                   .value_or(registry::ErasureReason::request)});
    const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
    TRY(write.append({.stream = stream,
                      .type = std::move(fact.type),
                      .version = fact.version,
                      .data = std::move(fact.data)},
                     cause));
    return true;
}

// The tables of the views do not exist yet: they are made from all facts afterwards.
Result<void> carry_records(store::Connection& tx, const log::Node& node,
                           const vault::ErasureRecords& records, Instant now,
                           RestoreReport& report) {
    return log::write_alone(tx, node, log::Views{}, now, [&](log::WriteTx& write) -> Result<void> {
        for (const vault::ErasedKey& key : records.keys) TRY(vault::keep_erased_key(tx, key));
        for (const vault::Erasure& erasure : records.erasures) {
            TRY_ASSIGN(const bool erased, erase_again(write, erasure));
            if (erased) ++report.erased;
        }
        for (const vault::PlacedHold& placed : records.holds) {
            TRY_ASSIGN(const bool kept, vault::keep_later_hold(tx, placed));
            if (kept) ++report.holds;
        }
        return {};
    });
}

// In one transaction: a node with keys, a new epoch, and what was decided about people since the
// backup; or none.
Result<void> begin_epoch(store::Connection& tx, const vault::KeyFile& file, const KeySource& source,
                         Instant now, RestoreReport& report) {
    TRY_ASSIGN(const auto known, vault::read_erasure_records(tx));
    const ErasedKeys erased(known);
    vault::Keyring keyring(file.keks().copy());
    TRY_ASSIGN(auto brought, source.bring([&](const vault::KeyringEntry& entry) -> Result<void> {
        if (erased.contain(entry)) return {};
        return keyring.put(tx, entry);
    }));
    const log::Node node{std::move(keyring), std::move(brought.secrets)};
    TRY(node.secrets.store(tx, file.keks().current));
    TRY_ASSIGN(const node::Settings settings, node::read_settings(tx));
    TRY(log::open_epoch(tx, node, node::all_views(), settings.node_name, now, "restored"));
    TRY(registry::begin_case_epoch(tx));
    TRY(store::put_setting(tx, "stock_frozen", "restored"));
    TRY(carry_records(tx, node, brought.records, now, report));
    TRY_ASSIGN(const log::Head head, log::load_head(tx));
    report.epoch = head.epoch;
    return {};
}

struct Keys {
    const vault::KeyFile& file;
    const KeySource& source;
};
Result<RestoreReport> fill_target(store::Connection& backup, store::Connection& target,
                                  const Keys& keys, Instant now, const log::Progress& progress) {
    RestoreReport report;
    TRY(copy_data(backup, target, now, progress));
    TRY_ASSIGN(const auto copied, vault::content_of(target));
    report.facts = copied.facts;
    TRY(store::in_transaction(
        target, [&] { return begin_epoch(target, keys.file, keys.source, now, report); }));
    TRY_ASSIGN(const auto content, vault::content_of(target));
    report.keys = content.keys;
    TRY_ASSIGN(report.without_key, vault::people_without_key(target));
    TRY(log::ensure_views(target, node::all_views(), progress));
    TRY_ASSIGN(report.quarantine, log::read_quarantine(target));
    return report;
}

Result<void> refuse_existing_data(const node::Place& to) {
    const store::Location location = node::location_of(to);
    if (!location.is_postgres() && std::filesystem::exists(location.sqlite_path()))
        return refuse(ErrorKind::conflict, "restore.data_exist", location.text());
    return {};
}

Result<RestoreReport> restore_into(const RestoreRequest& request, Instant now,
                                   const log::Progress& progress) {
    TRY(refuse_existing_data(request.to));
    std::optional<OpenSource> source;
    if (request.from_node) {
        TRY_ASSIGN(source, open_source(*request.from_node));
    }
    TRY_ASSIGN(const OpenBackup backup, open_backup(request, source));
    TRY_ASSIGN(const KeySource keys,
               source ? keys_from_node(*source, *request.from_node, backup.node)
                      : keys_from_backup(request.from_backup.value_or(KeysFromBackup{}),
                                         backup.node, backup.recovery));
    TRY_ASSIGN(auto target,
               store::open_writer(node::location_of(request.to), store::IfMissing::create));
    TRY_ASSIGN(const auto file,
               vault::KeyFile::create(node::key_path_of(request.to),
                                      node::data_directory_of(request.to), keys.generation + 1));
    auto report = fill_target(*backup.db, *target.connection, {file, keys}, now, progress);
    if (!report) {
        vault::destroy_file(file.path());
        return report;
    }
    report->file_in_clear = !backup.folder;
    for (const ListedBackup& known : keys.known_backups) TRY(list_backup(request.to, known));
    TRY_ASSIGN(const log::Node node, node::load_node(*target.connection, file));
    // A file of the last run may lie where its key file will: then data without a seal would be
    // refused.
    TRY(store::migrate(*target.connection, node::migrations(), now));
    TRY_ASSIGN(const bool moved, store::in_transaction(*target.connection, [&] {
                   return log::take_as_it_is(*target.connection, node);
               }));
    if (moved) TRY(log::rebuild_views(*target.connection, node::all_views(), progress));
    TRY(node::mark_run(*target.connection, node, request.to));
    return report;
}

}  // namespace

Result<RestoreReport> restore(const RestoreRequest& request, Instant now,
                              const log::Progress& progress) {
    std::error_code problem;
    const bool made = !std::filesystem::exists(request.to.data, problem);
    vault::destroy_unsealed(node::unsealed_path_of(request.to));
    auto report = restore_into(request, now, progress);
    // An empty folder is no data. One that holds something stays, and is not removed by this.
    if (!report && made && !node::location_of(request.to).is_postgres())
        std::filesystem::remove(request.to.data, problem);
    return report;
}

}  // namespace jatigi::jobs

#include "jobs/backup_restore.h"

#include <filesystem>
#include <set>

#include "jobs/backup.h"
#include "node/run_mark.h"
#include "node/views.h"
#include "people/registry/case_counter_view.h"
#include "people/registry/person_codec.h"
#include "platform/base/random.h"
#include "platform/log/open_epoch.h"
#include "platform/store/setting.h"
#include "platform/store/sqlite.h"
#include "platform/store/transaction.h"
#include "platform/vault/data_copy.h"
#include "platform/vault/private_file.h"

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
    const auto bring = [key, from, wanted](const KeepKey& keep) -> Result<Brought> {
        TRY_ASSIGN(auto opened, vault::open_key_backup(from.file, *key, wanted.opened.sign_public,
                                                       keep));
        return Brought{std::move(opened.secrets), std::move(opened.records)};
    };
    const std::string path = std::filesystem::absolute(from.file).lexically_normal().string();
    return KeySource{header.generation, bring, {{header.at, header.generation, header.keys, path}}};
}

Result<KeySource> keys_from_node(const node::Place& place, const log::NodeOfLog& wanted) {
    TRY_ASSIGN(const auto file, node::open_key_file(place));
    // Shared by the copies that std::function makes of what follows; nobody else sees it.
    TRY_ASSIGN(auto opened, store::open_reader(node::location_of(place)));
    const std::shared_ptr<store::Connection> db = std::move(opened);
    TRY(db->begin_read());
    TRY_ASSIGN(auto loaded, node::load_node(*db, file));
    if (loaded.secrets.site() != wanted.site) return other_node(place.data);
    const auto node = std::make_shared<log::Node>(std::move(loaded));
    const auto bring = [db, node](const KeepKey& keep) -> Result<Brought> {
        // Whoever has no key afterwards is counted.
        TRY(node->keyring.for_each(*db, keep, [](const vault::BrokenKey&) {}));
        TRY_ASSIGN(auto records, vault::read_erasure_records(*db));
        return Brought{vault::NodeSecrets::from(node->secrets.plain()), std::move(records)};
    };
    TRY_ASSIGN(auto known, list_backups(place));
    return KeySource{file.keks().current.generation, bring, std::move(known)};
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
    log::StreamTable streams;
    TRY(streams.load(tx));
    log::StreamCache cache;
    TRY_ASSIGN(log::Head head, log::load_head(tx));
    log::WriteTx write({tx, node, log::Views{}, streams, cache, head, now});
    for (const vault::ErasedKey& key : records.keys) TRY(vault::keep_erased_key(tx, key));
    for (const vault::Erasure& erasure : records.erasures) {
        TRY_ASSIGN(const bool erased, erase_again(write, erasure));
        if (erased) ++report.erased;
    }
    for (const vault::PlacedHold& placed : records.holds) {
        TRY_ASSIGN(const bool kept, vault::keep_later_hold(tx, placed));
        if (kept) ++report.holds;
    }
    if (report.erased > 0) TRY(log::sign_head(tx, node, head, now));
    return {};
}

// In one transaction: a node with keys, a new epoch, and what was decided about people since the
// backup; or none.
Result<void> begin_epoch(store::Connection& tx, const vault::KeyFile& file, const KeySource& source,
                         Instant now, RestoreReport& report) {
    TRY_ASSIGN(const auto known, vault::read_erasure_records(tx));
    const ErasedKeys erased(known);
    vault::Keyring keyring(file.keks().copy());
    TRY_ASSIGN(auto brought,
               source.bring([&](const vault::KeyringEntry& entry) -> Result<void> {
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

Result<store::WritableDatabase> open_target(const node::Place& to) {
    const store::Location location = node::location_of(to);
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
        node::location_of(request.to).is_postgres() ? std::string{} : request.to.data;
    TRY_ASSIGN(const auto file, vault::KeyFile::create(node::key_path_of(request.to), directory,
                                                       source.generation + 1));
    auto report = fill_target(*backup, *target.connection, {file, source}, now, progress);
    if (!report) {
        vault::destroy_file(file.path());
        return report;
    }
    for (const ListedBackup& known : source.known_backups) TRY(list_backup(request.to, known));
    TRY(node::mark_run(*target.connection, request.to));
    return report;
}

}  // namespace jatigi::jobs

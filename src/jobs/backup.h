// Backups. FILE holds the log and what cannot be made again from it, as a SQLite file without any
// key, sealed to the recovery key and to the key file (vault/data_backup.h); FILE.keys holds every
// key, sealed to the recovery key. Both are made from one moment, beside a running server. The copy
// in clear that is sealed into FILE lies beside the data meanwhile (vault/unsealed_folder.h). The
// list of backups (`backups.log`, one line each) lies in the data directory, and for PostgreSQL
// beside the key file; an erasure names the older .keys files from it:
//   <instant> <generation> <keys> <path of FILE.keys>
#pragma once
#include "node/open_node.h"
#include "platform/vault/data_backup.h"
#include "platform/vault/key_backup.h"

namespace jatigi::jobs {

struct BackupReport {
    std::int64_t facts = 0, rows = 0;
    vault::DataBackupHeader file{};
    std::optional<vault::KeyBackupHeader> keys{};
};

enum class BackupKeys { with, without };

// Refuses with backup.file_exists, backup.file_damaged (it was read back otherwise),
// vault.no_recovery_key (make one, or leave the keys out: then the key file alone opens FILE, and
// only until the next rotation).
Result<BackupReport> make_backup(const node::Place& place, const std::string& file, BackupKeys keys,
                                 Instant now, const log::Progress& progress);

// FILE.keys alone, listed. `db` is in a transaction. Refuses with vault.no_recovery_key.
struct KeyBackupRequest {
    std::string path;
    std::int64_t generation = 0;  // Of the key file.
    Instant now;
};
Result<vault::KeyBackupHeader> make_key_backup(store::Connection& db, const node::Place& place,
                                               const log::Node& node,
                                               const KeyBackupRequest& request);

struct ListedBackup {
    Instant at{};
    std::int64_t generation = 0, keys = 0;
    std::string path;
};
std::string backup_list_path(const node::Place& place);
// Empty when no backup was made. Lines that cannot be read are left out.
Result<std::vector<ListedBackup>> list_backups(const node::Place& place);
Result<void> list_backup(const node::Place& place, const ListedBackup& backup);

}  // namespace jatigi::jobs

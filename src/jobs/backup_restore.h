// Making a node again from a backup: new data, a new key file with a KEK of its own, and an
// explicit new epoch of the log. The keys bring with them who was erased since the backup and who
// must not be: those people are erased here, too, and of two holds the later day wins. Nobody is
// signed in, and stock is frozen (setting stock_frozen) until it is counted, because what left the
// store since the backup is not in it.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "node/open_node.h"
#include "platform/log/quarantine.h"

namespace jatigi::jobs {

// The keys come from FILE.keys and three shares of the recovery key …
struct KeysFromBackup {
    std::string file;
    std::vector<std::string> shares;  // Paths; of two recovery keys when FILE is of the one before.
};

struct RestoreRequest {
    std::string file;  // Is only read.
    node::Place to;    // Its key file is made.
    std::optional<KeysFromBackup> from_backup{};
    std::optional<node::Place> from_node{};  // … or from data that still have theirs.
    // With from_node, paths: to open FILE when the key file that it was made with is gone, by a
    // rotation, an erasure or a restore.
    std::vector<std::string> shares{};
};

struct RestoreReport {
    std::int64_t facts = 0;  // Of the backup.
    std::int64_t keys = 0;
    std::uint32_t epoch = 0;  // The new one.
    std::int64_t erased = 0;  // People of the backup who were erased after it.
    std::int64_t holds = 0;   // That were placed or made longer after it.
    // People whose key did not come and whom nobody is known to have erased. They stay registered:
    // their key may be younger than FILE.keys or have been lost with a damaged disk, and to take
    // the card of somebody who is there cannot be undone.
    std::int64_t without_key = 0;
    log::Quarantine quarantine{};  // What of the backup cannot be read.
    bool file_in_clear = false;    // FILE is of an earlier version, which did not seal it.
};

// Refuses with restore.data_exist, restore.not_a_backup, backup.file_damaged, restore.other_node
// (keys of another node), restore.file_key_gone (FILE opens with shares alone),
// vault.key_file_exists, vault.share_*, vault.shares_too_few, vault.key_backup_damaged,
// store.newer_schema, file.not_found. When it fails the target is not a node: remove it and try
// again.
Result<RestoreReport> restore(const RestoreRequest& request, Instant now,
                              const log::Progress& progress);

}  // namespace jatigi::jobs

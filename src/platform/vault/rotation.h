// Rotation: a new KEK takes the place of the old one, whose copies then open nothing any more.
// After each step a power cut may come: a key file that holds two KEKs is a rotation to be
// finished, and whoever opens the data for writing finishes it first.
//   1. the key file gets a new random KEK beside the old one;
//   2. one transaction wraps every key again with the new one;
//   3. what the old rows left in the database's files is removed;
//   4. the key file keeps the new KEK alone.
// On PostgreSQL step 3 is VACUUM FULL of the two tables: old wraps stay in its write-ahead log and
// in archives of it until those are recycled, and open nothing once the old KEK is gone.
#pragma once
#include <functional>

#include "platform/vault/keyring.h"

namespace jatigi::vault {

enum class RotationStep { key_file_holds_both, rows_are_rewrapped, traces_are_removed };

struct RotationHooks {
    // Inside the transaction, before the keys are wrapped again: an erasure deletes rows here.
    std::function<Result<void>(store::Connection& tx)> before_rewrap{};
    // After each step; an error stops there, as a power cut would.
    std::function<Result<void>(RotationStep)> after{};
    KeyProgress progress{};
};

struct RotationReport {
    std::int64_t keys = 0;
    std::int64_t generation = 0;  // The new one.
};

// `db` is the writing connection of a process that holds the writer's lock. Finishes a rotation
// that was begun earlier rather than begin a second one. Refuses with vault.readers_active when a
// reader keeps the old rows alive: stop it and run again. Else refuses as its parts do.
Result<RotationReport> rotate(store::Connection& db, KeyFile& file, const RotationHooks& hooks);

// At start. True when there was one to finish.
Result<bool> finish_rotation(store::Connection& db, KeyFile& file);

}  // namespace jatigi::vault

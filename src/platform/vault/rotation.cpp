#include "platform/vault/rotation.h"

#include "platform/store/transaction.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::vault {
namespace {

// Each try waits as long as the connection does for a reader: 5 seconds.
constexpr int checkpoint_tries = 12;

Result<std::int64_t> rewrap_all(store::Connection& db, const Keks& keks,
                                const RotationHooks& hooks) {
    if (hooks.before_rewrap) TRY(hooks.before_rewrap(db));
    const Keyring keyring(keks.copy());
    TRY(NodeSecrets::rewrap(db, keks));
    return keyring.rewrap(db, hooks.progress);
}

Result<std::int64_t> rewrap_in_transaction(store::Connection& db, const Keks& keks,
                                           const RotationHooks& hooks) {
    return store::in_transaction(db, [&] { return rewrap_all(db, keks, hooks); });
}

// The connection has secure_delete on, so what a row held is zeroed in the pages that go into the
// WAL. The checkpoint puts those pages into the database and cuts the WAL to nothing.
Result<void> empty_wal(store::Connection& db) {
    for (int i = 0; i < checkpoint_tries; ++i) {
        TRY_ASSIGN(const auto row, db.first("PRAGMA wal_checkpoint(TRUNCATE)"));
        if (!row || row->integer(0) == 0) return {};
    }
    return refuse(
        ErrorKind::unavailable, "vault.readers_active",
        "a program that reads these data keeps old rows alive; stop it and run this again");
}

Result<void> remove_traces(store::Connection& db) {
    if (db.dialect() == store::Dialect::sqlite) return empty_wal(db);
    TRY(db.script("VACUUM FULL keyring"));
    return db.script("VACUUM FULL node_secret");
}

Result<void> reached(const RotationHooks& hooks, RotationStep step) {
    return hooks.after ? hooks.after(step) : Result<void>{};
}

}  // namespace

Result<RotationReport> rotate(store::Connection& db, KeyFile& file, const RotationHooks& hooks) {
    TRY(file.begin_rotation());
    TRY(reached(hooks, RotationStep::key_file_holds_both));
    TRY_ASSIGN(const std::int64_t keys, rewrap_in_transaction(db, file.keks(), hooks));
    TRY(reached(hooks, RotationStep::rows_are_rewrapped));
    TRY(remove_traces(db));
    TRY(reached(hooks, RotationStep::traces_are_removed));
    TRY(file.end_rotation());
    return RotationReport{keys, file.keks().current.generation};
}

Result<bool> finish_rotation(store::Connection& db, KeyFile& file) {
    if (!file.keks().older) return false;
    TRY(rotate(db, file, {}));
    return true;
}

}  // namespace jatigi::vault

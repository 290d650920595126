// Whom this node's backups are sealed to (vault/recovery_key.h). That it was made, or replaced, is
// a fact, and the mark of the key is bound to the latest: whoever writes to the database alone puts
// no earlier key back, whose shares were seen.
#pragma once
#include "platform/log/write_tx.h"
#include "platform/vault/recovery_key.h"

namespace jatigi::jobs {

constexpr std::string_view recovery_key_kind = "recovery_key";

// Refuses with vault.recovery_key_forged.
Result<std::optional<vault::RecoveryPublic>> find_recovery_key(store::Connection& db,
                                                               const log::Node& node);
// When the one there is was made; nothing where a program of before made it.
Result<std::optional<Instant>> recovery_key_made_at(store::Connection& db, const log::Node& node);
// Replaces an earlier one.
Result<void> keep_recovery_key(log::WriteTx& tx, const vault::RecoveryPublic& pub);

}  // namespace jatigi::jobs

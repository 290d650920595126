// Erasing people for good: the fact person.erased, their keys deleted, a new KEK, a new backup of
// keys, and the list of older ones that people must destroy. One rotation for a whole batch.
#pragma once
#include <string>
#include <vector>

#include "app/backup.h"
#include "platform/vault/erasure.h"
#include "platform/vault/rotation.h"

namespace jatigi::app {

struct EraseRequest {
    std::vector<std::string> case_numbers;
    std::string reason;  // One of vault::erasure_reasons.
    // Two different people. Their accounts are noted when they have one; other names are not kept.
    std::string requested_by, approved_by;
    std::string keys_backup;  // A new FILE.keys; empty: none is written.
};

struct EraseReport {
    std::int64_t erased = 0, already = 0;  // People.
    std::vector<vault::KeyId> keys;        // Of those erased now.
    std::int64_t generation = 0;           // The new KEK's.
    Instant at{};
    std::optional<vault::KeyBackupHeader> keys_backup{};
    std::vector<ListedBackup> to_destroy;  // Older backups of keys: they still hold these people's.
};

// Takes the writer's lock, so no server may run. Nothing is done when one of the people cannot be
// erased. Refuses with erase.reason_unknown, erase.name_missing, erase.same_person, erase.nobody,
// person.not_found (params: case_number), erase.legal_hold (params: case_number, until, reason),
// vault.no_recovery_key, file.exists, and as vault::rotate does: what was begun is then finished at
// the next start.
Result<EraseReport> erase(const Place& place, const EraseRequest& request, Instant now,
                          const vault::RotationHooks& hooks);

// Gives the last day of the hold. Refuses with erase.reason_unknown, person.not_found.
Result<void> hold(const Place& place, const std::string& case_number,
                  const vault::LegalHold& wanted, Instant now);
// Refuses with erase.no_hold, person.not_found.
Result<void> release(const Place& place, const std::string& case_number, Instant now);

}  // namespace jatigi::app

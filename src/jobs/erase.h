// Erasing people for good: the fact person.erased, their keys deleted, a new KEK, a new backup of
// keys, and the list of older ones that people must destroy. One rotation for a whole batch.
#pragma once
#include <string>
#include <vector>

#include "jobs/backup.h"
#include "platform/vault/erasure.h"
#include "platform/vault/rotation.h"

namespace jatigi::jobs {

// Names of accounts of this node, compared as fold() does: two different ones, confirmed where
// their role needs it, and one of them a protection officer, data protection officer or centre
// manager. Whoever has machine and key file answers for the first; the second types the password of
// their account, so that nobody is two people.
struct TwoPeople {
    std::string requested_by, approved_by;
    std::string approver_password{};
};

struct EraseRequest {
    std::vector<std::string> case_numbers;
    std::string reason;       // One of vault::erasure_reasons.
    TwoPeople people;         // Their accounts are noted.
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
// erased. Refuses with erase.reason_unknown, erase.name_missing, erase.same_person,
// erase.account_unknown and account.unconfirmed (params: name), erase.role_not_allowed,
// erase.approver_unproved, account.altered, erase.nobody, person.not_found (params: case_number),
// erase.legal_hold (params: case_number, until, reason), erase.other_files (params: case_number,
// missing: the other files of the same person, which go with this one), vault.no_recovery_key,
// file.exists, and as vault::rotate does: what was begun is then finished at the next start.
Result<EraseReport> erase(const node::Place& place, const EraseRequest& request, Instant now,
                          const vault::RotationHooks& hooks);

// Never shortens a hold that is in force: that would release it on one person's word. Refuses with
// erase.reason_unknown, person.not_found, erase.hold_longer (params: case_number, until, reason).
Result<void> hold(const node::Place& place, const std::string& case_number,
                  const vault::LegalHold& wanted, Instant now);
// After it the person can be erased, so it takes two people as well. Refuses about them as erase()
// does, and with erase.no_hold, person.not_found.
Result<void> release(const node::Place& place, const std::string& case_number,
                     const TwoPeople& people, Instant now);

}  // namespace jatigi::jobs

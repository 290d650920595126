// FILE.keys: every person key and the node's secrets, sealed to the recovery key, and with them who
// was erased and who must not be (erasure.h). Ten lines of text, then bytes:
//   jatigi-key-backup 2
//   node <short name>
//   site <16 hex digits>
//   generation <of the KEK when it was written>
//   at <instant>
//   recovery <32 hex digits: which recovery key opens it>
//   keys <number of person keys>
//   key <160 hex digits: a random content key, crypto_box_seal to the recovery key>
//   digest <64 hex digits: SHA-256 of all bytes after the next line>
//   signature <128 hex digits: Ed25519 by the site, over the lines above>
//   then a secretstream (XChaCha20-Poly1305): its header of 24 bytes; chunks, each behind its
//   length (u32, big-endian). Associated data of each: the lines before "key". In the chunks,
//   records of 66 bytes:
//     1 ‖ name, filled with zeros to 33 bytes ‖ secret 32         a secret of the node
//     2 ‖ key_id 16 ‖ person 16 ‖ class u8 ‖ key 32               a person key
//     3 ‖ person 16 ‖ reason, filled with zeros to 25 bytes
//       ‖ account that requested u64 ‖ that approved u64 ‖ at i64 an erasure; account 0: none
//     4 ‖ key_id 16 ‖ person 16 ‖ class u8 ‖ commitment 32        an erased key
//     5 ‖ person 16 ‖ reason, filled with zeros to 33 bytes
//       ‖ last day i64 ‖ placed at i64                             a legal hold
// Days are counted from 1970-01-01, instants in microseconds from then. Version 1 had no records 3
// to 5 and is still read.
// It ends with an empty chunk that is marked as the last, so that nothing can be cut off.
#pragma once
#include <string>

#include "platform/base/day.h"
#include "platform/vault/erasure.h"
#include "platform/vault/keyring.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/recovery_key.h"

namespace jatigi::vault {

struct KeyBackupHeader {
    std::string node;
    SiteId site{};
    std::int64_t generation = 0;
    Instant at{};
    RecoveryId recovery{};
    std::int64_t keys = 0;
    std::int64_t left_out = 0;  // Damaged rows of the keyring, when it was written; not in the file.
};

struct KeyBackupRequest {
    std::string path;  // Must not exist.
    std::string node;
    std::int64_t generation = 0;
    Instant at{};
    RecoveryPublic recovery;
};

// `db` is in a transaction, so that one moment is written. The file has its name only when it is
// whole, on the disk and read back. Refuses with file.exists, file.unwritable.
Result<KeyBackupHeader> write_key_backup(store::Connection& db, const Keyring& keyring,
                                         const NodeSecrets& secrets,
                                         const KeyBackupRequest& request);

// Checks form, digest and, when a key is given, the site's signature. Refuses with
// vault.key_backup_damaged, file.not_found.
Result<KeyBackupHeader> check_key_backup(const std::string& path,
                                         const std::optional<ByteArray<32>>& sign_public);

struct OpenedKeyBackup {
    KeyBackupHeader header;
    NodeSecrets secrets;
    ErasureRecords records;
};
// Calls `visit` for each key. `sign_public` is what the log says of the node. Refuses with
// vault.key_backup_damaged, vault.share_foreign.
Result<OpenedKeyBackup> open_key_backup(
    const std::string& path, const RecoveryKey& key, const ByteArray<32>& sign_public,
    const std::function<Result<void>(const KeyringEntry&)>& visit);

}  // namespace jatigi::vault

// The recovery key: an X25519 pair. Its public half seals backups of keys; its private half is
// split in five shares (Shamir over GF(2^8), libgfshare), of which any three bring it back and two
// tell nothing. A share is a text file:
//   # what it is and how to keep it, in French and English; not covered by the check
//   jatigi-share 1
//   set <32 hex digits: BLAKE2b-128 of "public" and "commitments" below>
//   node <the node's short name>
//   made <YYYY-MM-DD>
//   number <1 to 5>
//   public <64 hex digits>
//   commitments <five times 64 hex digits: BLAKE2b-256 of each share's number and bytes>
//   share <64 hex digits>
//   check <32 hex digits: keyed BLAKE2b of the lines from jatigi-share on>
// The check notices a damaged share; the set's id, that it belongs to another key; the commitments,
// which share of a set was replaced; the public half, that the whole is right.
#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/result.h"
#include "platform/store/connection.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

constexpr int shares_made = 5, shares_needed = 3;

using RecoveryId = ByteArray<16>;

struct RecoveryPublic {
    RecoveryId id{};
    ByteArray<32> key{};
};
struct RecoveryKey {
    RecoveryPublic pub;
    Secret secret;
};

struct NewRecoveryKey {
    RecoveryPublic pub;
    std::vector<SecretBytes> shares;  // Texts of the five files.
};
// Tries every three of the five before it gives them.
Result<NewRecoveryKey> make_recovery_key(const std::string& node, Day made);

// A content key that only the recovery key opens (crypto_box_seal). Anybody can make one who knows
// the public half: what it opens must be signed as well.
constexpr std::size_t sealed_key_bytes = 32 + crypto_box_SEALBYTES;
using SealedKey = ByteArray<sealed_key_bytes>;
SealedKey seal_to(const RecoveryPublic& recovery, const Secret& content_key);
// Nothing when another key or other bytes made it.
std::optional<Secret> open_sealed_key(const RecoveryKey& recovery, const SealedKey& sealed);

struct ShareFile {
    std::string name;  // For people: the file's path.
    SecretBytes text;
};
// The recovery key that a share says it is of; nothing when that cannot be read.
std::optional<RecoveryId> set_of_share(const SecretBytes& text);
// Refuses with vault.shares_too_few (fewer than three different ones), vault.share_damaged,
// vault.share_foreign (of another recovery key than `wanted`); params: number, 0 when it cannot be
// read, and file.
Result<RecoveryKey> combine_shares(std::span<const ShareFile> shares, const RecoveryId& wanted);

// Settings recovery_key_id, recovery_public and recovery_mark of this node; nothing before the key
// was made. The mark is a MAC with the node's own key, of the fact that says that it was made, too:
// whoever can write to the database alone must not choose whom backups are sealed to, nor put an
// earlier one back. Refuses with vault.recovery_key_forged.
Result<std::optional<RecoveryPublic>> find_recovery_key(store::Connection& db,
                                                        const NodeSecrets& secrets, ByteView fact);
Result<void> keep_recovery_key(store::Connection& tx, const NodeSecrets& secrets,
                               const RecoveryPublic& pub, ByteView fact);

}  // namespace jatigi::vault

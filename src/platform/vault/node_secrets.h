// The node's own secrets, wrapped by the KEK in table `node_secret`: the site's Ed25519 key (signs
// heads), its X25519 key (receives sealed keys), and the key behind card codes, derived ids and
// request digests.
#pragma once
#include "platform/store/connection.h"
#include "platform/vault/key_file.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

using SiteId = ByteArray<8>;  // Random, made once per node.
using Signature = ByteArray<64>;

class NodeSecrets {
public:
    // Makes and stores them: once, at `init`, inside the caller's transaction.
    static Result<NodeSecrets> create(store::Connection& tx, const Kek& kek);
    // Refuses with vault.wrong_key_file when the KEK is not the one that wrapped them.
    static Result<NodeSecrets> load(store::Connection& db, const Kek& kek);

    static Result<bool> exist(store::Connection& db);

    const SiteId& site() const { return site_; }
    const ByteArray<32>& sign_public() const { return sign_public_; }
    const ByteArray<32>& box_public() const { return box_public_; }
    Signature sign(ByteView message) const;
    ByteView mac_key() const { return mac_.view(); }

private:
    NodeSecrets(SiteId site, Secret sign_seed, Secret box, Secret mac);
    SiteId site_;
    Secret sign_seed_, box_, mac_;
    ByteArray<32> sign_public_{}, box_public_{};
};

bool verify_signature(ByteView public_key, ByteView message, ByteView signature);

}  // namespace jatigi::vault

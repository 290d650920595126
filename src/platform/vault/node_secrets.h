// The node's own secrets, wrapped by the KEK in table `node_secret`: the site's Ed25519 key (signs
// heads), its X25519 key (receives sealed keys), and the key behind card codes, derived ids and
// request digests.
#pragma once
#include <atomic>
#include <memory>
#include <shared_mutex>

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
    // Refuses with vault.wrong_key_file when no KEK is the one that wrapped them.
    static Result<NodeSecrets> load(store::Connection& db, const Keks& keks);
    static Result<NodeSecrets> load(store::Connection& db, const Kek& kek) {
        return load(db, Keks(kek.copy()));
    }
    static Result<bool> exist(store::Connection& db);
    // Wraps them again with the current KEK.
    static Result<void> rewrap(store::Connection& tx, const Keks& keks);

    // The three secrets themselves: for a sealed backup, and back from one.
    struct Plain {
        SiteId site{};
        Secret sign_seed, box, mac;
    };
    Plain plain() const;
    static NodeSecrets from(Plain plain);
    Result<void> store(store::Connection& tx, const Kek& kek) const;

    const SiteId& site() const { return site_; }
    const ByteArray<32>& sign_public() const { return sign_public_; }
    const ByteArray<32>& box_public() const { return box_public_; }
    // After forget() there is nothing to sign with: ask forgotten() first.
    Signature sign(ByteView message) const;
    ByteView mac_key() const { return inner_->mac.view(); }

    // Wipes the secrets from memory; no request may be under way that uses mac_key().
    void forget();
    bool forgotten() const { return inner_->forgotten; }

private:
    // On the heap so that a Node can be moved into its place.
    struct Inner {
        std::shared_mutex mutex;
        Secret sign_seed, box, mac;
        std::atomic<bool> forgotten = false;
    };
    explicit NodeSecrets(Plain plain);
    SiteId site_;
    std::unique_ptr<Inner> inner_;
    ByteArray<32> sign_public_{}, box_public_{};
};

bool verify_signature(ByteView public_key, ByteView message, ByteView signature);

}  // namespace jatigi::vault

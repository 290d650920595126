// The keyring: one random key per person and class, wrapped by the node's KEK in table `keyring`.
// Row: key_id, person (128-bit id), class, generation, nonce,
//      wrap = AEAD(KEK, person key, AAD = key_id ‖ person ‖ class ‖ generation),
//      commitment = BLAKE2b(person key), which proves later that the right key was dropped.
#pragma once
#include <map>
#include <optional>

#include "platform/base/fact_class.h"
#include "platform/store/connection.h"
#include "platform/vault/key_file.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

using KeyId = ByteArray<16>;
using PersonBytes = ByteArray<16>;

struct PersonKey {
    KeyId id;
    Secret key;
};

class Keyring {
public:
    explicit Keyring(Kek kek) : kek_(std::move(kek)) {}

    // The person's key of that class, made on first use inside the caller's transaction.
    Result<PersonKey> key_for(store::Connection& tx, const PersonBytes& person, FactClass cls) const;
    // Nothing when the key was dropped or never came here: the fact is unreadable, not broken.
    Result<std::optional<Secret>> find(store::Connection& db, const KeyId& id) const;

    const Kek& kek() const { return kek_; }

private:
    Result<Secret> open_row(const store::Row& row) const;
    Kek kek_;
};

}  // namespace jatigi::vault

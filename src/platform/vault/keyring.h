// The keyring: one random key per person and class, wrapped by the node's KEK in table `keyring`.
// Row: key_id, person (128-bit id), class, generation, nonce,
//      wrap = AEAD(KEK, person key, AAD = key_id ‖ person ‖ class ‖ generation),
//      commitment = BLAKE2b(person key), which proves later that the right key was dropped.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>

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

// A row with its key in clear: for a sealed backup alone.
struct KeyringEntry {
    KeyId id{};
    PersonBytes person{};  // Of an attachment's key: the attachment's id.
    FactClass cls = FactClass::open;
    Secret key;
};

// A row whose wrap does not open.
struct BrokenKey {
    KeyId id{};
    PersonBytes person{};
    FactClass cls = FactClass::open;
};

// A sealed text, and whose key must have sealed it.
struct Sealed {
    PersonBytes person{};  // Of an attachment: the attachment's id.
    FactClass cls = FactClass::open;
    KeyId key_id{};
    ByteView nonce, associated, text;
};

using KeyProgress = std::function<void(std::int64_t keys)>;

// Used by every thread at once; a row opens with the KEK of its own generation.
class Keyring {
public:
    explicit Keyring(Kek kek) : Keyring(Keks(std::move(kek))) {}
    explicit Keyring(Keks keks) : inner_(std::make_unique<Inner>(std::move(keks))) {}

    // The person's key of that class, made on first use inside the caller's transaction.
    // Refuses with vault.locked after forget(), as do all the others.
    Result<PersonKey> key_for(store::Connection& tx, const PersonBytes& person,
                              FactClass cls) const;
    // Nothing when the key was dropped or never came here: the fact is unreadable, not broken.
    Result<std::optional<Secret>> find(store::Connection& db, const KeyId& id) const;
    // The same, with whose key it is.
    Result<std::optional<KeyringEntry>> find_entry(store::Connection& db, const KeyId& id) const;
    // Opens what must be sealed with a key of this person and class. Nothing when the key is gone.
    // Refuses with vault.seal_broken: altered bytes, or a key of somebody else.
    Result<std::optional<Bytes>> open(store::Connection& db, const Sealed& sealed) const;

    // Wraps every row that is of the older generation with the current KEK, in the caller's
    // transaction; a damaged one stays as it is. Gives the number of rows in the table.
    Result<std::int64_t> rewrap(store::Connection& tx, const KeyProgress& progress) const;

    // Every key in clear, one after the other. One damaged row must not stop what is done for all
    // others: it is told to `broken`.
    Result<void> for_each(store::Connection& db,
                          const std::function<Result<void>(const KeyringEntry&)>& visit,
                          const std::function<void(const BrokenKey&)>& broken) const;
    // A key that comes back from a backup.
    Result<void> put(store::Connection& tx, const KeyringEntry& entry) const;

    // Wipes the KEK from memory.
    void forget();

private:
    struct Inner {
        explicit Inner(Keks held) : keks(std::move(held)) {}
        std::shared_mutex mutex;
        Keks keks;
        bool forgotten = false;
    };
    Result<Secret> open_row(const store::Row& row) const;
    Result<std::pair<std::int64_t, Bytes>> wrap_key(const KeyringEntry& entry,
                                                    const ByteArray<24>& nonce) const;
    std::unique_ptr<Inner> inner_;  // On the heap so that a Node can be moved into its place.
};

}  // namespace jatigi::vault

// The key file: the node's key-encryption keys (KEK), outside the data directory. Text, mode 0600:
//   jatigi-keys 2
//   generations <g> [<g of the one before, while a rotation is under way>]
//   passphrase none | passphrase argon2id <passes> <memory in bytes> <salt, 32 hex digits>
//   nonce <48 hex digits>                         (only with a passphrase)
//   keys <64 hex digits for each generation>      (without a passphrase)
//   keys <hex of AEAD(argon2id(passphrase), nonce, the keys, AAD = the lines above)>
//   check <16 hex digits: keyed BLAKE2b of the lines above, so a torn copy is noticed>
// Version 1 held one generation in clear and is still read:
//   jatigi-keys 1 / generation <g> / kek <64 hex digits> / check <16 hex digits>
//
// A KEK is random and never made from the passphrase, so that a rotation can destroy it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "platform/base/result.h"
#include "platform/vault/passphrase.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

struct Kek {
    std::int64_t generation = 0;  // From 1; grows with each rotation.
    Secret key;

    Kek copy() const { return {generation, key.copy()}; }
};

// What a key file holds: one KEK, and the one before it while a rotation is under way.
struct Keks {
    explicit Keks(Kek only) : current(std::move(only)) {}
    Keks(Kek newest, std::optional<Kek> before)
        : current(std::move(newest)), older(std::move(before)) {}

    Keks copy() const;
    // Nothing when neither is of that generation.
    const Kek* find(std::int64_t generation) const;
    void wipe();

    Kek current;
    std::optional<Kek> older{};
};

class KeyFile {
public:
    // A new file with one random KEK, which never lies on the disk without the passphrase, if there
    // is one. Refuses with vault.key_file_exists, vault.key_file_unwritable,
    // vault.keys_inside_data, vault.passphrase_weak.
    static Result<KeyFile> create(const std::string& path, const std::string& data_directory,
                                  std::int64_t generation = 1,
                                  const SecretBytes* passphrase = nullptr);
    // `data_directory` may be empty (PostgreSQL); `source` is asked only when the file has a
    // passphrase. Refuses with vault.key_file_missing, vault.key_file_damaged,
    // vault.key_file_exposed (readable by others than its owner, of another user, or in a folder in
    // which others may put another file in its place), vault.keys_inside_data,
    // vault.passphrase_needed, vault.passphrase_wrong.
    static Result<KeyFile> open(const std::string& path, const std::string& data_directory,
                                const PassphraseSource& source);

    const Keks& keks() const { return keks_; }
    const std::string& path() const { return path_; }
    bool has_passphrase() const { return lock_.has_value(); }

    // Puts a new random KEK beside the old one; nothing when there are two already. What is written
    // is on the disk before this returns. Refuses with vault.key_file_unwritable.
    Result<void> begin_rotation();
    // Destroys the older KEK.
    Result<void> end_rotation();

    // Refuses with vault.passphrase_weak (under 12 characters), vault.key_file_unwritable.
    Result<void> set_passphrase(const SecretBytes& passphrase);
    Result<void> remove_passphrase();

private:
    // How the passphrase opens the file. The key that it makes is kept, so that a rotation need not
    // ask again.
    struct Lock {
        std::uint64_t passes = 0, memory_bytes = 0;
        ByteArray<16> salt{};
        Secret key;
    };
    KeyFile(std::string path, Keks keks, std::optional<Lock> lock)
        : path_(std::move(path)), keks_(std::move(keks)), lock_(std::move(lock)) {}
    static Result<KeyFile> read_version_1(const std::string& path, std::string_view lines);
    static Result<KeyFile> read_version_2(const std::string& path, std::string_view lines,
                                          const PassphraseSource& source);
    Result<void> choose_lock(const SecretBytes& passphrase);
    static Result<Secret> stretch(const SecretBytes& passphrase, const Lock& lock);
    SecretBytes text() const;
    Result<void> replace() const;

    std::string path_;
    Keks keks_;
    std::optional<Lock> lock_;
};

// The one KEK of a new file.
Result<Kek> create_key_file(const std::string& path, const std::string& data_directory);

// Whether the path lies on a medium that is taken out and carried away: a memory stick.
bool is_on_removable_medium(const std::string& path);

}  // namespace jatigi::vault

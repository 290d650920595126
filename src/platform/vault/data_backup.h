// FILE of a backup: everything but keys. In clear it holds only what a restore must know; for who
// is registered, who opened whose file and who has files of which class lie in the data without any
// seal. Lines of text, then bytes:
//   jatigi-backup 1
//   node <short name>
//   site <16 hex digits>
//   generation <of the KEK that wraps the content key>
//   at <instant>
//   recovery <32 hex digits: the recovery key that opens it, too> | none
//   kek-key <48 hex digits: nonce> <96 hex digits: AEAD(KEK, content key, AAD = the lines above)>
//   recovery-key <160 hex digits: the content key in a crypto_box_seal to the recovery key> | none
//   then a sealed stream (sealed_stream.h) with chunks of 64 KiB, whose associated data are the
//   lines before "kek-key": a SQLite database. The last chunk is a signature of the site (Ed25519)
//   over "jatigi-backup-1" ‖ SHA-256(associated data ‖ database): anybody can seal to the recovery
//   key.
// A rotation destroys the KEK. From then on the recovery key alone opens the file, and one that was
// made without a recovery key can be thrown away.
//
// Before this there was no such form: FILE was the database itself, and is still read.
#pragma once
#include <optional>
#include <string>

#include "platform/base/day.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/recovery_key.h"
#include "platform/vault/seal.h"
#include "platform/vault/recovery_key.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {

struct DataBackupHeader {
    std::string node;
    SiteId site{};
    std::int64_t generation = 0;
    Instant at{};
    std::optional<RecoveryId> recovery{};
};

struct DataBackupRequest {
    std::string path;      // Must not exist; has its name only when it is whole and read back.
    std::string database;  // In clear.
    std::string node;
    Instant at{};
    std::optional<RecoveryPublic> recovery{};
};

// Refuses with file.exists, file.unwritable, file.unreadable, backup.file_damaged (it was read back
// otherwise).
Result<DataBackupHeader> write_data_backup(const Kek& kek, const NodeSecrets& secrets,
                                           const DataBackupRequest& request);

// A file that was found, with what opens it.
class DataBackup {
public:
    // Nothing when it is none of these, as one of before. Refuses with file.not_found,
    // file.unreadable, backup.file_damaged.
    static Result<std::optional<DataBackup>> find(const std::string& path);

    const DataBackupHeader& header() const { return header_; }
    // Nothing when the KEK of its generation is gone or is another one.
    std::optional<Secret> content_key(const Keks& keks) const;
    std::optional<Secret> content_key(const RecoveryKey& recovery) const;

    // Writes the database to a new private file, and gives who signed it: to be asked with
    // is_signed_by, since the key to ask with stands in the database. Refuses with
    // backup.file_damaged, file.unwritable.
    struct Signed {
        Bytes message;
        Signature signature{};
    };
    Result<Signed> open(const Secret& content_key, const std::string& database) const;

private:
    explicit DataBackup(std::string path) : path_(std::move(path)) {}
    std::string path_;
    DataBackupHeader header_;
    std::string associated_;
    std::size_t payload_at_ = 0;
    Nonce nonce_{};
    ByteArray<48> wrapped_{};
    std::optional<SealedKey> sealed_key_{};
};

}  // namespace jatigi::vault

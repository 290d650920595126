// The key file: the node's key-encryption key (KEK), outside the data directory. Text, mode 0600:
//   jatigi-keys 1
//   generation <g>
//   kek <64 hex digits>
//   check <16 hex digits: keyed BLAKE2b of the lines above, so a torn copy is noticed>
#pragma once
#include <cstdint>
#include <string>

#include "platform/base/result.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

struct Kek {
    std::int64_t generation = 0;  // From 1; grows with each rotation.
    Secret key;
};

// Makes a new file and syncs it to the disk; refuses with vault.key_file_exists,
// vault.key_file_unwritable, vault.keys_inside_data.
Result<Kek> create_key_file(const std::string& path, const std::string& data_directory);

// Refuses with vault.key_file_missing, vault.key_file_damaged, vault.key_file_exposed (readable by
// others than its owner), vault.keys_inside_data. `data_directory` may be empty (PostgreSQL).
Result<Kek> read_key_file(const std::string& path, const std::string& data_directory);

}  // namespace jatigi::vault

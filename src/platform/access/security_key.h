// Keys of devices that stand for a typed code in the browser where they were made (web_authn.h): only
// beside an enrolled app (second_factor.h), which is there for the device that is lost. They are a
// part of what the account's row is sealed with; adding and removing one are facts.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/log/write_tx.h"

namespace jatigi::access {

constexpr std::int64_t security_keys_max = 5;
constexpr std::size_t credential_bytes_max = 1'023;  // Web Authentication Level 3, §4.

struct SecurityKey {
    Bytes id;
    std::string host;  // Where it was made: "centre.example"
    Bytes public_key;  // SubjectPublicKeyInfo.
    Instant added_at{};
};
Result<std::vector<SecurityKey>> security_keys(store::Connection& db, std::int64_t account);

// One of this id takes its place. Refuses with account.factor_none, security_key.too_many (params:
// max), account.altered.
Result<void> add_security_key(log::WriteTx& tx, std::int64_t account, const SecurityKey& key,
                              const log::Cause& cause);
// Refuses with security_key.unknown, account.altered.
Result<void> remove_security_key(log::WriteTx& tx, std::int64_t account, ByteView id,
                                 const log::Cause& cause);

// What of them the account's seal covers; empty when there are none.
Result<Bytes> security_key_proof(store::Connection& db, std::int64_t account);

}  // namespace jatigi::access

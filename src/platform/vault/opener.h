// The only way to read what is sealed. `access` alone makes one, from the policy, for one account;
// it holds the classes that account may open, and records each opening before the answer leaves.
#pragma once
#include <bitset>
#include <string_view>

#include "platform/base/day.h"
#include "platform/base/fact_class.h"
#include "platform/store/connection.h"
#include "platform/vault/keyring.h"

namespace jatigi::access {
class Gatekeeper;
}

namespace jatigi::vault {

// Only access::Gatekeeper can make one, so only the policy can lead to an Opener.
class OpenerPermit {
    friend class jatigi::access::Gatekeeper;
    OpenerPermit() = default;
};

using ClassSet = std::bitset<fact_class_max + 1>;

class Opener {
public:
    Opener(OpenerPermit, const Keyring& keyring, std::int64_t account, ClassSet allowed)
        : keyring_(&keyring), account_(account), allowed_(allowed) {}

    // The plain body. Refuses with access.denied (class not allowed), vault.seal_broken; nothing
    // when the key is gone, which is what an erased person looks like.
    Result<std::optional<Bytes>> open(store::Connection& db, FactClass cls, const KeyId& key_id,
                                      ByteView nonce, ByteView associated, ByteView sealed) const;

    // One row per file that was opened; call it in the writer, before the answer.
    Result<void> record_file(store::Connection& tx, Instant now, std::int64_t person,
                             FactClass cls) const;

private:
    const Keyring* keyring_;
    std::int64_t account_;
    ClassSet allowed_;
};

}  // namespace jatigi::vault

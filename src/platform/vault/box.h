// Sealed to a node: anybody who knows its public key (fact node.opened) can seal, its secrets alone
// open. Padded as seal.h pads, so that a length tells little.
#pragma once
#include "platform/base/bytes.h"
#include "platform/base/result.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::vault {

Bytes seal_to_node(const ByteArray<32>& box_public, ByteView body);
// Refuses with vault.seal_broken: for another node, or altered.
Result<Bytes> unseal_for_node(const NodeSecrets& secrets, ByteView sealed);

}  // namespace jatigi::vault

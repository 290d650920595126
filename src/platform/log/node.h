// This node as the log knows it: its secrets, its keyring, the epoch it writes in.
#pragma once
#include <memory>

#include "platform/base/hash.h"
#include "platform/log/known_facts.h"
#include "platform/vault/keyring.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/opening_book.h"

namespace jatigi::log {

struct Node {
    vault::Keyring keyring;
    vault::NodeSecrets secrets;
    std::unique_ptr<vault::OpeningBook> openings = std::make_unique<vault::OpeningBook>();
    std::unique_ptr<KnownFacts> known = std::make_unique<KnownFacts>();
};

// Where the chain ends.
struct Head {
    std::uint32_t epoch = 0;
    std::uint64_t seq = 0;
    Hash hash{};
    std::int64_t pos = 0;
};

}  // namespace jatigi::log

// Who came upon a restricted file. For them it behaved as absent; the protection officer is told.
// A table, not facts: it survives `rebuild`. Whose file it was is sealed in it.
#pragma once
#include "platform/log/write_tx.h"

namespace jatigi::registry {

struct RestrictedHit {
    Instant at;
    std::int64_t account = 0;
    std::string case_number;
};

// Once an hour for an account and a person: a name that is typed letter by letter is one hit.
Result<void> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person);
// Latest first, at most 500.
Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db,
                                                   const vault::NodeSecrets& secrets);

}  // namespace jatigi::registry

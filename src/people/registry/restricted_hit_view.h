// Who came upon a restricted file. For them it behaved as absent; the protection officer is told.
// A table, not facts: it survives `rebuild`. Whose file it was is sealed in it.
#pragma once
#include <functional>

#include "platform/log/write_tx.h"

namespace jatigi::registry {

struct RestrictedHit {
    Instant at;
    std::int64_t account = 0;
    std::string case_number;
};

// Once an hour for an account and a person: a name that is typed letter by letter is one hit.
Result<void> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person);
constexpr std::size_t restricted_hits_max = 500;
using HitTest = std::function<Result<bool>(const RestrictedHit&)>;
// The latest that `shown` lets through, latest first; one more than restricted_hits_max when there are
// more.
Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db,
                                                   const vault::NodeSecrets& secrets,
                                                   const HitTest& shown);

}  // namespace jatigi::registry

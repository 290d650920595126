// Table `closed_count`: what was counted while the node was closed, each row sealed to its public
// key. A plate that was brought in, by the command that it was counted with, stands here no longer.
#pragma once
#include "centre/assistance/closed_count.h"
#include "platform/store/connection.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::assistance {

// Anybody who reaches a closed node can count: a bound for its disk, and for what is read when it is
// open; a week of a large centre. A slip can be undone beyond it.
constexpr std::int64_t closed_counts_max = 20'000;

// Refuses with closed_count.too_many. One that is kept already changes nothing.
Result<void> keep_count(store::Connection& tx, const ByteArray<32>& box_public,
                        const ClosedCount& count);
Result<std::int64_t> kept_counts(store::Connection& db);

// Rows that were brought in, or that somebody looked at; how many there were.
Result<std::int64_t> forget_counts(store::Connection& tx, const std::vector<CountId>& counts);

struct OpenedCounts {
    std::vector<ClosedCount> counts;  // Standing, and not brought in.
    std::int64_t unreadable = 0;      // Rows that do not open: put there by hand.
};
Result<OpenedCounts> open_counts(store::Connection& db, const vault::NodeSecrets& secrets);

}  // namespace jatigi::assistance

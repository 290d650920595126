// How far this node itself wrote its log. Open facts carry no key: whoever can write to the
// database could add some, in the right shape and chained, and the node would go on from there and
// sign over them. So the node seals, by a key and in the transaction that writes facts, where the
// last one stands and its hash; by the chain this holds for all before. What stands beyond is
// nobody's, and is set aside before anything reads it. The same seal says how far the chain of
// those who read (vault/watch.h) was written: its links carry no key either, and one that was cut
// between two signatures would be missed by nobody.
//   seal = keyed digest (16 bytes) of "jatigi log end" ‖ site 8 ‖ pos 8 ‖ missing 8 ‖ hash 32
//          ‖ number 8 ‖ link 32
#pragma once
#include "platform/log/node.h"
#include "platform/store/connection.h"
#include "platform/vault/watch.h"

namespace jatigi::log {

struct LogEnd {
    std::int64_t pos = 0;      // Positions begin with 1 and have no gaps.
    std::int64_t missing = 0;  // Facts that are gone, and whose absence somebody accepted.
    Hash hash{};
    std::optional<vault::WatchHead> watch{};  // Nothing: sealed by a program of before.
    bool operator==(const LogEnd&) const = default;
};

// At the end of a transaction, in it; of the chain of those who read as it is then. Refuses with
// vault.locked when the key was forgotten.
Result<void> seal_end(store::Connection& tx, const Node& node, const LogEnd& end);
// The same for who does not keep the end in memory; nothing where nothing was sealed yet.
Result<void> seal_on(store::Connection& tx, const Node& node);

// Nothing when nothing was ever sealed: data of before, or of a backup. Refuses with log.altered
// when the seal is not this node's.
Result<std::optional<LogEnd>> sealed_end(store::Connection& db, const Node& node);

// Refuses with log.altered where the log does not end where this node sealed it. Nothing sealed:
// nothing to compare.
Result<void> require_own_end(store::Connection& db, const Node& node);

// Whether the fact at that place is the one that was there.
Result<bool> reaches(store::Connection& db, const LogEnd& end);

// Facts that stand beyond the end, or under another node's name: how many. They are moved to the
// table fact_aside; a fact of ours that was filed under another node comes back. If there were any,
// the views are to be made again.
Result<std::int64_t> set_foreign_aside(store::Connection& tx, const Node& node, const LogEnd& end);
// Refuses with log.altered when a fact is missing that was there when it was sealed.
Result<void> require_whole(store::Connection& db, const LogEnd& end);

}  // namespace jatigi::log

// Which facts the end of the log proves (log_end.h). Each fact names the hash of the one before, so
// that the sealed end vouches for all, as long as they link. Where they do not, a fact was replaced
// or lost: what stands before that place is proven by no more than the last signed head before it.
// Until somebody takes the log as it is, such a place is a break; then it is kept, sealed by a key
// (table log_break), and the open facts that nothing proves are not read any more (table
// fact_unproven). Sealed facts carry their own proof.
//   seal = keyed digest (16 bytes) of "jatigi log break" ‖ site 8 ‖ pos 8 ‖ hash 32
#pragma once
#include <functional>
#include <stop_token>
#include <vector>

#include "platform/log/log_end.h"
#include "platform/log/node.h"
#include "platform/log/stream.h"

namespace jatigi::log {

// What the key proves, taken in one reading with the log that is looked at; the log itself is
// looked through without the key.
struct ChainProof {
    LogEnd end;
    std::vector<LogEnd> taken;  // Breaks that somebody took; pos and hash alone.
    vault::SiteId site{};
    ByteArray<32> sign_public{};
};
// Nothing where nothing was ever sealed. Refuses as sealed_end() does.
Result<std::optional<ChainProof>> load_proof(store::Connection& db, const Node& node);

struct ChainBreak {
    std::int64_t pos = 0;                  // The last fact before it.
    Hash hash{};                           // As its bytes give it.
    std::vector<std::int64_t> unproven{};  // Positions of open facts, rising.
};
struct Misfiled {
    std::int64_t pos = 0;
    StreamName stream;  // As the proven fact itself names it.
};
// A proven fact beside whose bytes other numbers stand.
struct Misnumbered {
    std::int64_t pos = 0;
    std::uint32_t epoch = 0;  // As its bytes say.
    std::uint64_t seq = 0;
    Hash hash{};
};
struct ChainState {
    std::vector<ChainBreak> taken, breaks;
    std::vector<Misnumbered> misnumbered;
    // Of open facts; sealed ones are looked at where they are opened.
    std::vector<Misfiled> misfiled;
};
// What is seen on the way: the open facts of this node, each with its stream.
using SeeOwn =
    std::function<void(const StreamName& stream, const Hash& hash, const json::object& data)>;
// Reads all facts up to the end. Refuses with server.stopping when `stopped`.
Result<ChainState> check_chain(store::Connection& db, const ChainProof& proof,
                               const std::stop_token& stopped, const SeeOwn& see = {});

// As check_chain(), and own facts of streams of these kinds are watched from here on.
Result<ChainState> know_chain(store::Connection& db, const Node& node, const ChainProof& proof,
                              std::vector<WatchedKind> kinds);
// Whose own facts are watched (known_facts.h), as the proven chain has them: what is read in the
// same transaction is what was checked. Refuses with log.altered where something is not in order.
Result<void> know_proven(store::Connection& db, const Node& node, std::vector<WatchedKind> kinds);

// Files open facts where they say that they belong, numbers facts as they say, and makes the table
// fact_unproven again: whether anything changed, so that the views are to be made again.
Result<bool> put_in_order(store::Connection& tx, const ChainState& state);

// Everything that is there, whatever it is: seals the end and every break. Whether the views are to
// be made again.
Result<bool> take_as_it_is(store::Connection& tx, const Node& node);

}  // namespace jatigi::log

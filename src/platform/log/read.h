// Reading facts back: one stream, or all in local order.
#pragma once
#include <functional>

#include "platform/log/view.h"
#include "platform/log/write_tx.h"

namespace jatigi::log {

// A stored fact, not yet opened.
struct StoredFact {
    std::int64_t pos = 0;
    std::optional<LocalId> stream;
    std::int64_t epoch = 0, seq = 0;  // The local columns; the header's are the truth.
    Bytes header;
    Bytes body;  // ct
    Hash hash{};
    bool proven = true;  // False: somebody may have replaced it (chain_proof.h).
};

// Calls `visit` for every fact in local order, a thousand rows at a time. Stops at the first error.
Result<void> for_each_fact(store::Connection& db,
                           const std::function<Result<void>(const StoredFact&)>& visit);

Result<std::vector<StoredFact>> read_stream(store::Connection& db, LocalId stream);

// Where the facts of streams of this kind stand.
Result<std::vector<std::int64_t>> positions_of_kind(store::Connection& db, std::string_view kind);

// Of the last fact that this node wrote into the stream; empty when there is none. Refuses with
// log.altered where a running node saw a later one (known_facts.h).
Result<Bytes> last_own_hash(store::Connection& db, const Node& node, const StreamName& stream);

// When the last of them was written; nothing when there is none.
Result<std::optional<Instant>> last_own_at(store::Connection& db, const StreamName& stream);
// The open facts that this node wrote into the stream, the latest first. Refuses with log.altered
// where a running node saw one that is missing, and where one is of another stream.
struct OwnFact {
    Bytes hash;
    std::optional<FactBody> body;  // Nothing: it cannot be read.
};
Result<std::vector<OwnFact>> own_facts(store::Connection& db, const Node& node,
                                       const StreamName& stream);

// An open fact as a record; nothing for a sealed one. Refuses with fact.malformed,
// fact.body_unreadable and fact.unproven.
Result<std::optional<FactRecord>> open_record(const StoredFact& stored);

// The body of an opened fact, if it stands where it is filed. `fact.stream` is not hashed: whoever
// writes the table without keys could file a restriction under somebody else. Refuses with
// fact.body_unreadable, fact.misfiled.
Result<FactBody> filed_body(ByteView plain, const StreamName& under);

}  // namespace jatigi::log

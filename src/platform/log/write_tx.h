// What a command may do inside the writer's transaction: read, append facts, nothing else. seq,
// prev, clock, sealing and hash are made here, so no caller can get them wrong.
#pragma once
#include <any>
#include <unordered_map>

#include "platform/base/day.h"
#include "platform/base/fact_author.h"
#include "platform/log/node.h"
#include "platform/log/receipt.h"
#include "platform/log/view.h"

namespace jatigi::log {

struct NewFact {
    StreamName stream;
    FactClass cls = FactClass::open;
    // Whose key seals it, for every class but open.
    std::optional<vault::PersonBytes> person{};
    // Of an open fact; what is sealed names its author.
    FactAuthor author = FactAuthor::named;
    std::string type;
    std::int64_t version = 1;
    json::object data{};
    // Whether the module reads this again: its own decoder, so that what is written is never a fact
    // that nobody can read. The body is as it comes back from the log.
    bool (*readable)(const FactBody&) = nullptr;
};

// The end of a stream, and its folded state when somebody loaded it.
struct StreamEnd {
    std::uint64_t hlc_us = 0;
    ByteArray<8> base{};
    std::any state{};
};

// Streams that were written or read lately. Emptied of what a rolled-back command touched.
class StreamCache {
public:
    StreamEnd* find(LocalId stream);
    StreamEnd& put(LocalId stream, StreamEnd end);
    void touch(LocalId stream) { touched_.push_back(stream); }
    void keep() { touched_.clear(); }
    void undo();
    void clear();

private:
    std::unordered_map<LocalId, StreamEnd> ends_;
    std::vector<LocalId> touched_;
};

class WriteTx {
public:
    struct Parts {
        store::Connection& db;
        const Node& node;
        Views views;
        StreamTable& streams;
        StreamCache& cache;
        Head& head;
        Instant now;
    };
    explicit WriteTx(Parts parts) : parts_(parts), written_before_(parts.db.writes()) {}

    store::Connection& db() { return parts_.db; }
    Instant now() const { return parts_.now; }
    const Node& node() const { return parts_.node; }
    Result<std::optional<LocalId>> find_stream(const StreamName& name) {
        return parts_.streams.find(parts_.db, name);
    }
    std::size_t appended() const { return appended_; }
    // Where the chain ends with what was appended here.
    const Head& head() const { return parts_.head; }
    // True when anything was written through this transaction, a fact or a row.
    bool wrote() const { return parts_.db.writes() != written_before_; }

    // The local position of the new fact. Refuses with fact.too_large, and with
    // fact.unreadable_if_written what decode_body() or the module would not read again.
    Result<std::int64_t> append(const NewFact& fact, const Cause& cause);

    // The folded state of an open stream. Concept: State, Event, kind, decode(FactBody); and
    // protect(State) where a fact that cannot be read must count as the one that protects.
    template <class Concept>
    Result<typename Concept::State> state(const StreamName& name);
    // Folds one more event into the cached state; append() calls are followed by this.
    template <class Concept>
    void fold_in(const StreamName& name, const typename Concept::Event& event);

private:
    Result<StreamEnd*> end_of(LocalId stream);
    Result<Bytes> seal_body(const NewFact& fact, FactHeader& header, const Bytes& body);

    Parts parts_;
    std::size_t appended_ = 0;
    std::int64_t written_before_ = 0;
};

// The facts of an open stream that can be read, in fold order.
struct OpenStream {
    std::vector<FactRecord> facts;
    bool whole = true;  // False: a fact is filed here that cannot be read, or is of another stream.
};
// Refuses with log.altered as own_facts() does.
Result<OpenStream> read_open_stream(store::Connection& db, const Node& node, LocalId stream,
                                    const StreamName& name);

template <class Concept>
typename Concept::State fold(const OpenStream& history) {
    typename Concept::State state{};
    for (const FactRecord& fact : history.facts) {
        if (const auto event = Concept::decode(fact.body)) state = evolve(state, *event);
    }
    if constexpr (requires { Concept::protect(state); })
        if (!history.whole) state = Concept::protect(state);
    return state;
}

template <class Concept>
Result<typename Concept::State> WriteTx::state(const StreamName& name) {
    TRY_ASSIGN(const auto local, find_stream(name));
    if (!local) return typename Concept::State{};
    TRY_ASSIGN(StreamEnd* const end, end_of(*local));
    if (const auto* known = std::any_cast<typename Concept::State>(&end->state)) return *known;
    TRY_ASSIGN(const OpenStream history, read_open_stream(db(), node(), *local, name));
    const auto state = fold<Concept>(history);
    end->state = state;
    return state;
}

template <class Concept>
void WriteTx::fold_in(const StreamName& name, const typename Concept::Event& event) {
    const auto local = find_stream(name);
    if (!local || !*local) return;
    StreamEnd* const end = parts_.cache.find(**local);
    if (end == nullptr) return;
    if (auto* known = std::any_cast<typename Concept::State>(&end->state))
        *known = evolve(*known, event);
}

}  // namespace jatigi::log

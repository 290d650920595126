#include "platform/log/chain_proof.h"

#include <algorithm>
#include <map>

#include "platform/log/head.h"
#include "platform/log/read.h"

namespace jatigi::log {
namespace {

ByteArray<16> seal_of(const Node& node, std::int64_t pos, const Hash& hash) {
    constexpr std::string_view purpose = "jatigi log break";
    Bytes about(purpose.begin(), purpose.end());
    append(about, node.secrets.site());
    put_big_endian(about, static_cast<std::uint64_t>(pos), 8);
    append(about, hash);
    return keyed_digest<16>(node.secrets.mac_key(), about);
}

using FactName = std::pair<std::uint32_t, std::uint64_t>;  // epoch, seq

// The signed heads of this node, looked at only where the chain is broken: there may be many.
class SignedHeads {
public:
    Result<void> load(store::Connection& db, const ChainProof& proof) {
        TRY_ASSIGN(
            const auto rows,
            db.rows("select epoch, seq, hash, signature from head where site = ?", proof.site));
        for (const store::Row& row : rows) {
            const Bytes hash = row.bytes(2);
            if (hash.size() != std::tuple_size_v<Hash>) continue;
            const Head head{.epoch = static_cast<std::uint32_t>(row.integer(0)),
                            .seq = static_cast<std::uint64_t>(row.integer(1)),
                            .hash = fixed_bytes<32>(hash)};
            if (vault::verify_signature(proof.sign_public,
                                        head_message(proof.site, head.epoch, head.seq, head.hash),
                                        row.bytes(3)))
                hashes_[{head.epoch, head.seq}] = head.hash;
        }
        return {};
    }
    bool proves(const FactHeader& header, const Hash& hash) const {
        const auto found = hashes_.find({header.epoch, header.seq});
        return found != hashes_.end() && found->second == hash;
    }

private:
    std::map<FactName, Hash> hashes_;
};

// One fact after the other; those that link stand in one run.
class Walk {
public:
    Walk(const ChainProof& proof, const SignedHeads* heads) : proof_(proof), heads_(heads) {}

    void fact(const StoredFact& stored, const std::optional<FactHeader>& header) {
        const bool links = header && header->prev == hash_;
        if (!links && pos_ != 0) end_run();
        pos_ = stored.pos;
        hash_ = hash_fact(stored.header, stored.body);
        // What has no header that can be read is of no class that proves itself.
        if (!header || header->cls == FactClass::open) open_.push_back(pos_);
        if (heads_ != nullptr && header && heads_->proves(*header, hash_)) open_.clear();
    }
    const Hash& hash() const { return hash_; }  // Of the last fact.
    // Whether all of it links to the end.
    bool finish() {
        if (pos_ == proof_.end.pos && hash_ == proof_.end.hash) return breaks_.empty();
        end_run();
        return false;
    }
    std::vector<ChainBreak> take_breaks() { return std::move(breaks_); }

private:
    void end_run() { breaks_.push_back({pos_, hash_, std::exchange(open_, {})}); }

    const ChainProof& proof_;
    const SignedHeads* heads_;
    std::int64_t pos_ = 0;
    Hash hash_{};
    std::vector<std::int64_t> open_;  // Of the run, not yet proven by a head.
    std::vector<ChainBreak> breaks_;
};

std::optional<FactHeader> header_of(const StoredFact& stored) {
    auto header = decode_header(stored.header);
    return header ? std::optional(*header) : std::nullopt;
}

using See = std::function<Result<void>(const StoredFact&, const std::optional<FactHeader>&)>;

Result<void> walk(store::Connection& db, Walk& along, const std::stop_token& stopped,
                  const See& see) {
    return for_each_fact(db, [&](const StoredFact& stored) -> Result<void> {
        if (stopped.stop_requested()) return refuse(ErrorKind::unavailable, "server.stopping");
        const auto header = header_of(stored);
        along.fact(stored, header);
        return see ? see(stored, header) : Result<void>{};
    });
}

// Under the stream that it names; what cannot be read, under the one where it stands.
Result<void> see_own(store::Connection& db, const ChainProof& proof, const StoredFact& stored,
                     const std::optional<FactHeader>& header, const SeeOwn& see) {
    if (header && (header->site != proof.site || header->cls != FactClass::open)) return {};
    const Hash hash = hash_fact(stored.header, stored.body);
    if (const auto body = decode_body(stored.body)) {
        see(body->stream, hash, body->data);
    } else if (stored.stream) {
        TRY_ASSIGN(const auto stream, stream_of(db, *stored.stream));
        if (stream) see(*stream, hash, {});
    }
    return {};
}

// A torn body says nothing of where it belongs: it stays where it is, and its stream is in
// quarantine.
Result<void> note_if_misfiled(store::Connection& db, StreamTable& streams, const StoredFact& stored,
                              std::vector<Misfiled>& misfiled) {
    auto body = decode_body(stored.body);
    if (!body) return {};
    TRY_ASSIGN(const auto local, streams.find(db, body->stream));
    if (!local || local != stored.stream) misfiled.push_back({stored.pos, std::move(body->stream)});
    return {};
}

// Of the broken chain: what only signed heads prove.
Result<void> find_breaks(store::Connection& db, const ChainProof& proof,
                         const std::stop_token& stopped, ChainState& state) {
    SignedHeads heads;
    TRY(heads.load(db, proof));
    Walk along(proof, &heads);
    TRY(walk(db, along, stopped, {}));
    along.finish();
    for (ChainBreak& one : along.take_breaks()) {
        const bool taken = std::ranges::any_of(proof.taken, [&one](const LogEnd& known) {
            return known.pos == one.pos && known.hash == one.hash;
        });
        (taken ? state.taken : state.breaks).push_back(std::move(one));
    }
    return {};
}

// What nothing proves says where it belongs as it likes.
void leave_unproven_where_they_are(ChainState& state) {
    for (const auto* breaks : {&state.taken, &state.breaks})
        for (const ChainBreak& one : *breaks) {
            const auto unproven = [&one](const auto& fact) {
                return std::ranges::binary_search(one.unproven, fact.pos);
            };
            std::erase_if(state.misfiled, unproven);
            std::erase_if(state.misnumbered, unproven);
        }
}

}  // namespace

Result<std::optional<ChainProof>> load_proof(store::Connection& db, const Node& node) {
    TRY_ASSIGN(const auto end, sealed_end(db, node));
    if (!end) return std::optional<ChainProof>{};
    ChainProof proof{.end = *end,
                     .taken = {},
                     .site = node.secrets.site(),
                     .sign_public = node.secrets.sign_public()};
    TRY_ASSIGN(const auto rows, db.rows("select pos, hash, seal from log_break"));
    for (const store::Row& row : rows) {
        const Bytes hash = row.bytes(1);
        if (hash.size() != std::tuple_size_v<Hash>) continue;
        const LogEnd taken{.pos = row.integer(0), .hash = fixed_bytes<32>(hash)};
        // One that somebody else put there takes nothing.
        if (std::ranges::equal(row.bytes(2), seal_of(node, taken.pos, taken.hash)))
            proof.taken.push_back(taken);
    }
    return std::optional{std::move(proof)};
}

Result<ChainState> check_chain(store::Connection& db, const ChainProof& proof,
                               const std::stop_token& stopped, const SeeOwn& see) {
    ChainState state;
    StreamTable streams;
    Walk along(proof, nullptr);
    TRY(walk(
        db, along, stopped,
        [&](const StoredFact& stored, const std::optional<FactHeader>& header) -> Result<void> {
            if (see) TRY(see_own(db, proof, stored, header, see));
            if (!header) return {};
            if (header->epoch != stored.epoch ||
                header->seq != static_cast<std::uint64_t>(stored.seq) ||
                along.hash() != stored.hash)
                state.misnumbered.push_back({stored.pos, header->epoch, header->seq, along.hash()});
            if (header->cls != FactClass::open) return {};
            return note_if_misfiled(db, streams, stored, state.misfiled);
        }));
    if (along.finish()) return state;
    TRY(find_breaks(db, proof, stopped, state));
    leave_unproven_where_they_are(state);
    return state;
}

Result<ChainState> know_chain(store::Connection& db, const Node& node, const ChainProof& proof,
                              std::vector<WatchedKind> kinds) {
    node.known->watch(std::move(kinds));
    return check_chain(db, proof, {},
                       [&node](const StreamName& stream, const Hash& hash,
                               const json::object& data) { node.known->add(stream, hash, data); });
}

Result<void> know_proven(store::Connection& db, const Node& node, std::vector<WatchedKind> kinds) {
    TRY_ASSIGN(const auto proof, load_proof(db, node));
    if (!proof)
        return refuse(ErrorKind::unavailable, "log.altered", "its end is not sealed any more");
    TRY_ASSIGN(const ChainState state, know_chain(db, node, *proof, std::move(kinds)));
    if (state.breaks.empty() && state.misfiled.empty() && state.misnumbered.empty()) return {};
    return refuse(ErrorKind::unavailable, "log.altered", "it was changed while the node began");
}

Result<bool> put_in_order(store::Connection& tx, const ChainState& state) {
    StreamTable streams;
    TRY(streams.load(tx));
    for (const Misfiled& fact : state.misfiled) {
        TRY_ASSIGN(const LocalId stream, streams.find_or_add(tx, fact.stream));
        TRY(tx.run("update fact set stream = ? where pos = ?", stream, fact.pos));
    }
    for (const Misnumbered& fact : state.misnumbered)
        TRY(tx.run("update fact set epoch = ?, seq = ?, hash = ? where pos = ?",
                   static_cast<std::int64_t>(fact.epoch), static_cast<std::int64_t>(fact.seq),
                   fact.hash, fact.pos));
    std::vector<std::int64_t> unproven;
    for (const ChainBreak& one : state.taken)
        std::ranges::copy(one.unproven, std::back_inserter(unproven));
    TRY_ASSIGN(const auto rows, tx.rows("select pos from fact_unproven order by pos"));
    const bool same = std::ranges::equal(rows, unproven, {},
                                         [](const store::Row& row) { return row.integer(0); });
    if (same) return !state.misfiled.empty();
    TRY(tx.run("delete from fact_unproven"));
    for (const std::int64_t pos : unproven)
        TRY(tx.run("insert into fact_unproven(pos) values (?)", pos));
    return true;
}

Result<bool> take_as_it_is(store::Connection& tx, const Node& node) {
    TRY_ASSIGN(const Head head, load_head(tx));
    TRY_ASSIGN(const auto facts, tx.value<std::int64_t>("select count(*) from fact"));
    TRY(seal_end(tx, node, {head.pos, head.pos - facts.value_or(0), head.hash}));
    TRY(tx.run("delete from log_break"));
    TRY_ASSIGN(const auto proof, load_proof(tx, node));
    if (!proof) return refuse(ErrorKind::unavailable, "log.altered");
    TRY_ASSIGN(ChainState state, check_chain(tx, *proof, {}));
    for (const ChainBreak& one : state.breaks)
        TRY(tx.run("insert into log_break(pos, hash, seal) values (?, ?, ?)", one.pos, one.hash,
                   seal_of(node, one.pos, one.hash)));
    state.taken = std::exchange(state.breaks, {});
    return put_in_order(tx, state);
}

}  // namespace jatigi::log

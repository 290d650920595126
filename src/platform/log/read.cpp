#include "platform/log/read.h"

#include <algorithm>
#include <ranges>

namespace jatigi::log {
namespace {

constexpr std::int64_t page_rows = 1'000;

StoredFact stored_of(const store::Row& row) {
    return {row.integer(0),
            row.integer_or_null(1),
            row.integer(2),
            row.integer(3),
            row.bytes(4),
            row.bytes(5),
            fixed_bytes<32>(row.bytes(6)),
            row.integer(7) == 0};
}

// As stored_of() reads it.
constexpr std::string_view select_facts =
    "select f.pos, f.stream, f.epoch, f.seq, f.header, f.body, f.hash, "
    "(select count(*) from fact_unproven u where u.pos = f.pos) from fact f ";

// What `read` finds, if it is what the node knows.
template <class Read, class IsKnown>
auto read_known(store::Connection& db, const Node& node, const Read& read, const IsKnown& is_known)
    -> decltype(read()) {
    const store::Moment since = db.reading_since();
    auto found = read();
    if (found && is_known(since, *found)) return found;
    if (!found && found.error().code != "log.altered") return found;
    node.known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "a fact was moved while the node runs");
}

struct OwnFacts {
    std::vector<OwnFact> facts;
    std::vector<Hash> hashes;
};

Result<OwnFacts> read_own_facts(store::Connection& db, const StreamName& stream) {
    TRY_ASSIGN(const auto rows,
               db.rows("select f.header, f.body from fact f join stream s on s.local = f.stream "
                       "where s.id = ? and s.kind = ? and f.site is null order by f.pos desc",
                       stream.id, stream.kind));
    OwnFacts own;
    for (const store::Row& row : rows) {
        const Bytes content = row.bytes(1);
        const Hash hash = hash_fact(row.bytes(0), content);
        auto body = decode_body(content);
        if (body && body->stream != stream)
            return refuse(ErrorKind::unavailable, "log.altered", "a fact is filed elsewhere");
        own.hashes.push_back(hash);
        own.facts.push_back({Bytes(hash.begin(), hash.end()),
                             body ? std::optional(*std::move(body)) : std::nullopt});
    }
    return own;
}

}  // namespace

Result<void> for_each_fact(store::Connection& db,
                           const std::function<Result<void>(const StoredFact&)>& visit) {
    std::int64_t after = 0;
    for (;;) {
        TRY_ASSIGN(const auto rows,
                   db.rows(std::string(select_facts) + "where f.pos > ? order by f.pos limit ?",
                           after, page_rows));
        for (const store::Row& row : rows) TRY(visit(stored_of(row)));
        if (rows.empty()) return {};
        after = rows.back().integer(0);
    }
}

Result<std::vector<StoredFact>> read_stream(store::Connection& db, LocalId stream) {
    TRY_ASSIGN(const auto rows,
               db.rows(std::string(select_facts) + "where f.stream = ? order by f.pos", stream));
    std::vector<StoredFact> facts;
    facts.reserve(rows.size());
    for (const store::Row& row : rows) facts.push_back(stored_of(row));
    return facts;
}

Result<std::vector<std::int64_t>> positions_of_kind(store::Connection& db, std::string_view kind) {
    return db.column<std::int64_t>(
        "select f.pos from fact f join stream s on s.local = f.stream where s.kind = ? "
        "order by f.pos",
        kind);
}

Result<Bytes> last_own_hash(store::Connection& db, const Node& node, const StreamName& stream) {
    const auto read = [&]() -> Result<std::optional<Hash>> {
        TRY_ASSIGN(const auto row,
                   db.first("select f.hash from fact f join stream s on s.local = f.stream "
                            "where s.id = ? and s.kind = ? and f.site is null "
                            "order by f.pos desc limit 1",
                            stream.id, stream.kind));
        return row ? std::optional(fixed_bytes<32>(row->bytes(0))) : std::nullopt;
    };
    TRY_ASSIGN(
        const auto hash,
        read_known(db, node, read, [&](store::Moment since, const std::optional<Hash>& found) {
            return node.known->is_last(stream, since, found);
        }));
    return hash ? Bytes(hash->begin(), hash->end()) : Bytes{};
}

Result<std::optional<Instant>> last_own_at(store::Connection& db, const StreamName& stream) {
    return db.value<Instant>(
        "select f.received_at from fact f join stream s on s.local = f.stream "
        "where s.id = ? and s.kind = ? and f.site is null order by f.pos desc limit 1",
        stream.id, stream.kind);
}

Result<std::vector<OwnFact>> own_facts(store::Connection& db, const Node& node,
                                       const StreamName& stream) {
    TRY_ASSIGN(OwnFacts own, read_known(
                                 db, node, [&] { return read_own_facts(db, stream); },
                                 [&](store::Moment since, const OwnFacts& found) {
                                     return node.known->are_all(stream, since, found.hashes);
                                 }));
    return std::move(own.facts);
}

Result<std::optional<FactRecord>> open_record(const StoredFact& stored) {
    TRY_ASSIGN(const FactHeader header, decode_header(stored.header));
    if (header.cls != FactClass::open) return std::optional<FactRecord>{};
    if (!stored.proven) return refuse(ErrorKind::unavailable, "fact.unproven");
    TRY_ASSIGN(FactBody body, decode_body(stored.body));
    return std::optional<FactRecord>{
        FactRecord{stored.pos, header, stored.hash, stored.stream.value_or(0), std::move(body)}};
}

Result<FactBody> filed_body(ByteView plain, const StreamName& under) {
    TRY_ASSIGN(FactBody body, decode_body(plain));
    if (body.stream != under) return refuse(ErrorKind::unavailable, "fact.misfiled");
    return body;
}

namespace {

// Of a stream whose facts a running node remembers: these, and no others.
Result<void> require_known(const Node& node, const StreamName& name, store::Moment since,
                           const std::vector<StoredFact>& stored) {
    if (!node.known->watches(name)) return {};
    std::vector<Hash> own;
    for (const StoredFact& fact : stored | std::views::reverse) {
        const auto header = decode_header(fact.header);
        if (!header || header->site == node.secrets.site())
            own.push_back(hash_fact(fact.header, fact.body));
    }
    if (node.known->are_all(name, since, own)) return {};
    node.known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "a fact was moved while the node runs");
}

}  // namespace

Result<OpenStream> read_open_stream(store::Connection& db, const Node& node, LocalId stream,
                                    const StreamName& name) {
    const store::Moment since = db.reading_since();
    TRY_ASSIGN(const auto stored, read_stream(db, stream));
    TRY(require_known(node, name, since, stored));
    OpenStream read;
    for (const StoredFact& fact : stored) {
        auto record = open_record(fact);
        const bool readable = record && *record && (*record)->body.stream == name;
        if (readable)
            read.facts.push_back(**std::move(record));
        else
            read.whole = false;
    }
    std::ranges::sort(read.facts, {}, [](const FactRecord& one) { return fold_order(one.header); });
    return read;
}

Result<void> apply_to_views(Views views, ViewTx& tx, const FactRecord& fact) {
    for (const View* view : views) {
        if (std::find(view->kinds.begin(), view->kinds.end(), fact.body.stream.kind) !=
            view->kinds.end())
            TRY(view->apply(tx, fact));
    }
    return {};
}

}  // namespace jatigi::log

#include "platform/log/write_tx.h"

#include <algorithm>
#include <cassert>

#include "platform/base/random.h"
#include "platform/log/author.h"
#include "platform/log/read.h"

namespace jatigi::log {
namespace {
constexpr std::size_t cached_streams_max = 10'000;

// As the fact names its author and command.
Cause told_cause(const vault::NodeSecrets& secrets, const NewFact& fact, const Cause& cause) {
    if (fact.author == FactAuthor::named) return cause;
    Cause told = cause;
    told.command = hidden_command(secrets, cause.command);
    told.actor = fact.author == FactAuthor::hidden ? author_tag(secrets, told.command, cause.actor)
                                                   : author_tag(secrets, fact.stream, cause.actor);
    return told;
}

// The pair of what a replay refuses: the views are given what was read back, and nothing else.
Result<FactBody> read_back(const Bytes& body, const NewFact& fact) {
    auto read = decode_body(body);
    if (!read || (fact.readable != nullptr && !fact.readable(*read)))
        return refuse(ErrorKind::invalid, "fact.unreadable_if_written", fact.type);
    return read;
}
}  // namespace

StreamEnd* StreamCache::find(LocalId stream) {
    const auto found = ends_.find(stream);
    return found == ends_.end() ? nullptr : &found->second;
}

StreamEnd& StreamCache::put(LocalId stream, StreamEnd end) {
    // Crude and rare: a busy hour touches a few hundred streams.
    if (ends_.size() >= cached_streams_max) ends_.clear();
    return ends_.insert_or_assign(stream, std::move(end)).first->second;
}

void StreamCache::undo() {
    for (const LocalId stream : touched_) ends_.erase(stream);
    touched_.clear();
}

void StreamCache::clear() {
    ends_.clear();
    touched_.clear();
}

Result<StreamEnd*> WriteTx::end_of(LocalId stream) {
    if (StreamEnd* known = parts_.cache.find(stream)) return known;
    // Local order is not fold order once logs are exchanged, so the latest clock is looked for, not
    // the latest row.
    TRY_ASSIGN(const auto rows,
               db().rows("select header, hash from fact where stream = ? order by pos", stream));
    StreamEnd end;
    FoldOrder latest;
    for (const store::Row& row : rows) {
        const auto header = decode_header(row.bytes(0));
        if (!header) continue;  // Reported by `verify`; no reason to refuse service.
        if (const FoldOrder order = fold_order(*header); order >= latest) {
            latest = order;
            end.hlc_us = header->hlc_us;
            end.base = fixed_bytes<8>(row.bytes(1));
        }
    }
    return &parts_.cache.put(stream, std::move(end));
}

Result<Bytes> WriteTx::seal_body(const NewFact& fact, FactHeader& header, const Bytes& body) {
    if (fact.cls == FactClass::open) return body;
    assert(fact.person.has_value());
    TRY_ASSIGN(const vault::PersonKey key,
               parts_.node.keyring.key_for(db(), *fact.person, fact.cls));
    header.key_id = key.id;
    header.nonce = random_bytes<24>();
    header.ct_length = static_cast<std::uint32_t>(vault::sealed_size(body.size()));
    return vault::seal(key.key, header.nonce, encode_header(header), body);
}

Result<std::int64_t> WriteTx::append(const NewFact& fact, const Cause& cause) {
    TRY_ASSIGN(const LocalId stream, parts_.streams.find_or_add(db(), fact.stream));
    TRY_ASSIGN(StreamEnd* const end, end_of(stream));
    parts_.cache.touch(stream);

    const Cause told = told_cause(parts_.node.secrets, fact, cause);
    FactRecord record{.pos = parts_.head.pos + 1,
                      .header = {},
                      .hash = {},
                      .stream = stream,
                      .body = {fact.type, fact.version, fact.stream, told.actor, told.device,
                               end->base, told.command, fact.data}};
    FactHeader& header = record.header;
    header.site = parts_.node.secrets.site();
    header.epoch = parts_.head.epoch;
    header.seq = parts_.head.seq + 1;
    header.prev = parts_.head.hash;
    header.cls = fact.cls;
    const auto now_us = static_cast<std::uint64_t>(parts_.now.time_since_epoch().count());
    header.hlc_us = std::max(now_us, end->hlc_us + 1);

    const Bytes body = encode_body(record.body);
    if (body.size() > body_bytes_max) return refuse(ErrorKind::too_large, "fact.too_large");
    TRY_ASSIGN(record.body, read_back(body, fact));
    header.ct_length = static_cast<std::uint32_t>(body.size());
    TRY_ASSIGN(const Bytes ct, seal_body(fact, header, body));
    const Bytes header_text = encode_header(header);
    record.hash = hash_fact(header_text, ct);

    TRY(
        db().run("insert into fact(pos, site, epoch, seq, stream, received_at, header, body, hash) "
                 "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 record.pos, std::monostate{}, static_cast<std::int64_t>(header.epoch),
                 static_cast<std::int64_t>(header.seq), stream, static_cast<std::int64_t>(now_us),
                 header_text, ct, record.hash));
    parts_.head = {header.epoch, header.seq, record.hash, record.pos};
    parts_.node.known->append(fact.stream, record.pos, record.hash, fact.data);
    end->hlc_us = header.hlc_us;
    end->base = fixed_bytes<8>(record.hash);
    ++appended_;

    ViewTx views(db(), parts_.streams);
    TRY(apply_to_views(parts_.views, views, record));
    return record.pos;
}

}  // namespace jatigi::log

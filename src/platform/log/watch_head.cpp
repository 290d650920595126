#include "platform/log/watch_head.h"

#include "platform/base/random.h"
#include "platform/log/fact_body.h"

namespace jatigi::log {
namespace {

constexpr std::string_view head_type = "watch.head";

StreamName watch_stream(const Node& node) {
    return {"watch", keyed_digest<16>(node.secrets.mac_key(), as_bytes("jatigi watch"))};
}

std::optional<vault::WatchHead> head_in(const store::Row& row) {
    const auto body = decode_body(row.bytes(0));
    if (!body || body->type != head_type) return std::nullopt;
    const auto number = json::integer_at(body->data, "number");
    const auto link = from_hex(json::text_at(body->data, "link").value_or(""));
    if (!number || !link || link->size() != Hash{}.size()) return std::nullopt;
    return vault::WatchHead{*number, fixed_bytes<32>(*link)};
}

constexpr std::string_view select_bodies =
    "select f.body from fact f join stream s on s.local = f.stream "
    "where s.id = ? and s.kind = ? and f.site is null order by f.pos";

}  // namespace

Result<void> note_watch_head(WriteTx& tx) {
    TRY_ASSIGN(const vault::WatchHead head, vault::watch_head(tx.db()));
    if (head.number == 0) return {};
    return note_watch_head_as(tx, head);
}

Result<void> note_watch_head_as(WriteTx& tx, const vault::WatchHead& head) {
    const StreamName stream = watch_stream(tx.node());
    TRY_ASSIGN(const auto last,
               tx.db().first(std::string(select_bodies) + " desc limit 1", stream.id, stream.kind));
    if (last && head_in(*last) == head) return {};
    TRY(tx.append({.stream = stream,
                   .type = std::string(head_type),
                   .data = {{"number", head.number}, {"link", hex(head.link)}}},
                  {.command = id_v4<CommandEntity>(random_bytes<16>())}));
    return {};
}

Result<std::vector<vault::WatchHead>> noted_watch_heads(store::Connection& db, const Node& node) {
    const StreamName stream = watch_stream(node);
    TRY_ASSIGN(const auto rows, db.rows(select_bodies, stream.id, stream.kind));
    std::vector<vault::WatchHead> heads;
    for (const store::Row& row : rows)
        if (const auto head = head_in(row)) heads.push_back(*head);
    return heads;
}

}  // namespace jatigi::log

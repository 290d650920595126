#include "platform/log/open_epoch.h"

#include "platform/base/random.h"
#include "platform/log/write_tx.h"

namespace jatigi::log {

// NOLINTNEXTLINE(readability-function-size)
Result<void> open_epoch(store::Connection& tx, const Node& node, Views views,
                        const std::string& code, Instant now, const std::string& reason) {
    StreamTable streams;
    TRY(streams.load(tx));
    StreamCache cache;
    TRY_ASSIGN(Head head, load_head(tx));
    head.epoch += 1;
    head.seq = 0;

    Bytes stream_id(node.secrets.site().begin(), node.secrets.site().end());
    put_big_endian(stream_id, head.epoch, 8);
    const Cause cause{.command = id_v4<CommandEntity>(random_bytes<16>())};
    json::object data{{"code", code},
                      {"sign_public", hex(node.secrets.sign_public())},
                      {"box_public", hex(node.secrets.box_public())}};
    if (!reason.empty()) data["reason"] = reason;
    WriteTx write({tx, node, views, streams, cache, head, now});
    TRY(write.append({.stream = {"node", fixed_bytes<16>(stream_id)},
                      .type = std::string(node_opened_type),
                      .data = std::move(data),
                      .readable = [](const FactBody& body) {
                          return decode_node_opened(body).has_value();
                      }},
                     cause));
    return sign_head(tx, node, head, now);
}

Result<std::optional<NodeOfLog>> node_of_log(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select header, body from fact where site is null "
                                        "order by pos limit 1"));
    if (!row) return std::optional<NodeOfLog>{};
    const auto header = decode_header(row->bytes(0));
    if (!header || header->cls != FactClass::open) return std::optional<NodeOfLog>{};
    auto opened = read_node_opened(row->bytes(1));
    if (!opened) return std::optional<NodeOfLog>{};
    return NodeOfLog{header->site, *std::move(opened)};
}

}  // namespace jatigi::log

#include "platform/log/open_epoch.h"

#include "platform/base/random.h"
#include "platform/log/write_tx.h"

namespace jatigi::log {

Result<void> open_epoch(store::Connection& tx, const Node& node, Views views,
                        const std::string& code, Instant now) {
    StreamTable streams;
    TRY(streams.load(tx));
    StreamCache cache;
    TRY_ASSIGN(Head head, load_head(tx));
    head.epoch += 1;
    head.seq = 0;

    Bytes stream_id(node.secrets.site().begin(), node.secrets.site().end());
    put_big_endian(stream_id, head.epoch, 8);
    const Cause cause{.command = id_v4<CommandEntity>(random_bytes<16>())};
    WriteTx write({tx, node, views, streams, cache, head, now});
    TRY(write.append({.stream = {"node", fixed_bytes<16>(stream_id)},
                      .type = std::string(node_opened_type),
                      .data = {{"code", code},
                               {"sign_public", hex(node.secrets.sign_public())},
                               {"box_public", hex(node.secrets.box_public())}}},
                     cause));
    return sign_head(tx, node, head, now);
}

}  // namespace jatigi::log

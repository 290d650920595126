#include "platform/log/write_alone.h"

#include "platform/log/head.h"
#include "platform/log/log_end.h"

namespace jatigi::log {

Result<void> write_alone(store::Connection& tx, const Node& node, Views views, Instant now,
                         const std::function<Result<void>(WriteTx&)>& work) {
    StreamTable streams;
    TRY(streams.load(tx));
    StreamCache cache;
    TRY_ASSIGN(Head head, load_head(tx));
    const std::int64_t before = head.pos;
    WriteTx write({tx, node, views, streams, cache, head, now});
    TRY(work(write));
    if (head.pos != before) TRY(sign_head(tx, node, head, now));
    return seal_on(tx, node);
}

}  // namespace jatigi::log

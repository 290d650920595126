#include "jobs/recovery_key.h"

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/log/read.h"

namespace jatigi::jobs {
namespace {

log::StreamName stream_of(const log::Node& node) {
    return {std::string(recovery_key_kind),
            keyed_digest<16>(node.secrets.mac_key(), as_bytes("jatigi recovery key"))};
}

}  // namespace

Result<std::optional<vault::RecoveryPublic>> find_recovery_key(store::Connection& db,
                                                               const log::Node& node) {
    TRY_ASSIGN(const Bytes fact, log::last_own_hash(db, node, stream_of(node)));
    return vault::find_recovery_key(db, node.secrets, fact);
}

Result<std::optional<Instant>> recovery_key_made_at(store::Connection& db, const log::Node& node) {
    return log::last_own_at(db, stream_of(node));
}

Result<void> keep_recovery_key(log::WriteTx& tx, const vault::RecoveryPublic& pub) {
    const log::StreamName stream = stream_of(tx.node());
    TRY(tx.append({.stream = stream,
                   .type = "node.recovery_key_made",
                   .data = json::object{{"set", hex(pub.id)}}},
                  {.command = id_v4<log::CommandEntity>(random_bytes<16>())}));
    TRY_ASSIGN(const Bytes fact, log::last_own_hash(tx.db(), tx.node(), stream));
    return vault::keep_recovery_key(tx.db(), tx.node().secrets, pub, fact);
}

}  // namespace jatigi::jobs

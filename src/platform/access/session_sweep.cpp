#include "platform/access/session_sweep.h"

namespace jatigi::access {

Result<std::int64_t> forget_sessions(store::Connection& tx, Instant before) {
    return tx.run("delete from session where began_at < ?", before);
}

Result<std::int64_t> forget_links(store::Connection& tx, Instant before) {
    return tx.run("delete from sign_in_link where expires_at < ?", before);
}

}  // namespace jatigi::access

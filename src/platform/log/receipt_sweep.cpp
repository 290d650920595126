#include "platform/log/receipt_sweep.h"

namespace jatigi::log {

Result<std::int64_t> forget_refusals(store::Connection& tx, Instant before) {
    return tx.run("delete from receipt where code <> '' and at < ?", before);
}

}  // namespace jatigi::log

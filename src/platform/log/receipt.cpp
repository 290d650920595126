#include "platform/log/receipt.h"

namespace jatigi::log {

Result<std::optional<Receipt>> find_receipt(store::Connection& db, const Cause& cause) {
    TRY_ASSIGN(const auto row,
               db.first("select digest, kind, code, params from receipt "
                        "where command = ? and account = ?",
                        id_bytes(cause.command), cause.account));
    if (!row) return std::optional<Receipt>{};
    if (fixed_bytes<16>(row->bytes(0)) != cause.digest)
        return refuse(ErrorKind::conflict, "command.id_reused");
    return std::optional<Receipt>{
        Receipt{static_cast<ErrorKind>(row->integer(1)), row->text(2), row->text(3)}};
}

Result<void> keep_receipt(store::Connection& tx, const Cause& cause, const Receipt& receipt,
                          Instant now) {
    TRY(
        tx.run("insert into receipt(command, account, digest, kind, code, params, at) "
               "values (?, ?, ?, ?, ?, ?, ?) on conflict (command, account) do update set "
               "kind = excluded.kind, code = excluded.code, params = excluded.params, "
               "at = excluded.at",
               id_bytes(cause.command), cause.account, cause.digest,
               static_cast<std::int64_t>(receipt.kind), receipt.code, receipt.params, now));
    return {};
}

}  // namespace jatigi::log

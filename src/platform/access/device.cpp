#include "platform/access/device.h"

#include "platform/base/hash.h"
#include "platform/base/random.h"

namespace jatigi::access {
namespace {

ByteArray<32> token_digest(std::string_view token) {
    return Sha256{}.add(as_bytes("jatigi device ")).add(as_bytes(token)).finish();
}

std::int64_t oldest_known(Instant now) {
    return (now - device_known_max).time_since_epoch().count();
}

}  // namespace

Result<bool> knows_device(store::Connection& db, std::string_view token, std::string_view name,
                          Instant now) {
    if (token.empty()) return false;
    TRY_ASSIGN(const auto row,
               db.first("select d.account from known_device d join account a on a.id = d.account "
                        "where d.token = ? and a.name = ? and a.active = 1 and d.seen_at >= ?",
                        token_digest(token), name, oldest_known(now)));
    return row.has_value();
}

Result<std::string> remember_device(log::WriteTx& tx, std::string_view token,
                                    std::int64_t account) {
    TRY(tx.db().run("delete from known_device where seen_at < ?", oldest_known(tx.now())));
    TRY_ASSIGN(const auto given,
               tx.db().first("select account from known_device where token = ? limit 1",
                             token_digest(token)));
    std::string kept = given ? std::string(token) : hex(random_bytes<16>());
    TRY(
        tx.db().run("insert into known_device(token, account, seen_at) values (?, ?, ?) "
                    "on conflict(token, account) do update set seen_at = excluded.seen_at",
                    token_digest(kept), account, tx.now()));
    return kept;
}

}  // namespace jatigi::access

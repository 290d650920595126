#include "platform/access/security_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/access/account_proof.h"
#include "platform/access/second_factor.h"

namespace jatigi::access {

Result<std::vector<SecurityKey>> security_keys(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto rows,
               db.rows("select id, host, public_key, added_at from security_key where account = ? "
                       "order by added_at, id",
                       account));
    std::vector<SecurityKey> keys;
    for (const store::Row& row : rows)
        keys.push_back({row.bytes(0), row.text(1), row.bytes(2), row.instant(3)});
    return keys;
}

Result<void> add_security_key(log::WriteTx& tx, std::int64_t account, const SecurityKey& key,
                              const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    TRY_ASSIGN(const auto factor, find_factor(tx.db(), account));
    if (!factor) return refuse(ErrorKind::conflict, "account.factor_none");
    TRY(tx.db().run("delete from security_key where account = ? and id = ?", account, key.id));
    TRY_ASSIGN(const auto kept, security_keys(tx.db(), account));
    if (static_cast<std::int64_t>(kept.size()) >= security_keys_max)
        return refuse(ErrorKind::conflict, "security_key.too_many", {},
                      fmt::format(R"({{"max":{}}})", security_keys_max));
    TRY(
        tx.db().run("insert into security_key(account, id, host, public_key, added_at) "
                    "values (?, ?, ?, ?, ?)",
                    account, key.id, key.host, key.public_key, tx.now()));
    return seal_change(tx, account, "actor.security_key_added", {}, cause);
}

Result<void> remove_security_key(log::WriteTx& tx, std::int64_t account, ByteView id,
                                 const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    TRY_ASSIGN(const std::int64_t removed,
               tx.db().run("delete from security_key where account = ? and id = ?", account,
                           Bytes(id.begin(), id.end())));
    if (removed == 0) return refuse(ErrorKind::conflict, "security_key.unknown");
    return seal_change(tx, account, "actor.security_key_removed", {}, cause);
}

Result<Bytes> security_key_proof(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto keys, security_keys(db, account));
    Bytes proof;
    for (const SecurityKey& key : keys) {
        for (const ByteView part :
             {ByteView(key.id), as_bytes(key.host), ByteView(key.public_key)}) {
            put_big_endian(proof, part.size(), 4);
            append(proof, part);
        }
        put_big_endian(proof, static_cast<std::uint64_t>(key.added_at.time_since_epoch().count()),
                       8);
    }
    return proof;
}

}  // namespace jatigi::access

#include "platform/vault/opener.h"

#include "platform/vault/seal.h"

namespace jatigi::vault {

Result<std::optional<Bytes>> Opener::open(store::Connection& db, FactClass cls,
                                          const KeyId& key_id, ByteView nonce, ByteView associated,
                                          ByteView sealed) const {
    if (!allowed_.test(static_cast<std::size_t>(cls)))
        return refuse(ErrorKind::not_allowed, "access.denied", "class not allowed");
    TRY_ASSIGN(const auto key, keyring_->find(db, key_id));
    if (!key) return std::optional<Bytes>{};
    TRY_ASSIGN(Bytes body, unseal(*key, fixed_bytes<24>(nonce), associated, sealed));
    return std::optional<Bytes>{std::move(body)};
}

Result<void> Opener::record_file(store::Connection& tx, Instant now, std::int64_t person,
                                 FactClass cls) const {
    TRY(tx.run("insert into opening(at, account, kind, class, person, filter, count) "
               "values (?, ?, 'file', ?, ?, null, 1)",
               now.time_since_epoch().count(), account_, static_cast<std::int64_t>(cls), person));
    return {};
}

}  // namespace jatigi::vault

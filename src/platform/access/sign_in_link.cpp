#include "platform/access/sign_in_link.h"

#include "platform/access/account_proof.h"
#include "platform/base/random.h"

namespace jatigi::access {
namespace {

ByteArray<32> token_digest(std::string_view token) {
    return Sha256{}.add(as_bytes("jatigi link ")).add(as_bytes(token)).finish();
}

RowSeal seal_of(const log::Node& node, ByteView digest, std::int64_t account,
                std::int64_t expires_at) {
    return token_seal(node, "jatigi link", digest, account, expires_at);
}

}  // namespace

Result<std::string> make_link(log::WriteTx& tx, std::int64_t account, Instant expires_at,
                              const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    std::string token = hex(random_bytes<16>());
    const auto digest = token_digest(token);
    TRY(tx.db().run("delete from sign_in_link where account = ?", account));
    TRY(
        tx.db().run("insert into sign_in_link(token, account, expires_at, seal) "
                    "values (?, ?, ?, ?)",
                    digest, account, expires_at,
                    seal_of(tx.node(), digest, account, expires_at.time_since_epoch().count())));
    TRY(seal_change(tx, account, "actor.link_made", {}, cause));
    return token;
}

Result<bool> link_is_open(store::Connection& db, std::string_view token, Instant now) {
    TRY_ASSIGN(const auto row, db.first("select expires_at from sign_in_link where token = ?",
                                        token_digest(token)));
    return row && row->instant(0) >= now;
}

Result<Account> find_link(log::WriteTx& tx, std::string_view token) {
    const auto digest = token_digest(token);
    TRY_ASSIGN(const auto row,
               tx.db().first("select account, expires_at, seal from sign_in_link where token = ?",
                             digest));
    const auto invalid = refuse(ErrorKind::unauthenticated, "session.link_invalid");
    if (!row || row->is_null(2) || row->integer(1) < tx.now().time_since_epoch().count() ||
        !std::ranges::equal(row->bytes(2),
                            seal_of(tx.node(), digest, row->integer(0), row->integer(1))))
        return invalid;
    TRY_ASSIGN(auto account, find_account(tx.db(), row->integer(0)));
    if (!account) return invalid;
    return *std::move(account);
}

Result<Account> use_link(log::WriteTx& tx, std::string_view token) {
    TRY_ASSIGN(auto account, find_link(tx, token));
    TRY(tx.db().run("delete from sign_in_link where token = ?", token_digest(token)));
    return account;
}

}  // namespace jatigi::access

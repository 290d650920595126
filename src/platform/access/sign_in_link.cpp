#include "platform/access/sign_in_link.h"

#include "platform/access/account_proof.h"
#include "platform/base/random.h"
#include "platform/log/read.h"

namespace jatigi::access {
namespace {

constexpr std::string_view link_made_type = "actor.link_made";

struct LinkTerms {
    std::int64_t account = 0, expires_at = 0;
};

ByteArray<32> token_digest(std::string_view token) {
    return Sha256{}.add(as_bytes("jatigi link ")).add(as_bytes(token)).finish();
}

// The fact that made the account's newest link, as long as nothing but a confirmation came after
// it: a row that is put back after its link was used, or voided, is none.
Result<Bytes> open_link_fact(store::Connection& db, const log::Node& node, std::int64_t account) {
    TRY_ASSIGN(const auto facts, log::own_facts(db, node, actor_stream(node, account)));
    for (const log::OwnFact& fact : facts) {
        if (fact.body && fact.body->type == "actor.confirmed") continue;
        return fact.body && fact.body->type == link_made_type ? fact.hash : Bytes{};
    }
    return Bytes{};
}

Result<RowSeal> seal_of(store::Connection& db, const log::Node& node, ByteView digest,
                        const LinkTerms& terms) {
    TRY_ASSIGN(const Bytes made, open_link_fact(db, node, terms.account));
    Bytes about(digest.begin(), digest.end());
    append(about, made);
    return token_seal(node, "jatigi link", about, terms.account, terms.expires_at);
}

}  // namespace

Result<std::string> make_link(log::WriteTx& tx, std::int64_t account, Instant expires_at,
                              const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    std::string token = hex(random_bytes<16>());
    const auto digest = token_digest(token);
    TRY(seal_change(tx, account, std::string(link_made_type), {}, cause));
    TRY_ASSIGN(const RowSeal seal, seal_of(tx.db(), tx.node(), digest,
                                           {account, expires_at.time_since_epoch().count()}));
    TRY(tx.db().run("delete from sign_in_link where account = ?", account));
    TRY(
        tx.db().run("insert into sign_in_link(token, account, expires_at, seal) "
                    "values (?, ?, ?, ?)",
                    digest, account, expires_at, seal));
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
    if (!row || row->is_null(2) || row->integer(1) < tx.now().time_since_epoch().count())
        return invalid;
    TRY_ASSIGN(const RowSeal seal,
               seal_of(tx.db(), tx.node(), digest, {row->integer(0), row->integer(1)}));
    if (!std::ranges::equal(row->bytes(2), seal)) return invalid;
    TRY_ASSIGN(auto account, find_account(tx.db(), row->integer(0)));
    if (!account) return invalid;
    return *std::move(account);
}

Result<Account> use_link(log::WriteTx& tx, std::string_view token) {
    TRY_ASSIGN(auto account, find_link(tx, token));
    TRY(check_unaltered(tx.db(), tx.node(), account.id));
    TRY(tx.db().run("delete from sign_in_link where token = ?", token_digest(token)));
    TRY(seal_change(tx, account.id, "actor.link_used", {},
                    {account.id, account.id, 0, id_v4<log::CommandEntity>(random_bytes<16>())}));
    return account;
}

}  // namespace jatigi::access

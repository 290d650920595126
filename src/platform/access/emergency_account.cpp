#include "platform/access/emergency_account.h"

#include <fmt/format.h>

#include "platform/access/account_proof.h"
#include "platform/log/fact_body.h"
#include "platform/vault/watch.h"

namespace jatigi::access {

Result<Account> create_emergency_account(log::WriteTx& tx, NewAccount wanted,
                                         const Account& vouched_by, const log::Cause& cause) {
    if (!may_be_an_emergency(wanted.role))
        return refuse(ErrorKind::invalid, "account.emergency_role");
    if (vouched_by.is_emergency())
        return refuse(ErrorKind::not_allowed, "account.emergency_may_not");
    TRY_ASSIGN(const auto row,
               tx.db().first("select count(*) from account where active = 1 and ends_at > ? "
                             "and coalesce(site, 0) = ?",
                             tx.now(), wanted.site.value_or(0)));
    if (row->integer(0) >= emergencies_max)
        return refuse(ErrorKind::conflict, "account.too_many_emergencies", {},
                      fmt::format(R"({{"max":{}}})", emergencies_max));
    wanted.made_by = vouched_by.id;
    wanted.ends_at = tx.now() + emergency_life;
    TRY_ASSIGN(auto made, create_account(tx, wanted, cause));
    TRY(vault::put_watched(tx.db(), vault::Watched::opening_alarm, tx.now(), made.id,
                           std::int64_t{0}, "emergency"));
    return made;
}

Result<bool> is_one_word(store::Connection& db, std::int64_t one, std::int64_t other) {
    const auto speaker = [&db](std::int64_t account) -> Result<std::int64_t> {
        TRY_ASSIGN(const auto made_by,
                   db.value<std::int64_t>("select vouched_by from account where id = ? "
                                          "and ends_at is not null",
                                          account));
        return made_by.value_or(account);
    };
    TRY_ASSIGN(const std::int64_t first, speaker(one));
    TRY_ASSIGN(const std::int64_t second, speaker(other));
    return first == second;
}

Result<std::string> emergency_reason(store::Connection& db, const log::Node& node,
                                     std::int64_t account) {
    const log::StreamName stream = actor_stream(node, account);
    TRY_ASSIGN(const auto row,
               db.first("select f.body from fact f join stream s on s.local = f.stream "
                        "where s.id = ? and s.kind = ? and f.site is null order by f.pos limit 1",
                        stream.id, stream.kind));
    if (!row) return std::string{};
    const auto body = log::decode_body(row->bytes(0));
    return std::string(body ? json::text_at(body->data, "reason").value_or("") : "");
}

}  // namespace jatigi::access

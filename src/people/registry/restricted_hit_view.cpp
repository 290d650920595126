#include "people/registry/restricted_hit_view.h"

namespace jatigi::registry {
namespace {
constexpr std::chrono::hours one_hit_in{1};
}

Result<void> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person) {
    const std::int64_t now = tx.now().time_since_epoch().count();
    const std::int64_t since = (tx.now() - one_hit_in).time_since_epoch().count();
    TRY_ASSIGN(const auto known,
               tx.db().first("select 1 from restricted_hit where at > ? and account = ? and "
                             "person = ?",
                             since, account, person));
    if (known) return {};
    TRY(tx.db().run("insert into restricted_hit(at, account, person) values (?, ?, ?)", now,
                    account, person));
    return {};
}

Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select h.at, h.account, p.case_number from restricted_hit h "
                       "join person p on p.person = h.person order by h.at desc limit 500"));
    std::vector<RestrictedHit> hits;
    for (const store::Row& row : rows)
        hits.push_back({Instant{std::chrono::microseconds{row.integer(0)}}, row.integer(1),
                        row.text(2)});
    return hits;
}

}  // namespace jatigi::registry

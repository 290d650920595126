#include "platform/access/security_record.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "platform/vault/watch.h"

namespace jatigi::access {

bool SecurityRecord::note(SecurityEvent event, Instant now) {
    const std::lock_guard lock(mutex_);
    if (counts_.size() >= security_events_max && !counts_.contains(event))
        event = {.kind = event.kind};
    const auto [found, begins] = counts_.try_emplace(event, Count{.began = now});
    if (begins) {
        due_.push_back({now, std::move(event)});
        return true;
    }
    Count& count = found->second;
    if (now - count.began < security_counted) {
        ++count.more;
        return false;
    }
    if (count.more > 0) due_.push_back({count.began, event, count.more});
    due_.push_back({now, std::move(event)});
    count = {.began = now};
    return true;
}

std::vector<SecurityRecord::Row> SecurityRecord::take(Instant now, bool all) {
    const std::lock_guard lock(mutex_);
    std::vector<Row> rows = std::move(due_);
    due_.clear();
    std::erase_if(counts_, [&](const auto& one) {
        const auto& [event, count] = one;
        if (!all && now - count.began < security_counted) return false;
        if (count.more > 0) rows.push_back({count.began, event, count.more});
        return true;
    });
    return rows;
}

Result<void> SecurityRecord::write(log::WriteTx& tx, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        TRY(vault::put_watched(tx.db(), vault::Watched::security_event, row.at, row.event.kind,
                               row.event.account, row.event.detail, row.count));
        // For whoever sends the journal on to another machine.
        spdlog::info("security.{}: account {}, {} times, {}", enum_text(row.event.kind),
                     row.event.account, row.count, row.event.detail);
    }
    return {};
}

Result<std::vector<SecurityRow>> list_security(store::Connection& db, const Period& period,
                                               std::optional<log::LocalId> site,
                                               std::int64_t offset) {
    // Local numbers begin at 1, so 0 stands for every site.
    return db.list(
        [](const store::Row& row) {
            return SecurityRow{row.instant(0), row.text(1), row.text_or_null(2).value_or(""),
                               row.text(3), row.integer(4)};
        },
        "select e.at, e.kind, a.name, e.detail, e.count from security_event e "
        "left join account a on a.id = e.account where e.at >= ? and e.at < ? "
        "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
        "order by e.at desc, e.kind, e.account, e.detail limit ? offset ?",
        period.from, period.to, site.value_or(0), site.value_or(0), security_rows_max + 1, offset);
}

}  // namespace jatigi::access

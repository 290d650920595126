#include "jobs/retention.h"

#include <charconv>

#include "platform/access/session_sweep.h"
#include "platform/access/watch_sweep.h"
#include "platform/base/text.h"
#include "platform/log/head.h"
#include "platform/log/receipt_sweep.h"

namespace jatigi::jobs {
namespace {

// Zero when there is none.
Days days_of(std::string_view csv, std::string_view name) {
    int days = 0;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() > 1 && cells[0] == name)
            std::from_chars(cells[1].data(), cells[1].data() + cells[1].size(), days);
    }
    return Days{days};
}

}  // namespace

std::optional<RetentionRules> read_retention(std::string_view csv) {
    RetentionRules rules{days_of(csv, "session_row"), days_of(csv, "sign_in_link_row"),
                         days_of(csv, "receipt_refused")};
    if (rules.session_row < Days{1} || rules.sign_in_link_row < Days{1} ||
        rules.receipt_refused < Days{1})
        return std::nullopt;
    for (const auto& [table, name] : enum_texts(vault::Watched{})) {
        rules.watched[table] = days_of(csv, name);
        if (rules.watched[table] < Days{1}) return std::nullopt;
    }
    return rules;
}

Result<Swept> sweep(log::WriteTx& tx, const RetentionRules& rules) {
    Swept swept;
    const Instant now = tx.now();
    TRY_ASSIGN(swept.sessions, access::forget_sessions(tx.db(), now - rules.session_row));
    TRY_ASSIGN(swept.links, access::forget_links(tx.db(), now - rules.sign_in_link_row));
    TRY_ASSIGN(swept.receipts, log::forget_refusals(tx.db(), now - rules.receipt_refused));
    return swept;
}

Result<std::int64_t> sweep_watched(log::WriteTx& tx, vault::Watched table, Days kept_for) {
    const Instant now = tx.now();
    const std::int64_t months = kept_for / worked_month;
    std::int64_t worked = 0;
    for (std::int64_t month = 1; month <= months; ++month) {
        TRY_ASSIGN(const bool one,
                   log::has_fact_between(tx.db(), now - month * worked_month,
                                         now - (month - 1) * worked_month));
        worked += one ? 1 : 0;
    }
    if (worked * 4 < months * 3) return 0;
    return access::sweep_watched(tx, table, now - kept_for);
}

}  // namespace jatigi::jobs

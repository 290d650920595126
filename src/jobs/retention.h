// What the program itself deletes when its time is over: rows of tables beside the log, after the
// days of reference/retention.csv. What people end (paper, lists, files of persons) and what is
// kept for good stands in that table, too. Rows that watch over those who read stay until the log has
// facts of most months of their time: whoever sets the clock ahead shall not make traces disappear.
#pragma once
#include <map>
#include <optional>
#include <string_view>

#include "platform/base/day.h"
#include "platform/log/write_tx.h"
#include "platform/vault/watch.h"

namespace jatigi::jobs {

struct RetentionRules {
    Days session_row{}, sign_in_link_row{}, receipt_refused{};
    std::map<vault::Watched, Days> watched{};  // Every table of it.
};
constexpr Days worked_month{30};
// Nothing when one of them is missing.
std::optional<RetentionRules> read_retention(std::string_view csv);

struct Swept {
    std::int64_t sessions = 0, links = 0, receipts = 0;
    friend bool operator==(const Swept&, const Swept&) = default;
};
Result<Swept> sweep(log::WriteTx& tx, const RetentionRules& rules);
// Of one table, in a transaction of its own; how many rows left.
Result<std::int64_t> sweep_watched(log::WriteTx& tx, vault::Watched table, Days kept_for);

}  // namespace jatigi::jobs

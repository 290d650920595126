// What the program itself deletes when its time is over: rows of tables beside the log, after the
// days of reference/retention.csv. What people end (paper, lists, files of persons) and what is
// kept for good stands in that table, too.
#pragma once
#include <optional>
#include <string_view>

#include "platform/base/day.h"
#include "platform/log/write_tx.h"

namespace jatigi::jobs {

struct RetentionRules {
    Days session_row{}, sign_in_link_row{}, receipt_refused{};
};
// Nothing when one of them is missing.
std::optional<RetentionRules> read_retention(std::string_view csv);

struct Swept {
    std::int64_t sessions = 0, links = 0, receipts = 0;
    friend bool operator==(const Swept&, const Swept&) = default;
};
Result<Swept> sweep(log::WriteTx& tx, const RetentionRules& rules);

}  // namespace jatigi::jobs

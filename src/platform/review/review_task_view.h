// The review tasks of this node, open and closed.
#pragma once
#include <functional>

#include "platform/base/day.h"
#include "platform/log/view.h"
#include "platform/review/review_task.h"

namespace jatigi::review {

extern const log::View task_view;

struct TaskRow {
    TaskId id;
    std::string reason;
    TaskSubject subject;
    log::LocalId subject_local = 0;
    std::vector<std::string> marks;
    Instant since;
    std::optional<Instant> closed_at{};
    std::optional<std::int64_t> closed_by{};  // Account, or its tag (log/author.h).
    std::string words;
};

// Refuses with review.task_not_found.
Result<TaskRow> task_by_id(store::Connection& db, TaskId id);
// Those of this reason about this subject that nobody closed.
Result<std::vector<TaskRow>> open_tasks(store::Connection& db, std::string_view reason,
                                        const TaskSubject& subject);
enum class Which { open, closed };
// Those of this reason that `shown` lets through, at most `limit`: open ones with the oldest first,
// closed ones with the latest closed first.
Result<std::vector<TaskRow>> list_tasks(store::Connection& db, std::string_view reason, Which which,
                                        const std::function<Result<bool>(const TaskRow&)>& shown,
                                        std::size_t limit);

}  // namespace jatigi::review

#include "platform/review/raise.h"

#include <algorithm>

#include "platform/base/random.h"
#include "platform/log/handle.h"
#include "platform/review/review_task_codec.h"
#include "platform/review/review_task_view.h"

namespace jatigi::review {

Result<void> raise_task(log::WriteTx& tx, const log::Cause& cause, const TaskRaised& task) {
    TRY_ASSIGN(const auto open, open_tasks(tx.db(), task.reason, task.subject));
    // Whoever looks sees all that was said of it.
    const auto tells = [&task](const TaskRow& known) {
        return std::ranges::all_of(task.marks, [&known](const std::string& mark) {
            return std::ranges::find(known.marks, mark) != known.marks.end();
        });
    };
    if (std::ranges::any_of(open, tells)) return {};
    TRY(log::execute<TaskStream>(tx, cause, id_v4<TaskEntity>(random_bytes<16>()),
                                 RaiseTask{task}));
    return {};
}

Result<void> close_tasks(log::WriteTx& tx, const log::Cause& cause, std::string_view reason,
                         const TaskSubject& subject, std::string_view words) {
    TRY_ASSIGN(const auto open, open_tasks(tx.db(), reason, subject));
    for (const TaskRow& task : open)
        TRY(log::execute<TaskStream>(tx, cause, task.id, CloseTask{std::string(words)}));
    return {};
}

}  // namespace jatigi::review

#include "platform/review/raise.h"

#include "platform/base/random.h"
#include "platform/log/handle.h"
#include "platform/review/review_task_codec.h"
#include "platform/review/review_task_view.h"

namespace jatigi::review {

Result<void> raise_task(log::WriteTx& tx, const log::Cause& cause, const TaskRaised& task) {
    TRY_ASSIGN(const auto open, open_tasks(tx.db(), task.reason, task.subject));
    if (!open.empty()) return {};
    TRY(log::execute<TaskStream>(tx, cause, id_v4<TaskEntity>(random_bytes<16>()),
                                 RaiseTask{task}));
    return {};
}

Result<void> close_tasks(log::WriteTx& tx, const log::Cause& cause, std::string_view reason,
                         const TaskSubject& subject, std::string_view words) {
    TRY_ASSIGN(const auto open, open_tasks(tx.db(), reason, subject));
    for (const TaskId task : open)
        TRY(log::execute<TaskStream>(tx, cause, task, CloseTask{std::string(words)}));
    return {};
}

}  // namespace jatigi::review

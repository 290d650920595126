// Leaving a review task, and closing it when what it asked for is settled: in the transaction of
// the command that is the cause.
#pragma once
#include "platform/log/write_tx.h"
#include "platform/review/review_task.h"

namespace jatigi::review {

// Nothing while one with this reason about this subject is open.
Result<void> raise_task(log::WriteTx& tx, const log::Cause& cause, const TaskRaised& task);
// All of this reason about this subject that are open.
Result<void> close_tasks(log::WriteTx& tx, const log::Cause& cause, std::string_view reason,
                         const TaskSubject& subject, std::string_view words);

template <class Entity>
TaskSubject task_subject(std::string_view kind, Id<Entity> id) {
    return {std::string(kind), fixed_bytes<16>(id_bytes(id))};
}

}  // namespace jatigi::review

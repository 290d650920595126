// Frozen bytes of review tasks.
//   review.task_raised 1: {"reason","kind","subject": 32 hex digits,"site"?: 32 hex digits,
//                          "marks"?: [code]}
//   review.task_closed 1: {"words"}
#pragma once
#include "platform/base/fact_stream.h"
#include "platform/review/review_task.h"

namespace jatigi::review {

EncodedFact encode_task(const TaskEvent& event);
std::optional<TaskEvent> decode_task(std::string_view type, std::int64_t version,
                                     const json::object& data);

struct TaskStream : FactStream<TaskEntity, Task, TaskEvent, encode_task, decode_task> {
    static constexpr std::string_view kind = task_kind;
};

}  // namespace jatigi::review

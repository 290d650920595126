// Frozen facts of the stream "review_task:<id>".
#pragma once
#include "platform/base/fact_author.h"
#include "platform/base/fact_shape.h"
#include "platform/review/review_task.h"

namespace jatigi::review {

struct TaskStream : ShapedStream<TaskStream, TaskEntity, Task, TaskEvent> {
    static constexpr std::string_view kind = task_kind;
    static constexpr FactAuthor author = FactAuthor::hidden_in_stream;

    static constexpr std::tuple shapes{
        fact_shape<TaskRaised>("review.task_raised", 1, field("reason", &TaskRaised::reason),
                               field("kind", [](auto& e) -> auto& { return e.subject.kind; }),
                               field("subject", [](auto& e) -> auto& { return e.subject.id; }),
                               field_if_any("marks", &TaskRaised::marks)),
        fact_shape<TaskClosed>("review.task_closed", 1, field("words", &TaskClosed::words)),
    };
};

}  // namespace jatigi::review

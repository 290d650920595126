// A review task: something that people must look at, and what they said when they had. It never
// stops anybody. Open class: reason and marks are codes, the subject is an id, and the words hold
// no name and nothing else that tells who somebody is.
#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/id.h"
#include "platform/base/result.h"

namespace jatigi::review {

using TaskId = Id<struct TaskEntity>;
constexpr std::string_view task_kind = "review_task";

// The stream that somebody should look at.
struct TaskSubject {
    std::string kind;  // "person"
    ByteArray<16> id{};
    bool operator==(const TaskSubject&) const = default;
};

struct TaskRaised {
    std::string reason;  // "marked_row": one of those that app joins.
    TaskSubject subject;
    std::vector<std::string> marks{};  // What was marked, in codes: "BIRTH_UNREADABLE".
    bool operator==(const TaskRaised&) const = default;
};
struct TaskClosed {
    std::string words;
    bool operator==(const TaskClosed&) const = default;
};
using TaskEvent = std::variant<TaskRaised, TaskClosed>;

struct RaiseTask {
    TaskRaised task;
};
struct CloseTask {
    std::string words;
};

struct NoTask {};
struct OpenTask {};
struct ClosedTask {};
using Task = std::variant<NoTask, OpenTask, ClosedTask>;

constexpr std::size_t words_letters_max = 500;

// Whatever is closed stays closed, whatever order facts come in.
Task evolve(const Task& state, const TaskEvent& event);

// Refuses with review.already_raised.
Result<std::vector<TaskEvent>> decide(const Task& state, const RaiseTask& command);
// Refuses with review.task_not_found, review.already_closed, review.words_missing,
// review.words_invalid (not UTF-8), review.words_too_long (params: letters_max).
Result<std::vector<TaskEvent>> decide(const Task& state, const CloseTask& command);

}  // namespace jatigi::review

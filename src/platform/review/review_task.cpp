#include "platform/review/review_task.h"

#include <fmt/format.h>

#include "platform/base/text.h"
#include "platform/base/text_limit.h"

namespace jatigi::review {

Task evolve(const Task& state, const TaskEvent& event) {
    if (std::holds_alternative<TaskClosed>(event)) return ClosedTask{};
    if (!std::holds_alternative<NoTask>(state)) return state;
    return OpenTask{};
}

Result<std::vector<TaskEvent>> decide(const Task& state, const RaiseTask& command) {
    if (!std::holds_alternative<NoTask>(state))
        return refuse(ErrorKind::conflict, "review.already_raised");
    return std::vector<TaskEvent>{command.task};
}

Result<std::vector<TaskEvent>> decide(const Task& state, const CloseTask& command) {
    if (std::holds_alternative<NoTask>(state))
        return refuse(ErrorKind::not_found, "review.task_not_found");
    if (std::holds_alternative<ClosedTask>(state))
        return refuse(ErrorKind::conflict, "review.already_closed");
    const std::string words = trim(command.words);
    if (words.empty()) return refuse(ErrorKind::invalid, "review.words_missing");
    const auto letters = letters_in(words);
    if (!letters) return refuse(ErrorKind::invalid, "review.words_invalid");
    if (*letters > words_letters_max)
        return refuse(ErrorKind::invalid, "review.words_too_long", {},
                      fmt::format(R"({{"letters_max":{}}})", words_letters_max));
    return std::vector<TaskEvent>{TaskClosed{words}};
}

}  // namespace jatigi::review

#include "platform/review/review_task_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::review {
namespace {

constexpr std::tuple shapes{
    fact_shape<TaskRaised>("review.task_raised", 1, field("reason", &TaskRaised::reason),
                           field("kind", [](auto& e) -> auto& { return e.subject.kind; }),
                           field("subject", [](auto& e) -> auto& { return e.subject.id; }),
                           field("site", &TaskRaised::site),
                           field_if_any("marks", &TaskRaised::marks)),
    fact_shape<TaskClosed>("review.task_closed", 1, field("words", &TaskClosed::words)),
};

}  // namespace

EncodedFact encode_task(const TaskEvent& event) {
    return encode_by(shapes, event);
}

std::optional<TaskEvent> decode_task(std::string_view type, std::int64_t version,
                                     const json::object& data) {
    return decode_by<TaskEvent>(shapes, type, version, data);
}

}  // namespace jatigi::review
